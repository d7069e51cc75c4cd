#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "app/keeping.h"
#include "app/output.h"
#include "walk.h"

/* The wizard on a transcript: what it keeps, and going on with it. */
enum { ROWS = 24, COLUMNS = 80 };

struct at {
    char path[64];
    struct session_options options;
    struct keeping keeping;
    struct walk walk;
};

static char *no_environment[] = { NULL };

static void
begin(struct at *at, const char *world)
{
    struct error error = { 0 };

    *at = (struct at){ .options = { .lab = world, .keeping = &at->keeping } };
    keeping_open(&at->keeping, KEEPING_SESSION, &at->options, no_environment);
    if (!walk_open_with(&at->walk, &at->options, ROWS, COLUMNS, &error))
        fail_msg("%s", error.text);
}

/* What has been kept, cut off before the first record of that kind. */
static void
go_on(struct at *at, const struct buffer *kept, const char *before)
{
    struct buffer part = { 0 };
    struct error error = { 0 };
    char sign[32];
    const char *end;
    int file;

    snprintf(sign, sizeof sign, "{\"kind\":\"%s\"", before);
    end = strstr(buffer_text(kept), sign);
    buffer_append(&part, buffer_text(kept),
                  end != NULL ? (size_t)(end - buffer_text(kept))
                              : kept->length);
    *at = (struct at){ .path = "/tmp/cdsdoctor-kept-XXXXXX",
                       .options = { .keeping = &at->keeping } };
    file = mkstemp(at->path);
    assert_true(write(file, part.data, part.length) == (ssize_t)part.length);
    close(file);
    buffer_release(&part);
    if (!keeping_resume(&at->keeping, &at->options, no_environment, at->path,
                        &error) ||
        !walk_open_with(&at->walk, &at->options, ROWS, COLUMNS, &error))
        fail_msg("%s", error.text);
}

static void
leave(struct at *at)
{
    walk_close(&at->walk);
    keeping_close(&at->keeping);
    if (*at->path != '\0')
        unlink(at->path);
}

static bool
shows(struct at *at, const char *words)
{
    struct buffer screen = { 0 };
    bool there;

    walk_show(&at->walk, &screen);
    there = strstr(buffer_text(&screen), words) != NULL;
    if (!there)
        fprintf(stderr, "%s", buffer_text(&screen));
    buffer_release(&screen);
    return there;
}

static void
a_note_is_there_again(void **state)
{
    struct at at;
    struct at again;
    struct buffer kept = { 0 };

    (void)state;
    begin(&at, "firewall-drops");
    walk_keys(&at.walk, "n n Enter a text:phoned Enter");
    keeping_append(&at.keeping, &kept);
    leave(&at);
    go_on(&again, &kept, "end");
    assert_int_equal(again.walk.wizard.notes.count, 1);
    assert_string_equal(again.walk.wizard.notes.notes[0]->text, "phoned");
    leave(&again);
    buffer_release(&kept);
}

static void
checks_that_were_cut_off_are_shown_and_planned_again(void **state)
{
    struct at at;
    struct at again;
    struct buffer kept = { 0 };

    (void)state;
    begin(&at, "firewall-drops");
    walk_keys(&at.walk, "n n Enter");
    keeping_append(&at.keeping, &kept);
    leave(&at);
    go_on(&again, &kept, "more");
    assert_true(shows(&again, "cut off"));
    assert_int_equal(again.walk.wizard.run, RUN_ENDED);
    assert_true(again.walk.wizard.session->run.cancelled);
    assert_true(again.walk.wizard.session->run.targets[0]->path_count > 0);
    walk_keys(&again.walk, "R");
    assert_true(shows(&again, "The plan: nothing has been sent yet"));
    assert_true(shows(&again, "those of the transcript: --lab"));
    walk_keys(&again.walk, "Enter");
    assert_int_equal(again.walk.wizard.run, RUN_ENDED);
    assert_false(again.walk.wizard.session->run.cancelled);
    leave(&again);
    buffer_release(&kept);
}

static void
watching_a_run_of_a_transcript_begins_with_the_plan(void **state)
{
    struct at at;
    struct at again;
    struct buffer kept = { 0 };

    (void)state;
    begin(&at, "firewall-drops");
    walk_keys(&at.walk, "n n Enter");
    keeping_append(&at.keeping, &kept);
    leave(&at);
    go_on(&again, &kept, "end");
    walk_keys(&again.walk, "w");
    assert_true(shows(&again, "The plan: nothing has been sent yet"));
    assert_false(again.walk.wizard.watch.on);
    leave(&again);
    buffer_release(&kept);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_is_there_again),
        cmocka_unit_test(checks_that_were_cut_off_are_shown_and_planned_again),
        cmocka_unit_test(watching_a_run_of_a_transcript_begins_with_the_plan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
