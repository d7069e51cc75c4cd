#include "ui/term.h"

#include <curses.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/write_all.h"
#include "ui/paste.h"
#include "ui/term_builtin.h"
#include "ui/term_keys.h"

enum {
    ESCAPE_DELAY_MS = 25, /* curses waits a second by default */
    COPY_LIMIT = 74994,   /* bytes of text: what terminals take in one go */
    COLOURS = 8,
};

static struct terminal {
    SCREEN *screen; /* NULL: not open */
    bool ascii;
    bool colours;
    bool resized;
    enum theme theme;
    struct termios before;
    bool has_before;
    struct cell *sent; /* what stands on the screen */
    int rows;
    int columns;
    struct paste paste;
} terminal;

static bool
locale_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static SCREEN *
screen_new(const char *name)
{
    /* LINES and COLUMNS of the environment must not hide the real size. */
    use_tioctl(TRUE);
    return newterm(name, stdout, stdin);
}

/* Where terminfo does not know the name: one like it, or our own. */
static SCREEN *
screen_find(const char *name)
{
    const struct term_builtin *builtin = term_builtin_find(name);
    SCREEN *screen = screen_new(name);

    if (screen == NULL && builtin != NULL)
        screen = screen_new(builtin->like);
    if (screen == NULL && builtin != NULL &&
        setenv("TERMINFO", builtin->entry, 1) == 0)
        screen = screen_new(builtin->name);
    return screen;
}

static bool
can_place_cursor(void)
{
    const char *placing = tigetstr("cup");

    return placing != NULL && placing != (char *)-1;
}

static short
ink_of(enum colour colour)
{
    static const short inks[COLOUR_COUNT] = {
        [COLOUR_USUAL] = -1,
        [COLOUR_BLACK] = COLOR_BLACK,
        [COLOUR_RED] = COLOR_RED,
        [COLOUR_GREEN] = COLOR_GREEN,
        [COLOUR_YELLOW] = COLOR_YELLOW,
        [COLOUR_BLUE] = COLOR_BLUE,
        [COLOUR_MAGENTA] = COLOR_MAGENTA,
        [COLOUR_CYAN] = COLOR_CYAN,
        [COLOUR_WHITE] = COLOR_WHITE,
    };

    return inks[colour];
}

static void
make_colours(void)
{
    for (int style = 0; terminal.colours && style < STYLE_COUNT; style++) {
        struct look look = theme_look(terminal.theme, (enum style)style);

        init_pair((short)(style + 1), ink_of(look.ink), ink_of(look.paper));
    }
}

static attr_t
attributes_of(enum style style)
{
    struct look look = theme_look(terminal.theme, style);
    attr_t attributes = A_NORMAL;

    if (look.bold)
        attributes |= A_BOLD;
    if (look.underlined)
        attributes |= A_UNDERLINE;
    if (look.reversed)
        attributes |= A_REVERSE;
    if (look.dim)
        attributes |= A_DIM;
    return attributes;
}

static void
set_modes(void)
{
    /* Ctrl-C, Ctrl-Z and Ctrl-S are keys like others. */
    raw();
    noecho();
    nonl();
    nodelay(stdscr, TRUE);
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_DELAY_MS);
    term_keys_define();
    curs_set(0);
}

/* When the first theme that has any is in force; until then none is sent. */
static void
start_colours(void)
{
    if (terminal.colours || terminal.theme == THEME_MONOCHROME ||
        !has_colors())
        return;
    start_color();
    use_default_colors();
    terminal.colours = COLORS >= COLOURS && COLOR_PAIRS > STYLE_COUNT;
}

/* https://no-color.org: a wish of the environment, until a key says more. */
static enum theme
first_theme(enum theme wanted)
{
    const char *refused = getenv("NO_COLOR");

    return refused != NULL && *refused != '\0' ? THEME_MONOCHROME : wanted;
}

static void
forget_sent(void)
{
    free(terminal.sent);
    terminal.sent = NULL;
    getmaxyx(stdscr, terminal.rows, terminal.columns);
}

/*
 * Until it has come back from the shell once, curses sends what it has each
 * time that the cursor jumps, dozens of pieces for a frame. From then on a
 * frame is one piece.
 */
static void
gather_output(void)
{
    def_prog_mode();
    endwin();
}

const char *
term_open(const struct term_options *options)
{
    const char *name = getenv("TERM");

    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
        return "standard input and output are not both a terminal";
    if (name == NULL || *name == '\0')
        return "the variable TERM does not say which terminal this is";
    terminal.has_before = tcgetattr(STDIN_FILENO, &terminal.before) == 0;
    terminal.screen = screen_find(name);
    if (terminal.screen == NULL)
        return "this terminal (the variable TERM) is not known here; if it is "
               "like an xterm, TERM=xterm has the whole screen";
    if (!can_place_cursor()) {
        term_close();
        return "this terminal (TERM) cannot place its cursor";
    }
    terminal.ascii = options->ascii || !locale_is_utf8();
    terminal.theme = first_theme(options->theme);
    terminal.colours = false;
    set_modes();
    start_colours();
    make_colours();
    forget_sent();
    (void)!write_all(STDOUT_FILENO, PASTE_ON, sizeof PASTE_ON - 1);
    gather_output();
    return NULL;
}

void
term_close(void)
{
    if (terminal.screen == NULL)
        return;
    term_set_mouse(false);
    (void)!write_all(STDOUT_FILENO, PASTE_OFF, sizeof PASTE_OFF - 1);
    endwin();
    delscreen(terminal.screen);
    free(terminal.sent);
    terminal = (struct terminal){ 0 };
}

bool
term_is_open(void)
{
    return terminal.screen != NULL;
}

bool
term_is_ascii(void)
{
    return terminal.ascii;
}

int
term_descriptor(void)
{
    return STDIN_FILENO;
}

void
term_size(int *rows, int *columns)
{
    getmaxyx(stdscr, *rows, *columns);
}

void
term_note_resize(void)
{
    terminal.resized = true;
}

/* Asking for a key instead would take one away that was typed meanwhile. */
static void
take_size(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
        size.ws_col > 0)
        resize_term(size.ws_row, size.ws_col);
    clearok(curscr, TRUE);
    forget_sent();
}

bool
term_read(struct key *key)
{
    *key = (struct key){ 0 };
    if (terminal.resized) {
        terminal.resized = false;
        key->code = KEY_RESIZED;
        take_size();
        return true;
    }
    while (term_keys_read(key)) {
        if (key->code == KEY_RESIZED)
            forget_sent();
        if (paste_take(&terminal.paste, key))
            return true;
        *key = (struct key){ 0 };
    }
    return false;
}

/* Drawing. */

static bool
cell_is_sent(const struct cell *cell, size_t index)
{
    const struct cell *sent = &terminal.sent[index];

    return sent->width == cell->width && sent->style == cell->style &&
           strcmp(sent->text, cell->text) == 0;
}

static void
draw_cell(const struct cell *cell, int row, int column)
{
    bool colours = terminal.colours && terminal.theme != THEME_MONOCHROME;
    short pair = colours ? (short)(cell->style + 1) : 0;

    attr_set(attributes_of((enum style)cell->style), pair, NULL);
    mvaddstr(row, column, cell->text);
}

/* The lower right corner is left alone: writing there may scroll. */
static bool
is_last(int row, int column)
{
    return row == terminal.rows - 1 && column == terminal.columns - 1;
}

static void
draw_row(const struct canvas *canvas, int row)
{
    for (int column = 0; column < terminal.columns && column < canvas->columns;
         column++) {
        size_t index = (size_t)row * (size_t)terminal.columns + (size_t)column;
        const struct cell *cell = canvas_cell(canvas, row, column);

        if (is_last(row, column) || cell_is_sent(cell, index))
            continue;
        if (cell->width > 0)
            draw_cell(cell, row, column);
        terminal.sent[index] = *cell;
    }
}

void
term_draw(const struct canvas *canvas)
{
    size_t count = (size_t)terminal.rows * (size_t)terminal.columns;

    if (terminal.sent == NULL) {
        terminal.sent = memory_new(count + 1, sizeof(struct cell));
        erase();
    }
    for (int row = 0; row < terminal.rows && row < canvas->rows; row++)
        draw_row(canvas, row);
    if (canvas->cursor_row >= 0) {
        curs_set(1);
        move(canvas->cursor_row, canvas->cursor_column);
    } else {
        curs_set(0);
    }
    refresh();
}

void
term_redraw(void)
{
    clearok(curscr, TRUE);
    forget_sent();
}

enum theme
term_theme(void)
{
    return terminal.theme;
}

void
term_set_theme(enum theme theme)
{
    terminal.theme = theme;
    start_colours();
    make_colours();
    forget_sent();
}

void
term_set_mouse(bool on)
{
    mousemask(on ? BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON4_PRESSED |
                       BUTTON5_PRESSED
                 : 0,
              NULL);
    mouseinterval(0);
}

void
term_bell(void)
{
    beep();
}

/* RFC 4648; the terminal decodes it. */
static void
append_base64(struct buffer *out, const unsigned char *bytes, size_t length)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        unsigned group = (unsigned)bytes[i] << 16 |
                         (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? (unsigned)bytes[i + 2] : 0);

        buffer_append_byte(out, letters[group >> 18]);
        buffer_append_byte(out, letters[group >> 12 & 63]);
        buffer_append_byte(out, left > 1 ? letters[group >> 6 & 63] : '=');
        buffer_append_byte(out, left > 2 ? letters[group & 63] : '=');
    }
}

bool
term_copy(const char *text, size_t length)
{
    struct buffer sequence = { 0 };

    if (length > COPY_LIMIT)
        return false;
    buffer_append_text(&sequence, "\033]52;c;");
    append_base64(&sequence, (const unsigned char *)text, length);
    buffer_append_text(&sequence, "\a");
    (void)!write_all(STDOUT_FILENO, sequence.data, sequence.length);
    buffer_release(&sequence);
    return true;
}

void
term_leave(void)
{
    def_prog_mode();
    (void)!write_all(STDOUT_FILENO, PASTE_OFF, sizeof PASTE_OFF - 1);
    endwin();
}

void
term_return(void)
{
    reset_prog_mode();
    refresh();
    (void)!write_all(STDOUT_FILENO, PASTE_ON, sizeof PASTE_ON - 1);
    term_redraw();
}

void
term_restore(void)
{
    /* Mouse off, cursor on, attributes off, the usual screen. */
    static const char reset[] =
        PASTE_OFF "\033[?1000l\033[?1006l\033[?25h\033[0m"
                  "\033[?1049l\033[?1l\033>\r\n";

    if (terminal.screen == NULL)
        return;
    (void)!write(STDOUT_FILENO, reset, sizeof reset - 1);
    if (terminal.has_before)
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
}
