#ifndef UI_TERM_H
#define UI_TERM_H

#include "ui/action.h"
#include "ui/theme.h"

/*
 * The terminal, by curses: keys come out, canvases go in, of which only what
 * has changed is sent. There is one at most. Everything else of the program
 * that would touch a terminal asks here.
 */
struct term_options {
    enum theme theme;
    bool ascii; /* also when the locale has more */
};

/*
 * Takes the terminal over. NULL: done; else a sentence that says why this
 * one cannot be used, and nothing was changed.
 */
const char *term_open(const struct term_options *options);
void term_close(void);
bool term_is_open(void);

/* Whether the characters beyond ASCII can be shown. */
bool term_is_ascii(void);

/* The descriptor at which keys arrive. */
int term_descriptor(void);

/* The next key that is there; false: none. Never waits. */
bool term_read(struct key *key);

void term_size(int *rows, int *columns);
/* The window has another size: KEY_RESIZED is read next. */
void term_note_resize(void);

/* The canvas has the terminal's size; what lies outside is not drawn. */
void term_draw(const struct canvas *canvas);
/* Forgets what was sent: the next frame is drawn anew. */
void term_redraw(void);

/*
 * The set of colours in force: the one asked for, or that without colours
 * while the environment has NO_COLOR and nobody has chosen another.
 */
enum theme term_theme(void);
void term_set_theme(enum theme theme);
void term_set_mouse(bool on);
void term_bell(void);

/*
 * Offers the text to the clipboard of whoever looks at this terminal
 * (OSC 52). Whether it was taken cannot be known. False: too long.
 */
bool term_copy(const char *text, size_t length);

/* Gives the terminal back for a while, and takes it again. */
void term_leave(void);
void term_return(void);

/*
 * Gives it back at once, from a signal handler: only async-signal-safe calls.
 */
void term_restore(void);

#endif
