#ifndef APP_LINE_DIALOG_H
#define APP_LINE_DIALOG_H

#include "app/line_command.h"
#include "app/line_private.h"
#include "app/line_reader.h"
#include "app/notes.h"
#include "model/definitions.h"

/*
 * The talk of the line mode: text is collected, shown before a prompt, and a
 * line is read. Glossary and notes work at every prompt and are dealt with
 * here, so nobody else sees them.
 */
struct keeping;

struct line_dialog {
    struct line_reader reader;
    const struct definitions *definitions; /* borrowed */
    struct buffer out;                     /* what is to be said next */
    struct buffer line;                    /* what was typed last; safe text */
    struct notes notes;
    enum guide_step_id step; /* where one is: notes are kept with it */
    bool echo;               /* nobody sees what is typed: it is repeated */
    bool ended;              /* the input, or whoever reads us */
    bool stopped;            /* Ctrl-C was pressed, or a signal said so */
    bool is_terminal;        /* the input */
    struct keeping *keeping; /* told of notes; NULL; borrowed */
    struct line_private private; /* what is said goes through it */
};

void line_dialog_open(struct line_dialog *dialog, int input);
void line_dialog_close(struct line_dialog *dialog);

/* Shows what was collected. */
void line_dialog_say(struct line_dialog *dialog);

/*
 * Shows what was collected and the prompt, and returns what is typed; its
 * text is valid until the next call. The end of the input is LINE_QUIT, and so
 * is Ctrl-C.
 */
struct line_command line_dialog_ask(struct line_dialog *dialog,
                                    const char *prompt);

/*
 * Goes on to read where the last line stands, up to an empty line: what is
 * pasted into a terminal may hold some. Appends all lines, each with its
 * newline, as far as the limit goes, and says what was left out.
 */
void line_dialog_read_on(struct line_dialog *dialog, struct buffer *text,
                         size_t limit);

#endif
