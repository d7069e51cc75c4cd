#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/plan.h"
#include "model/question_tally.h"
#include "run_builder.h"
#include "situation.h"

/*
 * One question that is put to each server in several ways: when that is
 * planned, and what it shows.
 */
enum { WAYS = 5, MOST_ROUNDS = 6 };

/* What comes of a question, by how it is put. */
struct server {
    int64_t longest; /* an answer over UDP that arrives; all are longer */
    bool hears_udp;
    bool hears_tcp;
};

static const struct server udp_closed = { .hears_tcp = true };
static const struct server dead = { 0 };
static const struct server tcp_closed = { .longest = 4096, .hears_udp = true };
static const struct server large_lost = { .longest = 512, .hears_udp = true };
static const struct server large_lost_udp = { .longest = 512,
                                              .hears_udp = true,
                                              .hears_tcp = true };

static bool
server_answers(const struct server *server,
               const struct question_variation *way)
{
    if (way->over == OVER_TCP)
        return server->hears_tcp;
    return server->hears_udp &&
           (way->no_edns || way->payload <= server->longest);
}

static void
answer_varied(struct run_builder *builder, struct name *name,
              const struct server *server)
{
    bool answers = server_answers(server, &name->variation);

    for (int type = 0; type < DNS_TYPE_COUNT; type++) {
        struct dns_answer *answer =
            arena_new(&builder->run.arena, 1, sizeof *answer);

        answer->server = "192.0.2.53:53";
        answer->type = (enum dns_type)type;
        answer->changed = name->variation;
        answer->reason = answers ? REASON_NO_DATA : REASON_DNS_SILENT;
        answer->rcode = answers ? "NOERROR" : NULL;
        answer->truncated = answers;
        arena_push(&builder->run.arena, &name->answers, &name->answer_count,
                   answer);
    }
    name->result.outcome = answers ? OUTCOME_PASS : OUTCOME_FAIL;
}

static void
answer_all(struct run_builder *builder, const struct server *server)
{
    for (size_t i = 0; i < builder->run.name_count; i++)
        if (question_is_varied(&builder->run.names[i]->variation))
            answer_varied(builder, builder->run.names[i], server);
}

/* Names that fail for that reason, asked again in every way. */
static void
build_matrix(struct run_builder *builder, enum reason reason,
             const struct server *server)
{
    build_no_address(builder, build_target(builder, &builder_pki), reason);
    build_no_address(builder, build_target(builder, &builder_gateway), reason);
    for (int i = 0; i < MOST_ROUNDS && diagnosis_plan(&builder->run); i++)
        ;
    answer_all(builder, server);
}

static size_t
count_varied(const struct run_builder *builder)
{
    size_t count = 0;

    for (size_t i = 0; i < builder->run.name_count; i++)
        count += question_is_varied(&builder->run.names[i]->variation);
    return count;
}

static void
it_is_asked_once_for_the_first_name_that_failed(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_matrix(&builder, REASON_DNS_SILENT, &dead);
    assert_int_equal(count_varied(&builder), WAYS);
    assert_ptr_equal(questions_varied_name(&builder.run),
                     builder.run.targets[0]->name);
    build_release(&builder);
}

static void
nothing_is_asked_where_it_would_tell_nothing(void **state)
{
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    assert_false(diagnosis_plan(&builder.run));
    build_release(&builder);

    build_run(&builder); /* nobody to ask */
    builder.run.machine.resolver_count = 0;
    build_no_address(&builder, build_target(&builder, &builder_pki),
                     REASON_DNS_SILENT);
    diagnosis_plan(&builder.run);
    assert_int_equal(count_varied(&builder), 0);
    build_release(&builder);

    build_run(&builder); /* the proxy resolves it */
    build_proxy(&builder);
    build_no_address(&builder, build_target(&builder, &builder_pki),
                     REASON_DNS_SILENT);
    diagnosis_plan(&builder.run);
    assert_int_equal(count_varied(&builder), 0);
    build_release(&builder);
}

struct tally_row {
    const struct server *server;
    struct question_variation way;
    size_t answered;
    size_t large_lost;
};

static void
answers_are_counted_by_how_it_was_put(void **state)
{
    static const struct tally_row rows[] = {
        { &dead, { .over = OVER_TCP }, 0, 0 },
        { &udp_closed, { .over = OVER_TCP }, 2, 0 },
        { &udp_closed, { .over = OVER_UDP, .payload = 512 }, 0, 0 },
        { &tcp_closed, { .over = OVER_UDP, .payload = 4096 }, 2, 0 },
        { &large_lost, { .over = OVER_UDP, .payload = 512 }, 2, 2 },
        { &large_lost, { .over = OVER_UDP, .payload = 1232 }, 0, 2 },
        { &large_lost, { .over = OVER_UDP, .no_edns = true }, 2, 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;
        struct question_tally tally;
        const struct name *name;

        build_run(&builder);
        build_matrix(&builder, REASON_DNS_SILENT, rows[i].server);
        name = questions_varied_name(&builder.run);
        tally = questions_tally(&builder.run, name, &rows[i].way);
        assert_int_equal(tally.asked, DNS_TYPE_COUNT);
        assert_int_equal(tally.answered, rows[i].answered);
        assert_int_equal(questions_count_large_lost(&builder.run, name),
                         rows[i].large_lost);
        build_release(&builder);
    }
}

/* What it means. */

static void
nobody_at_all(struct run_builder *builder)
{
    build_matrix(builder, REASON_DNS_SILENT, &dead);
}

static void
only_tcp(struct run_builder *builder)
{
    build_matrix(builder, REASON_DNS_SILENT, &udp_closed);
}

static void
only_small(struct run_builder *builder)
{
    build_matrix(builder, REASON_DNS_SILENT, &large_lost);
}

static void
only_small_or_tcp(struct run_builder *builder)
{
    build_matrix(builder, REASON_DNS_SILENT, &large_lost_udp);
}

/* A server that answers no with whatever size is at fault itself. */
static void
only_small_but_denied(struct run_builder *builder)
{
    build_matrix(builder, REASON_NXDOMAIN, &large_lost);
}

static void
cut_and_closed(struct run_builder *builder)
{
    build_matrix(builder, REASON_DNS_SILENT, &tcp_closed);
    for (size_t i = 0; i < builder->run.target_count; i++) {
        const struct name *name = builder->run.targets[i]->name;

        for (size_t j = 0; j < name->answer_count; j++)
            name->answers[j]->over_tcp = true;
    }
}

static void
each_way_means_something_else(void **state)
{
    static const struct situation rows[] = {
        { "nobody at all",
          nobody_at_all,
          VERDICT_FAULT,
          { FAULT("no-resolver-answers", MEDIUM) } },
        { "only over TCP",
          only_tcp,
          VERDICT_FAULT,
          { FAULT("no-resolver-answers", MEDIUM) } },
        { "only small answers",
          only_small,
          VERDICT_FAULT,
          { FAULT("dns-large-answers-lost", HIGH) } },
        { "only small answers, or over TCP",
          only_small_or_tcp,
          VERDICT_FAULT,
          { FAULT("dns-large-answers-lost", HIGH) } },
        { "no such name",
          only_small_but_denied,
          VERDICT_FAULT,
          { FAULT("name-not-resolved", HIGH) } },
        { "cut, and closed",
          cut_and_closed,
          VERDICT_FAULT,
          { FAULT("dns-tcp-blocked", HIGH) } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        situation_check(&rows[i]);
        situation_check_evidence(&rows[i]);
    }
}

static void
what_was_put_in_another_way_is_cited(void **state)
{
    static const struct cited rows[] = {
        { only_tcp, "tcp-53-answers", EVIDENCE_SUPPORTS, "pki.example.net" },
        { only_small, "small-answers-come", EVIDENCE_SUPPORTS,
          "pki.example.net" },
        { only_small, "tcp-53-silent", EVIDENCE_SUPPORTS, "pki.example.net" },
        { only_small_or_tcp, "tcp-53-answers", EVIDENCE_SUPPORTS,
          "pki.example.net" },
        { cut_and_closed, "tcp-53-silent", EVIDENCE_SUPPORTS,
          "pki.example.net" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cited_check(&rows[i]);
    cited_check_absent(nobody_at_all, "tcp-53-answers");
    cited_check_absent(nobody_at_all, "tcp-53-silent");
    cited_check_absent(only_tcp, "small-answers-come");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_asked_once_for_the_first_name_that_failed),
        cmocka_unit_test(nothing_is_asked_where_it_would_tell_nothing),
        cmocka_unit_test(answers_are_counted_by_how_it_was_put),
        cmocka_unit_test(each_way_means_something_else),
        cmocka_unit_test(what_was_put_in_another_way_is_cited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
