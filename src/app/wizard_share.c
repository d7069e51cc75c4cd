#include "app/keeping.h"
#include "app/wizard.h"
#include "app/wizard_private.h"
#include "base/width.h"
#include "report/formats.h"

/*
 * A copy to pass on: what it replaces is listed, then a format is chosen. In
 * private nothing else is saved, for whoever looks on believes what he sees.
 */

static bool
begin(struct wizard *wizard, struct error *error)
{
    struct wizard_private *private = wizard->private;
    const struct session *session = wizard->session;
    const struct shared_wishes wishes = { .aliases = private->aliases };

    shared_copy_release(&private->share);
    private->share_run = notes_beside(&wizard->notes, &session->run);
    return shared_copy_make(&private->share, &private->share_run,
                            session->diagnosis, &wishes, error);
}

void
wizard_share_end(struct wizard *wizard)
{
    shared_copy_release(&wizard->private->share);
    wizard->private->shares = false;
}

void
wizard_share(struct wizard *wizard)
{
    struct error error = { 0 };

    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no result to save yet.");
        return;
    }
    if (!begin(wizard, &error)) {
        wizard_say(wizard, "%s", error.text);
        wizard_share_end(wizard);
        return;
    }
    wizard->private->shares = true;
    wizard->over = OVER_SHARE;
    wizard->over_selected = 0;
    wizard->over_top = 0;
}

/* On a screen that is private the original is as long, and no more. */
static const char *
original_shown(const struct wizard *wizard, struct arena *arena,
               const char *original)
{
    struct buffer cover = { 0 };
    const char *shown;

    if (!wizard_is_private(wizard))
        return original;
    buffer_append_fill(&cover, 'x', width_of(original));
    shown = arena_text(arena, buffer_text(&cover));
    buffer_release(&cover);
    return shown;
}

size_t
wizard_share_items(const struct wizard *wizard, struct arena *arena,
                   struct list_item **items)
{
    struct mask *mask = wizard->private->share.mask;
    const struct mask_replacement *rows;
    size_t count = 0;

    if (mask == NULL)
        return 0;
    rows = mask_replacements(mask, &count);
    *items = arena_new(arena, count, sizeof **items);
    for (size_t i = 0; i < count; i++) {
        const char *alias = rows[i].alias;

        (*items)[i].name = original_shown(wizard, arena, rows[i].original);
        (*items)[i].detail =
            arena_printf(arena, "%s (%s, %lld times)",
                         alias[0] != '\0' ? alias : "is left out",
                         rows[i].kind, (long long)rows[i].times);
    }
    return count;
}

void
wizard_share_go_on(struct wizard *wizard)
{
    wizard_choose_format(wizard);
    wizard->private->shares = true;
}

bool
wizard_is_sharing(const struct wizard *wizard)
{
    return wizard_is_private(wizard) ||
           (wizard->private != NULL && wizard->private->shares);
}

static bool
write_one(struct wizard *wizard, const struct report_format *format,
          const struct buffer *path, struct error *error)
{
    const struct shared_copy *copy = &wizard->private->share;
    struct buffer bytes = { 0 };
    bool written;

    format->write(&copy->run, &copy->diagnosis, &bytes);
    written = shared_copy_write(copy, buffer_text(path), &bytes, error);
    if (written)
        keeping_export(wizard->session->options.keeping, "shared report",
                       buffer_text(path));
    buffer_release(&bytes);
    return written;
}

static void
name_file(const struct wizard *wizard, const struct report_format *format,
          struct buffer *path)
{
    buffer_cut(path, 0);
    report_file_stem(path, &wizard->session->run);
    buffer_printf(path, "-shared.%s", format->extension);
}

void
wizard_share_as(struct wizard *wizard, size_t format)
{
    struct buffer path = { 0 };
    struct error error = { 0 };

    if (wizard->run != RUN_ENDED) { /* watched, it has begun anew */
        wizard_say(wizard, "There is no result to save yet.");
        return;
    }
    name_file(wizard, &report_formats[format], &path);
    if (begin(wizard, &error) &&
        write_one(wizard, &report_formats[format], &path, &error))
        wizard_say(wizard, "Saved %s, to pass on, with aliases.",
                   buffer_text(&path));
    else
        wizard_say(wizard, "%s", error.text);
    wizard_share_end(wizard);
    buffer_release(&path);
}

void
wizard_share_usual(struct wizard *wizard)
{
    const struct report_format *text = report_format_find("text");
    const struct report_format *json = report_format_find("json");
    struct buffer path = { 0 };
    struct buffer other = { 0 };
    struct error error = { 0 };

    name_file(wizard, text, &path);
    name_file(wizard, json, &other);
    if (begin(wizard, &error) && write_one(wizard, text, &path, &error) &&
        write_one(wizard, json, &other, &error))
        wizard_say(wizard, "Saved %s and .%s, to pass on, with aliases.",
                   buffer_text(&path), json->extension);
    else
        wizard_say(wizard, "%s", error.text);
    wizard_share_end(wizard);
    buffer_release(&path);
    buffer_release(&other);
}
