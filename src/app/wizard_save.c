#include <stdio.h>

#include "app/keeping.h"
#include "app/output.h"
#include "app/wizard.h"
#include "base/clock.h"
#include "report/formats.h"

enum { STEM_SIZE = 64 };

static void
write_text(const struct wizard *wizard, struct buffer *out)
{
    struct run run = notes_beside(&wizard->notes, &wizard->session->run);

    text_report_write(&run, wizard->session->diagnosis, out);
}

static void
write_json(const struct wizard *wizard, struct buffer *out)
{
    struct run run = notes_beside(&wizard->notes, &wizard->session->run);

    json_report_write(&run, wizard->session->diagnosis, out);
}

static bool
save_one(struct wizard *wizard, const char *stem, const char *kind,
         void (*write)(const struct wizard *wizard, struct buffer *out),
         struct error *error)
{
    struct buffer path = { 0 };
    struct buffer bytes = { 0 };
    bool written;

    buffer_printf(&path, "%s.%s", stem, kind);
    write(wizard, &bytes);
    written = output_write(buffer_text(&path), &bytes, error);
    if (written)
        keeping_export(wizard->session->options.keeping, "report",
                       buffer_text(&path));
    buffer_release(&path);
    buffer_release(&bytes);
    return written;
}

/* "cdsdoctor-2026-11-26-120000" */
static void
name_by_time(char stem[STEM_SIZE])
{
    enum { HOUR_AT = 11, MINUTE_AT = 14, SECOND_AT = 17 };
    char time[CLOCK_TEXT_SIZE];

    clock_format(clock_wall_ms() / 1000, time);
    snprintf(stem, STEM_SIZE, "cdsdoctor-%.10s-%.2s%.2s%.2s", time,
             time + HOUR_AT, time + MINUTE_AT, time + SECOND_AT);
}

static size_t
support_format(void)
{
    return (size_t)(report_format_find("support") - report_formats);
}

void
wizard_save(struct wizard *wizard)
{
    char stem[STEM_SIZE];
    struct error error = { 0 };

    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no result to save yet.");
        return;
    }
    if (wizard_is_private(wizard)) {
        wizard_share_usual(wizard);
        return;
    }
    if (wizard->page == PAGE_SUPPORT) {
        wizard_save_as(wizard, support_format());
        return;
    }
    name_by_time(stem);
    if (save_one(wizard, stem, "txt", write_text, &error) &&
        save_one(wizard, stem, "json", write_json, &error))
        wizard_say(wizard, "Saved %s.txt and .json in this directory.", stem);
    else
        wizard_say(wizard, "%s", error.text);
}

void
wizard_save_transcript(struct wizard *wizard)
{
    struct keeping *keeping = wizard->first->options.keeping;
    char stem[STEM_SIZE];
    struct buffer path = { 0 };
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    if (wizard_is_private(wizard)) {
        wizard_say(wizard, "A transcript has all names; x shows them here "
                           "first.");
        return;
    }
    if (!keeping_has_begun(keeping)) {
        wizard_say(wizard, "Nothing has been kept yet.");
        return;
    }
    name_by_time(stem);
    buffer_printf(&path, "%s.jsonl", stem);
    keeping_append(keeping, &bytes);
    if (output_write(buffer_text(&path), &bytes, &error)) {
        keeping_export(keeping, "transcript", buffer_text(&path));
        wizard_say(wizard, "Saved %s in this directory, with all names.",
                   buffer_text(&path));
    } else {
        wizard_say(wizard, "%s", error.text);
    }
    buffer_release(&path);
    buffer_release(&bytes);
}
