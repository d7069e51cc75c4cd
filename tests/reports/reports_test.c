#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "app/run_screens.h"
#include "app/session.h"
#include "report/formats.h"
#include "settled.h"
#include "shape.h"

/*
 * Writes every format of some worlds of the lab and compares it with what was
 * recorded. With REPORTS_RECORD=1 in the environment it is recorded anew;
 * whoever does that reads the difference. The two formats that hold every
 * fact are recorded for two small worlds and read back for all. An archive is
 * no text: readers.sh looks into it.
 */
struct world {
    const char *id;
    bool every_fact; /* is recorded too */
};

static const struct world worlds[] = {
    { "healthy", false },
    { "cert-inspected-zscaler-like", false },
    { "cert-hostile-names", false },
    { "dns-nxdomain-inside", true },
    { "firewall-drops", false },
    { "tcp-admin-prohibited", false },
    { "proxy-denies-pki", false },
    { "proxy-login-basic", true },
    { "two-faults-clock-and-inspection", false },
    { "enrol-bundle-expired", false },
};

/* Readers of our own for some formats. */
static const struct {
    const char *format;
    void (*read)(const struct buffer *report, struct buffer *faults);
} readers[] = {
    { "junit", shape_xml },
    { "prometheus", shape_metrics },
    { "monitoring", shape_plugin },
};

static bool
read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "r");
    char bytes[4096];
    size_t count;

    if (file == NULL)
        return false;
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_append(out, bytes, count);
    fclose(file);
    return true;
}

static bool
record(const char *path, const struct buffer *report)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fwrite(report->data, 1, report->length,
                                       file) == report->length;

    if (file != NULL)
        good = fclose(file) == 0 && good;
    return good;
}

static bool
has_every_fact(const struct report_format *format)
{
    return strcmp(format->id, "json") == 0 ||
           strcmp(format->id, "ndjson") == 0;
}

/* Where the two begin to differ, with a little around it. */
static void
show_difference(const char *path, const struct buffer *expected,
                const struct buffer *found, struct buffer *faults)
{
    const char *left = buffer_text(expected);
    const char *right = buffer_text(found);
    size_t line = 1;
    size_t same = 0;
    size_t begin = 0;

    while (left[same] != '\0' && left[same] == right[same])
        if (left[same++] == '\n') {
            line++;
            begin = same;
        }
    buffer_printf(faults, "  %s:%zu\n  - %.100s\n  + %.100s\n", path, line,
                  left + begin, right + begin);
}

static void
compare(const struct world *world, const struct report_format *format,
        const struct buffer *report, struct buffer *faults)
{
    struct buffer path = { 0 };
    struct buffer expected = { 0 };

    if (has_every_fact(format) && !world->every_fact)
        return;
    buffer_printf(&path, "%s/%s-%s.%s", EXPECTED, world->id, format->id,
                  format->extension);
    if (getenv("REPORTS_RECORD") != NULL) {
        if (!record(buffer_text(&path), report))
            buffer_printf(faults, "  cannot write %s\n", buffer_text(&path));
    } else if (!read_file(buffer_text(&path), &expected) ||
               strcmp(buffer_text(&expected), buffer_text(report)) != 0) {
        show_difference(buffer_text(&path), &expected, report, faults);
    }
    buffer_release(&path);
    buffer_release(&expected);
}

/* The lines agree with the one object: the same verdict, as many targets. */
static void
compare_lines(const struct session *session, struct buffer *faults)
{
    struct buffer lines = { 0 };
    struct buffer whole = { 0 };
    size_t targets = 0;
    json_t *root;
    json_t *verdict = NULL;

    report_format_find("json")->write(&session->run, session->diagnosis,
                                      &whole);
    report_format_find("ndjson")->write(&session->run, session->diagnosis,
                                        &lines);
    root = json_loads(buffer_text(&whole), JSON_REJECT_DUPLICATES, NULL);
    for (char *line = strtok(lines.data, "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        const char *type = json_string_value(json_object_get(object, "type"));

        if (type == NULL)
            buffer_printf(faults, "  no line of JSON: %.60s\n", line);
        else if (strcmp(type, "target") == 0)
            targets++;
        else if (strcmp(type, "verdict") == 0)
            verdict = json_incref(object);
        json_decref(object);
    }
    if (!json_equal(
            json_object_get(verdict, "summary"),
            json_object_get(json_object_get(root, "verdict"), "summary")) ||
        targets != json_array_size(json_object_get(root, "targets")) ||
        targets == 0)
        buffer_append_text(faults, "  the lines say something else\n");
    json_decref(verdict);
    json_decref(root);
    buffer_release(&lines);
    buffer_release(&whole);
}

static void
judge_format(const struct world *world, const struct session *session,
             const struct report_format *format, struct buffer *faults)
{
    struct buffer report = { 0 };
    struct buffer again = { 0 };

    format->write(&session->run, session->diagnosis, &report);
    format->write(&session->run, session->diagnosis, &again);
    if (report.length != again.length ||
        memcmp(report.data, again.data, report.length) != 0)
        buffer_printf(faults, "  %s: the same run, other bytes\n", format->id);
    if (strcmp(format->id, "zip") != 0)
        compare(world, format, &report, faults);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (strcmp(readers[i].format, format->id) == 0)
            readers[i].read(&report, faults);
    buffer_release(&report);
    buffer_release(&again);
}

/* Pictures are bounded, well-formed and the same each time. */
static void
judge_screens(const struct session *session, struct buffer *faults)
{
    enum { LARGEST = 64 * 1024, FEWEST = 2 };
    struct run_screens screens = { 0 };
    struct run_screens again = { 0 };
    struct buffer whole = { 0 };

    run_screens_draw(&screens, &session->run, session->diagnosis);
    run_screens_draw(&again, &session->run, session->diagnosis);
    if (screens.count < FEWEST || screens.count != again.count)
        buffer_printf(faults, "  %zu screens\n", screens.count);
    for (size_t i = 0; i < screens.count; i++) {
        const struct buffer *svg = &screens.svgs[i];

        if (svg->length > LARGEST)
            buffer_printf(faults, "  %s: %zu bytes\n", screens.screens[i].file,
                          svg->length);
        if (strcmp(buffer_text(svg), buffer_text(&again.svgs[i])) != 0)
            buffer_printf(faults, "  %s: the same run, another picture\n",
                          screens.screens[i].file);
        buffer_cut(&whole, 0);
        buffer_append_text(&whole,
                           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        buffer_append(&whole, svg->data, svg->length);
        shape_xml(&whole, faults);
    }
    buffer_release(&whole);
    run_screens_release(&screens);
    run_screens_release(&again);
}

static void
judge(const struct world *world, struct buffer *faults)
{
    static char *no_environment[] = { NULL };
    struct session_options options = { .lab = world->id };
    struct session session = { 0 };
    struct error error = { 0 };

    if (!session_open(&session, &options, no_environment, &error) ||
        !session_prepare(&session, &error)) {
        buffer_printf(faults, "  %s\n", error.text);
    } else {
        session_check(&session, NULL, NULL, NULL);
        settled(&session.run);
        for (size_t i = 0; i < report_format_count; i++)
            judge_format(world, &session, &report_formats[i], faults);
        compare_lines(&session, faults);
        judge_screens(&session, faults);
    }
    session_close(&session);
}

int
main(void)
{
    int failed = 0;

    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
        struct buffer faults = { 0 };

        judge(&worlds[i], &faults);
        if (faults.length > 0) {
            printf("%s: FAILED\n%s", worlds[i].id, buffer_text(&faults));
            failed++;
        }
        buffer_release(&faults);
    }
    printf("%zu worlds, %d failed\n", sizeof worlds / sizeof worlds[0],
           failed);
    return failed > 0;
}
