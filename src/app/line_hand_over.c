#include "app/line_wizard.h"

#include <string.h>
#include <time.h>

#include "app/keeping.h"
#include "app/line_view.h"
#include "app/output.h"
#include "app/shared_copy.h"
#include "report/report.h"
#include "report/text_sections.h"
#include "report/text_wrap.h"

/* What can be done with a run; its number is its place, from 1. */
struct deed {
    const char *label;
    enum line_move (*act)(struct line_wizard *wizard);
};

static enum line_move
hand_over_request(struct line_wizard *wizard)
{
    struct buffer *out = &wizard->dialog.out;
    size_t before = out->length;

    text_findings_write_requests(&wizard->session.run,
                                 wizard->session.diagnosis, out);
    if (out->length == before)
        buffer_append_text(out, "There is nothing to ask anybody for.\n");
    return LINE_NEXT;
}

static void
text_with_notes(const struct line_wizard *wizard, struct buffer *out)
{
    text_report_write(&wizard->session.run, wizard->session.diagnosis, out);
    notes_write(&wizard->dialog.notes, out);
}

static void
json_without_notes(const struct line_wizard *wizard, struct buffer *out)
{
    json_report_write(&wizard->session.run, wizard->session.diagnosis, out);
}

static enum line_move
hand_over_show(struct line_wizard *wizard)
{
    text_with_notes(wizard, &wizard->dialog.out);
    return LINE_NEXT;
}

/* "cdsdoctor-20261124-120000.txt", of the time at which the run began. */
static void
file_name_append(struct buffer *out, const struct run *run,
                 const char *extension)
{
    enum { SECOND_MS = 1000 };
    time_t started = (time_t)(run->started / SECOND_MS);
    struct tm parts;
    char stamp[32] = "";

    if (gmtime_r(&started, &parts) != NULL)
        strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &parts);
    buffer_printf(out, "cdsdoctor-%s.%s", stamp, extension);
}

static void
file_write(struct line_wizard *wizard, const char *path,
           void (*write)(const struct line_wizard *wizard, struct buffer *out))
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    write(wizard, &bytes);
    wizard->unwritten = !output_write(path, &bytes, &error);
    if (wizard->unwritten)
        buffer_printf(&wizard->dialog.out, "Not saved: %s.\n", error.text);
    else
        buffer_printf(&wizard->dialog.out, "Saved to %s.\n", path);
    if (!wizard->unwritten)
        keeping_export(wizard->dialog.keeping, path, bytes.length);
    buffer_release(&bytes);
}

static enum line_move
file_save(struct line_wizard *wizard, const char *extension,
          void (*write)(const struct line_wizard *wizard, struct buffer *out))
{
    struct buffer usual = { 0 };
    struct buffer prompt = { 0 };
    struct line_command command;

    file_name_append(&usual, &wizard->session.run, extension);
    buffer_printf(&prompt, "File [%s]: ", buffer_text(&usual));
    command = line_dialog_ask(&wizard->dialog, buffer_text(&prompt));
    if (command.verb == LINE_ENTER)
        file_write(wizard, buffer_text(&usual), write);
    else if (command.verb == LINE_ANSWER || command.verb == LINE_NUMBER)
        file_write(wizard, buffer_text(&wizard->dialog.line), write);
    else
        buffer_append_text(&wizard->dialog.out, "Nothing was saved.\n");
    buffer_release(&prompt);
    buffer_release(&usual);
    return command.verb == LINE_QUIT ? LINE_LEAVE : LINE_NEXT;
}

static enum line_move
hand_over_save_text(struct line_wizard *wizard)
{
    return file_save(wizard, "txt", text_with_notes);
}

static enum line_move
hand_over_save_json(struct line_wizard *wizard)
{
    return file_save(wizard, "json", json_without_notes);
}

/*
 * A copy to pass on. What is replaced is listed before the name of the file
 * is asked, and a line of one's own is a text like any other.
 */

static void
shared_notes(const struct line_wizard *wizard, struct mask *mask,
             struct buffer *out)
{
    const struct notes *own = &wizard->dialog.notes;
    struct notes masked = { 0 };

    for (size_t i = 0; i < own->count; i++) {
        struct note *note = arena_new(&masked.arena, 1, sizeof *note);

        *note = *own->notes[i];
        note->text = mask_text(mask, PRIVACY_FREE, note->text);
        arena_push(&masked.arena, &masked.notes, &masked.count, note);
    }
    notes_write(&masked, out);
    notes_release(&masked);
}

static void
shared_file_write(struct line_wizard *wizard, const struct shared_copy *copy,
                  const char *path, bool json)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    if (json) {
        json_report_write(&copy->run, &copy->diagnosis, &bytes);
    } else {
        text_report_write(&copy->run, &copy->diagnosis, &bytes);
        shared_notes(wizard, copy->mask, &bytes);
    }
    wizard->unwritten = !shared_copy_write(copy, path, &bytes, &error);
    if (wizard->unwritten)
        buffer_printf(&wizard->dialog.out, "Not saved: %s.\n", error.text);
    else
        buffer_printf(&wizard->dialog.out, "Saved to %s.\n", path);
    buffer_release(&bytes);
}

static enum line_move
shared_file_save(struct line_wizard *wizard, const struct shared_copy *copy,
                 bool json)
{
    struct buffer usual = { 0 };
    struct buffer prompt = { 0 };
    struct line_command command;

    file_name_append(&usual, &wizard->session.run,
                     json ? "shared.json" : "shared.txt");
    buffer_printf(&prompt, "File [%s]: ", buffer_text(&usual));
    command = line_dialog_ask(&wizard->dialog, buffer_text(&prompt));
    if (command.verb == LINE_ENTER)
        shared_file_write(wizard, copy, buffer_text(&usual), json);
    else if (command.verb == LINE_ANSWER || command.verb == LINE_NUMBER)
        shared_file_write(wizard, copy, buffer_text(&wizard->dialog.line),
                          json);
    else
        buffer_append_text(&wizard->dialog.out, "Nothing was saved.\n");
    buffer_release(&prompt);
    buffer_release(&usual);
    return command.verb == LINE_QUIT ? LINE_LEAVE : LINE_NEXT;
}

static enum line_move
hand_over_share(struct line_wizard *wizard, bool json)
{
    static const struct shared_wishes usual;
    struct shared_copy copy = { 0 };
    struct error error = { 0 };
    enum line_move move = LINE_NEXT;

    if (shared_copy_make(&copy, &wizard->session.run,
                         wizard->session.diagnosis, &usual, &error)) {
        shared_copy_preview(&copy, &wizard->dialog.out);
        move = shared_file_save(wizard, &copy, json);
    } else {
        wizard->unwritten = true;
        buffer_printf(&wizard->dialog.out, "Not saved: %s.\n", error.text);
    }
    shared_copy_release(&copy);
    return move;
}

static enum line_move
hand_over_share_text(struct line_wizard *wizard)
{
    return hand_over_share(wizard, false);
}

static enum line_move
hand_over_share_json(struct line_wizard *wizard)
{
    return hand_over_share(wizard, true);
}

static enum line_move
hand_over_again(struct line_wizard *wizard)
{
    wizard->again = true;
    return LINE_PLAN;
}

static const struct deed deeds[] = {
    { "Show the text to send to whoever can fix it", hand_over_request },
    { "Show the whole report", hand_over_show },
    { "Save the report as text", hand_over_save_text },
    { "Save the report as JSON", hand_over_save_json },
    { "Run the checks again, with the same answers", hand_over_again },
    { "Save a copy to pass on, your names replaced, as text",
      hand_over_share_text },
    { "Save such a copy as JSON", hand_over_share_json },
};

enum { DEEDS = sizeof deeds / sizeof deeds[0] };

static void
deeds_list(struct buffer *out)
{
    buffer_append_byte(out, '\n');
    for (size_t i = 0; i < DEEDS; i++)
        buffer_printf(out, "  %zu. %s\n", i + 1, deeds[i].label);
}

static void
hand_over_explain(struct line_wizard *wizard, int *depth)
{
    *depth = (*depth + 1) % GUIDE_DEPTH_COUNT;
    line_view_step(&wizard->dialog.out,
                   guide_step_find(&wizard->base.definitions, GUIDE_HAND_OVER),
                   (enum guide_depth) * depth, &wizard->session.run);
}

static enum line_move
deed_do(struct line_wizard *wizard, const struct line_command *command)
{
    if (command->verb == LINE_NUMBER && command->number >= 1 &&
        command->number <= DEEDS && command->depth == 0)
        return deeds[command->number - 1].act(wizard);
    buffer_printf(&wizard->dialog.out,
                  "Expected a number from 1 to %d, ?, r, b or q.\n", DEEDS);
    return LINE_NEXT;
}

enum line_move
line_wizard_hand_over(struct line_wizard *wizard)
{
    enum line_move move = LINE_NEXT;
    int depth = GUIDE_WHAT;

    deeds_list(&wizard->dialog.out);
    while (move == LINE_NEXT) {
        struct line_command command = line_dialog_ask(
            &wizard->dialog, "\nA number does it, ? more, b back, q leave: ");

        if (command.verb == LINE_QUIT)
            return LINE_LEAVE;
        if (command.verb == LINE_BACK)
            return LINE_PREVIOUS;
        if (command.verb == LINE_AGAIN)
            return hand_over_again(wizard);
        if (command.verb == LINE_MORE)
            hand_over_explain(wizard, &depth);
        else if (command.verb == LINE_STEP)
            move = line_wizard_jump(wizard, command.number);
        else if (command.verb == LINE_ENTER)
            deeds_list(&wizard->dialog.out);
        else
            move = deed_do(wizard, &command);
    }
    return move;
}
