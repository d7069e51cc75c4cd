#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session.h"
#include "catalog/scenarios.h"
#include "model/naming.h"
#include "no_sockets.h"
#include "report/report.h"
#include "transcript/json_writer.h"
#include "transcript/mask.h"
#include "transcript/run_store.h"

/*
 * Every world of data/lab is shared: a masked copy of its run, as text, as
 * JSON and as it is kept. No name and no address of the company may be left,
 * whoever looks: the mask's own search, and this test by what it knows of the
 * lab. The verdict stays what it was.
 *
 *   mask_test [SCENARIO...]   those alone, with what is shared
 */
enum { SHORT_ORIGINAL = 4 };

struct tally {
    int passed;
    int failed;
};

struct shared {
    struct buffer text;
    struct buffer json;
    struct buffer kept;
};

/* What the company of the lab calls its own, and where it is. */
static const char *const secrets[] = {
    "corp.example", "10.77.1.",      "10.77.2.",
    "10.77.3.",     "2600:1f00:77:", "-----BEGIN",
};

static void
shared_release(struct shared *shared)
{
    buffer_release(&shared->text);
    buffer_release(&shared->json);
    buffer_release(&shared->kept);
}

static void
look_for_secrets(const char *what, struct mask *mask,
                 const struct buffer *bytes, bool pem, struct buffer *faults)
{
    size_t count = sizeof secrets / sizeof secrets[0];
    const char *original;

    for (size_t i = 0; i < count - (pem ? 0 : 1); i++)
        if (strcasestr(buffer_text(bytes), secrets[i]) != NULL)
            buffer_printf(faults, "  %s: \"%s\" is left\n", what, secrets[i]);
    if (mask_leaks(mask, bytes->data, bytes->length, &original))
        buffer_printf(faults, "  %s: \"%s\" is found again\n", what, original);
}

/* What the preview lists is what does not stand there any more. */
static void
look_for_listed(struct mask *mask, const struct buffer *bytes,
                struct buffer *faults)
{
    size_t count;
    const struct mask_replacement *list = mask_replacements(mask, &count);

    for (size_t i = 0; i < count; i++)
        if (strlen(list[i].original) > SHORT_ORIGINAL &&
            strcasestr(buffer_text(bytes), list[i].original) != NULL)
            buffer_printf(faults, "  \"%s\" is listed and still there\n",
                          list[i].original);
}

/* What stands in the way still has its name. */
static void
compare_products(const struct session *session, const struct run *copy,
                 struct buffer *faults)
{
    const struct definitions *in = &session->definitions;

    for (size_t i = 0; i < copy->target_count; i++)
        for (size_t j = 0; j < copy->targets[i]->path_count; j++)
            if (naming_interceptor(in,
                                   &session->run.targets[i]->paths[j]->tls) !=
                naming_interceptor(in, &copy->targets[i]->paths[j]->tls))
                buffer_printf(faults, "  the product at %s lost its name\n",
                              copy->targets[i]->endpoint->host);
}

static bool
share(const struct session *session, struct mask *mask, struct shared *shared,
      struct buffer *faults)
{
    struct run copy = { 0 };
    struct diagnosis diagnosis = { 0 };
    struct error error = { 0 };
    json_t *value = run_save(&session->run, session->diagnosis);
    bool loaded =
        run_load(value, &session->definitions, &copy, &diagnosis, &error);

    json_decref(value);
    if (!loaded) {
        buffer_printf(faults, "  %s\n", error.text);
    } else {
        mask_run(mask, &copy);
        compare_products(session, &copy, faults);
        text_report_write(&copy, &diagnosis, &shared->text);
        json_report_write(&copy, &diagnosis, &shared->json);
        json_writer_finish(run_save(&copy, &diagnosis), &shared->kept);
    }
    run_release(&copy);
    return loaded;
}

static void
run_scenario(const char *id, bool aloud, struct buffer *faults)
{
    static char *no_environment[] = { NULL };
    struct session_options options = { .lab = id };
    struct session session = { 0 };
    struct shared shared = { 0 };
    struct mask *mask = NULL;
    struct error error = { 0 };

    if (!session_open(&session, &options, no_environment, &error) ||
        !session_prepare(&session, &error)) {
        buffer_printf(faults, "  %s\n", error.text);
        goto out;
    }
    session_check(&session, NULL, NULL, NULL);
    mask = mask_new(&session.run, NULL);
    if (!share(&session, mask, &shared, faults))
        goto out;
    look_for_secrets("text", mask, &shared.text, true, faults);
    look_for_secrets("json", mask, &shared.json, false, faults);
    look_for_secrets("kept", mask, &shared.kept, false, faults);
    look_for_listed(mask, &shared.kept, faults);
    if (aloud)
        printf("%s\n%s", buffer_text(&shared.text), buffer_text(&shared.json));
out:
    mask_free(mask);
    shared_release(&shared);
    session_close(&session);
}

static void
judge(const char *id, bool aloud, struct tally *tally)
{
    struct buffer faults = { 0 };

    run_scenario(id, aloud, &faults);
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
        judge(argv[i], true, &tally);
    for (size_t i = 0; argc == 1 && i < catalog_scenario_count(); i++)
        judge(catalog_scenario_id(i), false, &tally);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed > 0;
}
