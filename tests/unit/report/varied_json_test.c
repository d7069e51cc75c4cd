#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../diagnosis/run_builder.h"
#include "report/json_seen.h"

/* How JSON says what was changed about a question or a path. */

static const char *
text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static json_int_t
integer_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void
add_answer(struct run_builder *builder, struct name *name)
{
    struct dns_answer *answer =
        arena_new(&builder->run.arena, 1, sizeof *answer);

    answer->server = "192.0.2.53:53";
    answer->changed = name->variation;
    arena_push(&builder->run.arena, &name->answers, &name->answer_count,
               answer);
}

static void
a_question_says_how_it_was_put(void **state)
{
    static const struct question_variation small = { OVER_UDP, 512, false };
    struct run_builder builder;
    struct target *pki;
    struct name *varied;
    const json_t *again;
    const json_t *probe;
    const json_t *answer;
    json_t *probes;

    (void)state;
    build_run(&builder);
    pki = build_target(&builder, &builder_pki);
    run_ask_again(&builder.run, pki->name);
    varied = run_ask_varied(&builder.run, pki->name, &small);
    add_answer(&builder, varied);
    probes = json_seen_probes(&builder.run);

    again = json_array_get(probes, 0);
    assert_string_equal(text_of(again, "probe"), "name-again");
    assert_string_equal(text_of(json_object_get(again, "changed"), "over"),
                        "as-usual");
    probe = json_array_get(probes, 1);
    assert_string_equal(text_of(probe, "probe"), "name-varied");
    assert_string_equal(text_of(json_object_get(probe, "changed"), "over"),
                        "udp");
    answer = json_array_get(
        json_object_get(json_object_get(probe, "facts"), "answers"), 0);
    assert_int_equal(integer_of(json_object_get(answer, "changed"), "payload"),
                     512);

    json_decref(probes);
    build_release(&builder);
}

static void
a_path_says_what_was_changed(void **state)
{
    static const struct {
        enum probe_kind kind;
        struct variation variation;
        const char *id;
        const char *key;
        json_int_t value;
    } rows[] = {
        { PROBE_REPLY_TTL,
          { .minimum_ttl = 61 },
          "reply-ttl",
          "minimum_ttl",
          61 },
        { PROBE_HOLD, { .idle_s = 60 }, "hold", "idle_s", 60 },
    };
    struct run_builder builder;
    struct target *pki;
    json_t *probes;

    (void)state;
    build_run(&builder);
    pki = build_target(&builder, &builder_pki);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        run_add_probe(&builder.run, rows[i].kind, pki,
                      build_address(&builder, pki, "203.0.113.1"),
                      &rows[i].variation, CHECK_TCP);
    probes = json_seen_probes(&builder.run);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const json_t *probe = json_array_get(probes, i);

        assert_string_equal(text_of(probe, "probe"), rows[i].id);
        assert_int_equal(
            integer_of(json_object_get(probe, "changed"), rows[i].key),
            rows[i].value);
    }
    json_decref(probes);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_says_how_it_was_put),
        cmocka_unit_test(a_path_says_what_was_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
