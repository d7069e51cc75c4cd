#include <stdio.h>
#include <string.h>

#include "app/keeping.h"
#include "app/session.h"
#include "catalog/scenarios.h"
#include "no_sockets.h"
#include "report/report.h"
#include "store_again.h"
#include "transcript/json_writer.h"
#include "transcript/run_store.h"

/*
 * Every world of data/lab is kept as bytes and loaded again: the reports of
 * what was loaded must be those of what was saved, byte for byte, and saving
 * it once more must give the same bytes. So a field that is not kept is
 * found by whoever shows it. What no report shows is found by thinking again
 * about what was loaded, and by putting the run together from the records
 * that it left while it went on.
 *
 *   store_test [SCENARIO...]   those alone
 */
struct reports {
    struct buffer text;
    struct buffer json;
    struct buffer saved;
};

struct tally {
    int passed;
    int failed;
    size_t largest; /* bytes of a run that is kept */
};

static void
reports_write(struct reports *reports, const struct run *run,
              const struct diagnosis *diagnosis)
{
    text_report_write(run, diagnosis, &reports->text);
    json_report_write(run, diagnosis, &reports->json);
    json_writer_finish(run_save(run, diagnosis), &reports->saved);
}

static void
reports_release(struct reports *reports)
{
    buffer_release(&reports->text);
    buffer_release(&reports->json);
    buffer_release(&reports->saved);
}

/* Load, write the reports of what was loaded, and think about it. */
static bool
reports_again(struct reports *again, const struct buffer *saved,
              struct run *was, struct buffer *faults, struct error *error)
{
    struct run run = { 0 };
    struct diagnosis diagnosis = { 0 };
    json_t *value =
        json_loadb(saved->data, saved->length, JSON_REJECT_DUPLICATES, NULL);
    bool loaded = run_load(value, was->definitions, &run, &diagnosis, error);

    json_decref(value);
    if (loaded) {
        reports_write(again, &run, &diagnosis);
        store_again_thinks(was, &run, faults);
    }
    run_release(&run);
    return loaded;
}

static void
compare(const char *what, const struct buffer *left,
        const struct buffer *right, struct buffer *faults)
{
    const char *from = buffer_text(left);
    const char *to = buffer_text(right);
    size_t line = 0;
    size_t at = 0;

    if (strcmp(from, to) == 0)
        return;
    while (from[at] != '\0' && from[at] == to[at]) {
        at++;
        if (from[at - 1] == '\n')
            line = at;
    }
    buffer_printf(faults, "  %s: saved  %.*s\n", what,
                  (int)strcspn(from + line, "\n"), from + line);
    buffer_printf(faults, "  %s: loaded %.*s\n", what,
                  (int)strcspn(to + line, "\n"), to + line);
}

static void
run_scenario(const char *id, struct tally *tally, struct buffer *faults)
{
    static char *no_environment[] = { NULL };
    struct keeping keeping;
    struct session_options options = { .lab = id, .keeping = &keeping };
    struct session session = { 0 };
    struct buffer transcript = { 0 };
    struct reports first = { 0 };
    struct reports again = { 0 };
    struct error error = { 0 };

    /* Where there is no place, it is kept in memory. */
    keeping_open(&keeping, KEEPING_CHECK, &options, no_environment);
    if (!session_open(&session, &options, no_environment, &error) ||
        !session_prepare(&session, &error)) {
        buffer_printf(faults, "  %s\n", error.text);
        goto out;
    }
    session_check(&session, NULL, NULL, NULL);
    reports_write(&first, &session.run, session.diagnosis);
    if (first.saved.length > tally->largest)
        tally->largest = first.saved.length;
    keeping_append(&keeping, &transcript);
    store_again_cut_off(&transcript, &session.run, faults);
    if (!reports_again(&again, &first.saved, &session.run, faults, &error)) {
        buffer_printf(faults, "  %s\n", error.text);
        goto out;
    }
    compare("text", &first.text, &again.text, faults);
    compare("json", &first.json, &again.json, faults);
    compare("run", &first.saved, &again.saved, faults);
out:
    reports_release(&first);
    reports_release(&again);
    session_close(&session);
    keeping_close(&keeping);
    buffer_release(&transcript);
}

static void
judge(const char *id, struct tally *tally)
{
    struct buffer faults = { 0 };

    run_scenario(id, tally, &faults);
    if (faults.length > 0) {
        printf("%s: FAILED\n%s", id, buffer_text(&faults));
        tally->failed++;
    } else {
        tally->passed++;
    }
    buffer_release(&faults);
}

int
main(int argc, char **argv)
{
    struct tally tally = { 0 };

    if (!no_sockets_begin() || !no_sockets_hold()) {
        puts("the kernel does not keep sockets from us");
        return 1;
    }
    for (int i = 1; i < argc; i++)
        judge(argv[i], &tally);
    for (size_t i = 0; argc == 1 && i < catalog_scenario_count(); i++)
        judge(catalog_scenario_id(i), &tally);
    printf("%d passed, %d failed; the largest run is kept in %zu bytes\n",
           tally.passed, tally.failed, tally.largest);
    return tally.failed > 0 || tally.passed == 0;
}
