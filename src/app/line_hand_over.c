#include "app/line_wizard.h"

#include "app/editor.h"
#include "app/keeping.h"
#include "app/line_rounds.h"
#include "app/line_view.h"
#include "app/output.h"
#include "app/run_screens.h"
#include "app/shared_report.h"
#include "report/formats.h"
#include "report/text_sections.h"
#include "report/text_wrap.h"

/* What can be done with a run; its number is its place, from 1. */
struct deed {
    const char *label;
    enum line_move (*act)(struct line_wizard *wizard);
};

/* The texts to send, as the operator left them. */
static struct buffer *
requests_of(struct line_wizard *wizard)
{
    return request_text(&wizard->request, &wizard->session->run,
                        wizard->session->diagnosis);
}

static enum line_move
hand_over_request(struct line_wizard *wizard)
{
    const struct buffer *text = requests_of(wizard);

    if (text->length > 0)
        buffer_append_text(&wizard->dialog.out,
                           line_private_text(&wizard->dialog.private,
                                             PRIVACY_FREE, buffer_text(text)));
    else
        buffer_append_text(&wizard->dialog.out,
                           "There is nothing to ask anybody for.\n");
    return LINE_NEXT;
}

/* With the notes, and what else the format has room for. */
static void
report_fill(struct line_wizard *wizard, const struct report_format *format,
            struct buffer *out)
{
    struct run run =
        notes_beside(&wizard->dialog.notes, line_wizard_shown(wizard));
    struct buffer kept = { 0 };
    const struct report_extras extras = { .transcript = &kept };

    if (!wizard->dialog.private.on)
        keeping_append(wizard->dialog.keeping, &kept);
    run_screens_report(format, &run,
                       line_private_diagnosis(&wizard->dialog.private),
                       &extras, out);
    buffer_release(&kept);
}

static enum line_move
hand_over_show(struct line_wizard *wizard)
{
    report_fill(wizard, report_format_find("text"), &wizard->dialog.out);
    return LINE_NEXT;
}

static enum line_move
hand_over_support(struct line_wizard *wizard)
{
    report_fill(wizard, report_format_find("support"), &wizard->dialog.out);
    return LINE_NEXT;
}

static void
file_write(struct line_wizard *wizard, const char *path,
           const struct buffer *bytes, const struct shared_copy *copy)
{
    struct error error = { 0 };

    wizard->unwritten = copy != NULL
                            ? !shared_copy_write(copy, path, bytes, &error)
                            : !output_write(path, bytes, &error);
    wizard->saved = wizard->saved || !wizard->unwritten;
    if (wizard->unwritten)
        buffer_printf(&wizard->dialog.out, "Not saved: %s.\n", error.text);
    else
        buffer_printf(&wizard->dialog.out, "Saved to %s.\n", path);
    if (!wizard->unwritten)
        keeping_export(wizard->dialog.keeping,
                       copy != NULL ? "shared report" : "report", path);
}

/*
 * "cdsdoctor-20261124-120000.html", unless another name is typed. Bytes of a
 * copy to pass on are searched for what it hides.
 */
static enum line_move
file_save(struct line_wizard *wizard, const char *end,
          const struct buffer *bytes, const struct shared_copy *copy)
{
    struct buffer usual = { 0 };
    struct buffer prompt = { 0 };
    struct line_command command;

    report_file_stem(&usual, &wizard->session->run);
    buffer_append_text(&usual, end);
    buffer_printf(&prompt, "File [%s]: ", buffer_text(&usual));
    command = line_dialog_ask(&wizard->dialog, buffer_text(&prompt));
    if (command.verb == LINE_ENTER)
        file_write(wizard, buffer_text(&usual), bytes, copy);
    else if (command.verb == LINE_ANSWER || command.verb == LINE_NUMBER)
        file_write(wizard, buffer_text(&wizard->dialog.line), bytes, copy);
    else
        buffer_append_text(&wizard->dialog.out, "Nothing was saved.\n");
    buffer_release(&prompt);
    buffer_release(&usual);
    return command.verb == LINE_QUIT ? LINE_LEAVE : LINE_NEXT;
}

/* In private nothing else is saved than a copy to pass on. */
static enum line_move shared_make(struct line_wizard *wizard,
                                  const struct report_format *format);

static enum line_move
report_save(struct line_wizard *wizard, const struct report_format *format)
{
    struct buffer bytes = { 0 };
    struct buffer end = { 0 };
    enum line_move move;

    if (wizard->dialog.private.on)
        return shared_make(wizard, format);
    report_fill(wizard, format, &bytes);
    report_file_kind(&end, format);
    buffer_printf(&end, ".%s", format->extension);
    move = file_save(wizard, buffer_text(&end), &bytes, NULL);
    buffer_release(&end);
    buffer_release(&bytes);
    return move;
}

static enum line_move
hand_over_save_text(struct line_wizard *wizard)
{
    return report_save(wizard, report_format_find("text"));
}

static enum line_move
hand_over_save_json(struct line_wizard *wizard)
{
    return report_save(wizard, report_format_find("json"));
}

static void
formats_list(struct buffer *out)
{
    buffer_append_byte(out, '\n');
    for (size_t i = 0; i < report_format_count; i++)
        buffer_printf(out, "  %2zu. %-12s%s\n", i + 1, report_formats[i].id,
                      report_formats[i].title);
}

/* NULL: none was chosen, and *move says what then. */
static const struct report_format *
format_choose(struct line_wizard *wizard, enum line_move *move)
{
    struct line_command command;

    formats_list(&wizard->dialog.out);
    command = line_dialog_ask(&wizard->dialog, "Number of the format: ");
    *move = command.verb == LINE_QUIT ? LINE_LEAVE : LINE_NEXT;
    if (command.verb == LINE_NUMBER && command.depth == 0 &&
        command.number >= 1 && (size_t)command.number <= report_format_count)
        return &report_formats[command.number - 1];
    if (command.verb != LINE_QUIT)
        buffer_append_text(&wizard->dialog.out, "Nothing was saved.\n");
    return NULL;
}

static enum line_move
hand_over_save_as(struct line_wizard *wizard)
{
    enum line_move move;
    const struct report_format *format = format_choose(wizard, &move);

    return format != NULL ? report_save(wizard, format) : move;
}

/* The editor has the terminal; what it leaves is shown and can be saved. */
static enum line_move
text_edit(struct line_wizard *wizard, struct buffer *text, const char *end)
{
    struct error error = { 0 };
    bool edited;

    if (wizard->dialog.private.on) {
        buffer_append_text(&wizard->dialog.out,
                           "The editor would show the names; private shows "
                           "them here first.\n");
        return LINE_NEXT;
    }
    line_dialog_say(&wizard->dialog);
    edited = editor_edit(text, &error);
    if (!edited) {
        buffer_printf(&wizard->dialog.out, "Not edited: %s.\n", error.text);
        return LINE_NEXT;
    }
    buffer_append(&wizard->dialog.out, text->data, text->length);
    return file_save(wizard, end, text, NULL);
}

static enum line_move
hand_over_edit_request(struct line_wizard *wizard)
{
    struct buffer *text = requests_of(wizard);

    return text->length > 0 ? text_edit(wizard, text, "-request.txt")
                            : hand_over_request(wizard);
}

static enum line_move
hand_over_edit_support(struct line_wizard *wizard)
{
    struct buffer text = { 0 };
    enum line_move move;

    report_fill(wizard, report_format_find("support"), &text);
    move = text_edit(wizard, &text, "-support.txt");
    buffer_release(&text);
    return move;
}

/*
 * A copy to pass on. What is replaced is listed before the name of the file
 * is asked, and a line of one's own is a text like any other.
 */

static enum line_move
shared_save(struct line_wizard *wizard, const struct shared_copy *copy,
            const struct report_format *format)
{
    enum line_move move = LINE_NEXT;
    struct buffer bytes = { 0 };
    struct buffer end = { 0 };
    struct error error = { 0 };

    if (format == NULL)
        format = format_choose(wizard, &move);
    if (format == NULL)
        return move;
    report_file_kind(&end, format);
    buffer_printf(&end, "-shared.%s", format->extension);
    wizard->unwritten = !shared_report_fill(copy, format, &bytes, &error);
    if (wizard->unwritten)
        buffer_printf(&wizard->dialog.out, "Not saved: %s.\n", error.text);
    else
        move = file_save(wizard, buffer_text(&end), &bytes, copy);
    buffer_release(&end);
    buffer_release(&bytes);
    return move;
}

/* What is replaced is said first; not where nobody is to hear it. */
static enum line_move
shared_make(struct line_wizard *wizard, const struct report_format *format)
{
    const struct shared_wishes usual = {
        .aliases = line_private_aliases(&wizard->dialog.private),
    };
    struct run run =
        notes_beside(&wizard->dialog.notes, &wizard->session->run);
    struct shared_copy copy = { 0 };
    struct error error = { 0 };
    enum line_move move = LINE_NEXT;

    if (shared_copy_make(&copy, &run, wizard->session->diagnosis, &usual,
                         &error)) {
        if (!wizard->dialog.private.on)
            shared_copy_preview(&copy, &wizard->dialog.out);
        move = shared_save(wizard, &copy, format);
    } else {
        wizard->unwritten = true;
        buffer_printf(&wizard->dialog.out, "Not saved: %s.\n", error.text);
    }
    shared_copy_release(&copy);
    return move;
}

static enum line_move
hand_over_share(struct line_wizard *wizard)
{
    return shared_make(wizard, NULL);
}

/* All of it, also when the disk has long been full. */
static enum line_move
hand_over_save_transcript(struct line_wizard *wizard)
{
    struct buffer bytes = { 0 };
    enum line_move move;

    if (wizard->dialog.private.on) {
        buffer_append_text(&wizard->dialog.out,
                           "A transcript has all names; private shows them "
                           "here first.\n");
        return LINE_NEXT;
    }
    keeping_append(wizard->dialog.keeping, &bytes);
    move = file_save(wizard, ".jsonl", &bytes, NULL);
    buffer_release(&bytes);
    return move;
}

static enum line_move
hand_over_again(struct line_wizard *wizard)
{
    wizard->again = true;
    return LINE_PLAN;
}

static enum line_move
hand_over_compare(struct line_wizard *wizard)
{
    const struct line_command command = { .verb = LINE_COMPARE, .rest = "" };
    enum line_move move = LINE_NEXT;

    line_rounds_do(wizard, &command, &move);
    return move;
}

static const struct deed deeds[] = {
    { "Show the text to send to whoever can fix it", hand_over_request },
    { "Show the whole report", hand_over_show },
    { "Save the report as text", hand_over_save_text },
    { "Save the report as JSON", hand_over_save_json },
    { "Run the checks again, with the same answers", hand_over_again },
    { "Save in another format", hand_over_save_as },
    { "Show the summary for a support case", hand_over_support },
    { "Edit the text to send, and save it", hand_over_edit_request },
    { "Edit the summary for a support case, and save it",
      hand_over_edit_support },
    { "Save a copy to pass on, your names replaced", hand_over_share },
    { "Save a copy of the transcript, all names in it",
      hand_over_save_transcript },
    { "Compare with a transcript", hand_over_compare },
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
                   (enum guide_depth) * depth, line_wizard_shown(wizard));
}

static enum line_move
deed_do(struct line_wizard *wizard, const struct line_command *command)
{
    if (command->verb == LINE_NUMBER && command->number >= 1 &&
        command->number <= DEEDS && command->depth == 0)
        return deeds[command->number - 1].act(wizard);
    buffer_printf(&wizard->dialog.out,
                  "Expected a number from 1 to %d, ?, r, w, u, o, b or q.\n",
                  DEEDS);
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
        else if (!line_rounds_do(wizard, &command, &move))
            move = deed_do(wizard, &command);
    }
    return move;
}
