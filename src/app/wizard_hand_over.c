#include "app/keeping.h"
#include "app/output.h"
#include "app/run_screens.h"
#include "app/wizard.h"
#include "report/formats.h"
#include "report/text_sections.h"

void
wizard_choose_format(struct wizard *wizard)
{
    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no result to save yet.");
        return;
    }
    wizard_share_end(wizard);
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

/* "cdsdoctor-20261124-120000-support.txt" */
static void
name_file(const struct wizard *wizard, const struct report_format *format,
          struct buffer *path)
{
    report_file_stem(path, &wizard->session->run);
    report_file_kind(path, format);
    output_name_free(path, format->extension);
}

static void
fill_report(const struct wizard *wizard, const struct report_format *format,
            struct buffer *bytes)
{
    const struct session *session = wizard->session;
    struct run run = notes_beside(&wizard->notes, &session->run);
    struct buffer kept = { 0 };
    struct buffer recording = { 0 };
    const struct report_extras extras = {
        .recording = &recording,
        .transcript = &kept,
        .support =
            wizard_support_is_edited(wizard) ? &wizard->support.text : NULL,
    };

    keeping_append(session->options.keeping, &kept);
    if (wizard->recording != NULL)
        recording_append(wizard->recording, &recording);
    run_screens_report(format, &run, session->diagnosis, &extras, bytes);
    buffer_release(&recording);
    buffer_release(&kept);
}

/* A new file of the present directory, named after the run. */
void
wizard_save_as(struct wizard *wizard, size_t format)
{
    struct buffer path = { 0 };
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    if (wizard_is_sharing(wizard)) {
        wizard_share_as(wizard, format);
        return;
    }
    name_file(wizard, &report_formats[format], &path);
    fill_report(wizard, &report_formats[format], &bytes);
    if (output_write(buffer_text(&path), &bytes, &error)) {
        keeping_export(wizard->session->options.keeping, "report",
                       buffer_text(&path));
        wizard_say(wizard, "Saved %s in this directory.", buffer_text(&path));
    } else
        wizard_say(wizard, "%s", error.text);
    buffer_release(&path);
    buffer_release(&bytes);
}

/* The text that is shown: with the notes, before it is edited first. */
static void
edit_support(struct wizard *wizard)
{
    bool edited = wizard_support_is_edited(wizard);
    struct buffer *text = request_text(&wizard->support, &wizard->session->run,
                                       wizard->session->diagnosis);

    if (!edited) {
        struct run run = notes_beside(&wizard->notes, &wizard->session->run);

        buffer_cut(text, 0);
        buffer_append_text(text, buffer_text(&wizard->support.made));
        text_notes_write(&run, text);
    }
    wizard->wish.edit = &wizard->support;
}

void
wizard_edit(struct wizard *wizard)
{
    const struct session *session = wizard->session;

    if (wizard->run != RUN_ENDED)
        wizard_say(wizard, "There is no text to send yet.");
    else if (wizard_is_private(wizard))
        wizard_say(wizard, "The editor would show the names; x shows them "
                           "here first.");
    else if (wizard->page == PAGE_SUPPORT)
        edit_support(wizard);
    else if (request_text(&wizard->request, &session->run, session->diagnosis)
                 ->length == 0)
        wizard_say(wizard, "There is nothing to ask anybody for.");
    else
        wizard->wish.edit = &wizard->request;
}

void
wizard_edited(struct wizard *wizard, const struct request *request,
              const struct error *error)
{
    if (error != NULL)
        wizard_say(wizard, "Not edited: %s.", error->text);
    else if (request == &wizard->support)
        wizard_say(wizard, "Edited; y copies it here, s saves it.");
    else
        wizard_say(wizard, "Edited; y copies it in step 10.");
    if (error == NULL)
        keeping_export_text(wizard->session->options.keeping, "edited text",
                            &request->text);
}
