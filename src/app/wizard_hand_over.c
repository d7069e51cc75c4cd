#include "app/keeping.h"
#include "app/output.h"
#include "app/wizard.h"
#include "report/formats.h"

void
wizard_choose_format(struct wizard *wizard)
{
    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no result to save yet.");
        return;
    }
    wizard->over = OVER_SAVE_AS;
    wizard->over_selected = 0;
    wizard->over_top = 0;
}

/* Every format of the table, in its order. */
size_t
wizard_formats(struct arena *arena, struct list_item **items)
{
    *items = arena_new(arena, report_format_count, sizeof **items);
    for (size_t i = 0; i < report_format_count; i++) {
        (*items)[i].name = report_formats[i].id;
        (*items)[i].detail = report_formats[i].title;
    }
    return report_format_count;
}

/* A new file of the present directory, named after the run. */
void
wizard_save_as(struct wizard *wizard, size_t format)
{
    const struct session *session = wizard->session;
    struct run run = notes_beside(&wizard->notes, &session->run);
    struct buffer path = { 0 };
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    report_file_stem(&path, &session->run);
    buffer_printf(&path, ".%s", report_formats[format].extension);
    report_formats[format].write(&run, session->diagnosis, &bytes);
    if (output_write(buffer_text(&path), &bytes, &error)) {
        keeping_export(session->options.keeping, "report", buffer_text(&path));
        wizard_say(wizard, "Saved %s in this directory.", buffer_text(&path));
    } else
        wizard_say(wizard, "%s", error.text);
    buffer_release(&path);
    buffer_release(&bytes);
}

void
wizard_edit(struct wizard *wizard)
{
    const struct session *session = wizard->session;

    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no text to send yet.");
        return;
    }
    if (request_text(&wizard->request, &session->run, session->diagnosis)
            ->length == 0)
        wizard_say(wizard, "There is nothing to ask anybody for.");
    else
        wizard->wish.edit = true;
}

void
wizard_edited(struct wizard *wizard, const struct error *error)
{
    if (error != NULL)
        wizard_say(wizard, "Not edited: %s.", error->text);
    else
        wizard_say(wizard, "Edited; y copies it in step 10.");
    if (error == NULL)
        keeping_export_text(wizard->session->options.keeping, "edited text",
                            &wizard->request.text);
}
