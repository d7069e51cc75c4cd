#include "app/line_dialog.h"

#include <stdio.h>
#include <unistd.h>

#include "app/keeping.h"
#include "app/line_view.h"
#include "app/stop_signal.h"
#include "model/guide.h"
#include "report/text_sections.h"
#include "report/units.h"

void
line_dialog_open(struct line_dialog *dialog, int input)
{
    bool is_terminal = isatty(input) == 1;

    *dialog = (struct line_dialog){ .echo = !is_terminal,
                                    .is_terminal = is_terminal };
    line_reader_init(&dialog->reader, input);
}

void
line_dialog_close(struct line_dialog *dialog)
{
    buffer_release(&dialog->out);
    buffer_release(&dialog->line);
    notes_release(&dialog->notes);
    line_private_close(&dialog->private);
}

void
line_dialog_say(struct line_dialog *dialog)
{
    fputs(line_private_say(&dialog->private, buffer_text(&dialog->out),
                           buffer_text(&dialog->line)),
          stdout);
    buffer_cut(&dialog->out, 0);
    if (fflush(stdout) != 0)
        dialog->ended = true;
}

static void
dialog_note(struct line_dialog *dialog, const char *text)
{
    const struct notes *notes = &dialog->notes;

    if (!notes_add(&dialog->notes, dialog->step, text)) {
        buffer_append_text(&dialog->out, *text == '\0'
                                             ? "note TEXT keeps a note.\n"
                                             : "No more notes are kept.\n");
        return;
    }
    keeping_note(dialog->keeping, text);
    buffer_append_text(&dialog->out, "Noted at ");
    note_append_place(&dialog->out, notes->notes[notes->count - 1]);
    buffer_append_text(&dialog->out, ". The reports will have it.\n");
}

static void
dialog_explain(struct line_dialog *dialog, const char *word)
{
    const struct guide_term *term = guide_term_find(dialog->definitions, word);

    if (*word == '\0') {
        line_view_terms(&dialog->out, dialog->definitions);
        return;
    }
    if (term != NULL) {
        line_view_term(&dialog->out, term);
        return;
    }
    buffer_append_text(&dialog->out, "There is no term \"");
    units_append_line(&dialog->out, word);
    buffer_append_text(&dialog->out, "\"; g lists them all.\n");
}

/* A line, or Ctrl-C, which is LINE_STOPPED. */
static enum line_kind
dialog_next(struct line_dialog *dialog)
{
    struct stop_signal stop;
    enum line_kind kind;

    stop_signal_open(&stop);
    dialog->reader.stop = stop.watch.handle;
    kind = line_reader_next(&dialog->reader, &dialog->line);
    dialog->reader.stop = -1;
    stop_signal_close(&stop);
    dialog->stopped = kind == LINE_STOPPED;
    dialog->ended = kind == LINE_STOPPED || kind == LINE_ENDED;
    return kind;
}

static enum line_kind
dialog_read(struct line_dialog *dialog, const char *prompt)
{
    const char *trouble = keeping_trouble(dialog->keeping);
    enum line_kind kind;

    if (trouble != NULL)
        buffer_printf(&dialog->out, "\n%s.\n", trouble);
    buffer_append_text(&dialog->out, prompt);
    line_dialog_say(dialog);
    if (dialog->ended)
        return LINE_ENDED;
    kind = dialog_next(dialog);
    if (dialog->echo || dialog->ended)
        buffer_printf(&dialog->out, "%s\n", buffer_text(&dialog->line));
    return kind;
}

struct line_command
line_dialog_ask(struct line_dialog *dialog, const char *prompt)
{
    for (;;) {
        enum line_kind kind = dialog_read(dialog, prompt);
        struct line_command command =
            line_command_read(buffer_text(&dialog->line));

        if (dialog->ended)
            return (struct line_command){ .verb = LINE_QUIT, .rest = "" };
        if (kind == LINE_TOO_LONG)
            buffer_printf(&dialog->out,
                          "Expected at most %d bytes in a line.\n",
                          LINE_LIMIT);
        else if (command.verb == LINE_TERM)
            dialog_explain(dialog, command.rest);
        else if (command.verb == LINE_PRIVATE)
            line_private_toggle(&dialog->private, &dialog->out);
        else if (command.verb == LINE_NOTE)
            dialog_note(dialog, command.rest);
        else
            return command;
    }
}

/* The end of a text that is typed; a paste goes on behind an empty line. */
static bool
dialog_has_all(const struct line_dialog *dialog)
{
    return dialog->ended ||
           (dialog->line.length == 0 &&
            !(dialog->is_terminal && line_reader_has_more(&dialog->reader)));
}

/* Ended is said at the next prompt, for this answer is whole. */
void
line_dialog_read_on(struct line_dialog *dialog, struct buffer *text,
                    size_t limit)
{
    bool fits = true;
    size_t too_long = 0;

    for (;;) {
        fits = fits && text->length + dialog->line.length + 1 <= limit;
        if (fits)
            buffer_printf(text, "%s\n", buffer_text(&dialog->line));

        enum line_kind kind = dialog_next(dialog);

        if (dialog->echo && !dialog->ended)
            buffer_printf(&dialog->out, "%s\n", buffer_text(&dialog->line));
        too_long += kind == LINE_TOO_LONG;
        if (kind != LINE_TOO_LONG && dialog_has_all(dialog))
            break;
    }
    if (too_long > 0)
        buffer_printf(&dialog->out,
                      "%zu of the lines had more than %d bytes and were left "
                      "out.\n",
                      too_long, LINE_LIMIT);
    if (!fits)
        buffer_printf(&dialog->out,
                      "Only the first %zu bytes were kept; a longer text can "
                      "be given as a file of logs.\n",
                      text->length);
}
