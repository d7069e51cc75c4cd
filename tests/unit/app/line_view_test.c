#include "app/line_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/line_news.h"
#include "model/guide_values.h"

/* A world of the lab that was checked; its words are those shipped. */
struct stand {
    struct session session;
    struct buffer news;
    struct buffer out;
};

static void
stand_hear(void *context, const struct event *event)
{
    struct stand *stand = context;

    line_news_append(&stand->news, event);
}

static void
stand_open(struct stand *stand, const char *lab)
{
    static char *no_environment[] = { NULL };
    struct session_options options = { .lab = lab };
    struct error error = { 0 };

    *stand = (struct stand){ 0 };
    if (!session_open(&stand->session, &options, no_environment, &error) ||
        !session_prepare(&stand->session, &error))
        fail_msg("%s", error.text);
    session_check(&stand->session, stand_hear, stand, NULL);
}

static void
stand_close(struct stand *stand)
{
    buffer_release(&stand->news);
    buffer_release(&stand->out);
    session_close(&stand->session);
}

static void
expect_said(const struct stand *stand, const char *text)
{
    if (strstr(buffer_text(&stand->out), text) == NULL)
        fail_msg("\"%s\" is not in: %s", text, buffer_text(&stand->out));
}

/* Nothing moves the cursor, and no placeholder is left. */
static void
expect_plain(const struct buffer *out)
{
    const char *text = buffer_text(out);

    for (size_t i = 0; text[i] != '\0'; i++)
        if ((text[i] < ' ' && text[i] != '\n') || text[i] == '{')
            fail_msg("byte %d at %zu", text[i], i);
}

static void
say_rows(struct stand *stand, enum guide_step_id step)
{
    static struct line_row rows[LINE_ROWS_MOST];
    const struct run *run = &stand->session.run;
    const struct guide_step *words = guide_step_find(run->definitions, step);
    size_t count = line_view_rows(run, step, rows);

    buffer_cut(&stand->out, 0);
    for (size_t i = 0; i < count; i++) {
        line_view_row(&stand->out, i + 1, &rows[i]);
        for (int depth = 0; depth < GUIDE_DEPTH_COUNT; depth++)
            line_view_row_depth(&stand->out, &rows[i], words,
                                (enum guide_depth)depth, run,
                                stand->session.diagnosis);
    }
}

static void
rows_tell_what_was_seen(void **state)
{
    struct stand stand;

    (void)state;
    stand_open(&stand, "tcp-pki-blocked");
    say_rows(&stand, GUIDE_NAMES);
    expect_said(&stand, "(PKI Manager), dns: pass");
    expect_said(&stand, "by hand: dig ");
    say_rows(&stand, GUIDE_REACHABILITY);
    expect_said(&stand, "(PKI Manager), tcp: FAIL: ");
    expect_said(&stand, "found: ");
    say_rows(&stand, GUIDE_CERTIFICATES);
    expect_said(&stand, "(PKI Manager), tls: skip");
    say_rows(&stand, GUIDE_PATH);
    expect_said(&stand, "more of this kind ended alike");
    stand_close(&stand);
}

static void
steps_without_checks_have_no_rows(void **state)
{
    static struct line_row rows[LINE_ROWS_MOST];
    struct stand stand;

    (void)state;
    stand_open(&stand, "healthy");
    assert_int_equal(line_view_rows(&stand.session.run, GUIDE_SYMPTOM, rows),
                     0);
    assert_int_equal(line_view_rows(&stand.session.run, GUIDE_VERDICT, rows),
                     0);
    stand_close(&stand);
}

static void
news_are_one_plain_line_each(void **state)
{
    struct stand stand;

    (void)state;
    stand_open(&stand, "cert-hostile-names");
    assert_non_null(strstr(buffer_text(&stand.news), "  dns  "));
    assert_non_null(strstr(buffer_text(&stand.news), "  tls  "));
    assert_null(strchr(buffer_text(&stand.news), '\r'));
    expect_plain(&stand.news);
    stand_close(&stand);
}

/* Somebody hears every line: what failed as before is not among them. */
static void
news_of_probes_are_what_comes_through(void **state)
{
    struct stand stand;

    (void)state;
    stand_open(&stand, "tls-mtu-vpn");
    assert_non_null(strstr(buffer_text(&stand.news),
                           ", smaller segments, 1100 bytes: "
                           "pass\n"));
    assert_null(strstr(buffer_text(&stand.news), "the same once more"));
    assert_null(strstr(buffer_text(&stand.news), "a name that nobody has: "
                                                 "FAIL"));
    stand_close(&stand);
}

static void
every_page_is_plain(void **state)
{
    const struct definitions *in;
    struct run_plan plan;
    struct stand stand;

    (void)state;
    stand_open(&stand, "proxy-inspects");
    in = &stand.session.definitions;
    for (int i = 0; i < GUIDE_STEP_COUNT; i++) {
        const struct guide_step *step =
            guide_step_find(in, (enum guide_step_id)i);

        say_rows(&stand, step->id);
        expect_plain(&stand.out);
        line_view_heading(&stand.out, step);
        for (int depth = 0; depth < GUIDE_DEPTH_COUNT; depth++)
            line_view_step(&stand.out, step, (enum guide_depth)depth,
                           &stand.session.run);
    }
    for (size_t i = 0; i < in->guide_term_count; i++)
        line_view_term(&stand.out, in->guide_terms[i]);
    line_view_terms(&stand.out, in);
    run_plan_list(&plan, &stand.session.run, true, &stand.session.run.arena);
    line_view_plan(&stand.out, &plan);
    expect_said(&stand, "CONNECT ");
    expect_said(&stand, "(the proxy)");
    expect_plain(&stand.out);
    stand_close(&stand);
}

static void
commands_fit_the_route(void **state)
{
    const struct guide_step *step;
    struct guide_values values;
    struct stand stand;

    (void)state;
    stand_open(&stand, "proxy-inspects");
    step = guide_step_find(&stand.session.definitions, GUIDE_ANSWERS);
    values =
        guide_values_of(&stand.session.run, NULL, &stand.session.run.arena);
    assert_non_null(values.proxy);
    assert_false(guide_command_fits(step, 0, &values));
    assert_true(guide_command_fits(step, 1, &values));
    values.proxy = NULL;
    assert_true(guide_command_fits(step, 0, &values));
    assert_false(guide_command_fits(step, 1, &values));
    step = guide_step_find(&stand.session.definitions, GUIDE_NAMES);
    values.resolver = NULL;
    assert_false(guide_command_fits(step, 0, &values));
    stand_close(&stand);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_tell_what_was_seen),
        cmocka_unit_test(steps_without_checks_have_no_rows),
        cmocka_unit_test(news_are_one_plain_line_each),
        cmocka_unit_test(news_of_probes_are_what_comes_through),
        cmocka_unit_test(every_page_is_plain),
        cmocka_unit_test(commands_fit_the_route),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
