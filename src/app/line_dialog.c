#include "app/line_dialog.h"

#include <stdio.h>
#include <unistd.h>

#include "app/keeping.h"
#include "app/line_view.h"
#include "model/guide.h"
#include "report/units.h"

void
line_dialog_open(struct line_dialog *dialog, int input)
{
    *dialog = (struct line_dialog){ .echo = isatty(input) != 1 };
    line_reader_init(&dialog->reader, input);
}

void
line_dialog_close(struct line_dialog *dialog)
{
    buffer_release(&dialog->out);
    buffer_release(&dialog->line);
    notes_release(&dialog->notes);
}

void
line_dialog_say(struct line_dialog *dialog)
{
    fputs(buffer_text(&dialog->out), stdout);
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
    buffer_append_text(&dialog->out, ". The text report will have it.\n");
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
    kind = line_reader_next(&dialog->reader, &dialog->line);
    if (dialog->echo || kind == LINE_ENDED)
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

        if (kind == LINE_ENDED) {
            dialog->ended = true;
            return (struct line_command){ .verb = LINE_QUIT, .rest = "" };
        }
        if (kind == LINE_TOO_LONG)
            buffer_printf(&dialog->out,
                          "Expected at most %d bytes in a line.\n",
                          LINE_LIMIT);
        else if (command.verb == LINE_TERM)
            dialog_explain(dialog, command.rest);
        else if (command.verb == LINE_NOTE)
            dialog_note(dialog, command.rest);
        else
            return command;
    }
}
