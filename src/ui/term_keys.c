#include "ui/term_keys.h"

#include <curses.h>
#include <limits.h>
#include <string.h>

#include "base/safe_text.h"

/* Codes for sequences that terminals send in either cursor-key mode. */
enum { CODE_FIRST = 0x2000 };

struct sequence {
    const char *bytes;
    enum key_code code;
};

/*
 * A terminal may send the cursor keys of the mode that it is not in: what
 * curses would take for Esc, "[" and "A" must be Up all the same.
 */
static const struct sequence sequences[] = {
    { "\033[A", KEY_UP_ARROW },       { "\033OA", KEY_UP_ARROW },
    { "\033[B", KEY_DOWN_ARROW },     { "\033OB", KEY_DOWN_ARROW },
    { "\033[C", KEY_RIGHT_ARROW },    { "\033OC", KEY_RIGHT_ARROW },
    { "\033[D", KEY_LEFT_ARROW },     { "\033OD", KEY_LEFT_ARROW },
    { "\033[H", KEY_HOME_END },       { "\033OH", KEY_HOME_END },
    { "\033[1~", KEY_HOME_END },      { "\033[7~", KEY_HOME_END },
    { "\033[F", KEY_END_END },        { "\033OF", KEY_END_END },
    { "\033[4~", KEY_END_END },       { "\033[8~", KEY_END_END },
    { "\033[5~", KEY_PAGE_UP },       { "\033[6~", KEY_PAGE_DOWN },
    { "\033[3~", KEY_DELETE },        { "\033[Z", KEY_BACK_TAB },
    { "\033[200~", KEY_PASTE_BEGIN }, { "\033[201~", KEY_PASTE_END },
};

void
term_keys_define(void)
{
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++)
        define_key(sequences[i].bytes, CODE_FIRST + (int)sequences[i].code);
}

struct curses_key {
    int number;
    enum key_code code;
};

static const struct curses_key curses_keys[] = {
    { KEY_UP, KEY_UP_ARROW },     { KEY_DOWN, KEY_DOWN_ARROW },
    { KEY_LEFT, KEY_LEFT_ARROW }, { KEY_RIGHT, KEY_RIGHT_ARROW },
    { KEY_PPAGE, KEY_PAGE_UP },   { KEY_NPAGE, KEY_PAGE_DOWN },
    { KEY_HOME, KEY_HOME_END },   { KEY_END, KEY_END_END },
    { KEY_BTAB, KEY_BACK_TAB },   { KEY_BACKSPACE, KEY_ERASE },
    { KEY_DC, KEY_DELETE },       { KEY_RESIZE, KEY_RESIZED },
    { 0527, KEY_ENTER_KEY }, /* Enter of the keypad */
};

static bool
read_mouse(struct key *key)
{
    MEVENT event;

    if (getmouse(&event) != OK)
        return false;
    key->row = event.y;
    key->column = event.x;
    if ((event.bstate & BUTTON4_PRESSED) != 0)
        key->code = KEY_WHEEL_UP;
    else if ((event.bstate & BUTTON5_PRESSED) != 0)
        key->code = KEY_WHEEL_DOWN;
    else if ((event.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED)) != 0)
        key->code = KEY_MOUSE_CLICK;
    return key->code != KEY_NONE;
}

static bool
read_function(int number, struct key *key)
{
    if (number >= CODE_FIRST && number < CODE_FIRST + KEY_CODE_COUNT) {
        key->code = (enum key_code)(number - CODE_FIRST);
        return true;
    }
    if (number == KEY_MOUSE)
        return read_mouse(key);
    if (number > KEY_F0 && number <= KEY_F(12)) {
        key->code = KEY_FUNCTION;
        key->number = number - KEY_F0;
        return true;
    }
    for (size_t i = 0; i < sizeof curses_keys / sizeof curses_keys[0]; i++)
        if (curses_keys[i].number == number) {
            key->code = curses_keys[i].code;
            return true;
        }
    return false;
}

/* False: a character that acts, which nobody types on purpose. */
static bool
read_text(wint_t character, struct key *key)
{
    char bytes[MB_LEN_MAX];
    mbstate_t state = { 0 };
    struct buffer safe = { 0 };
    size_t length = wcrtomb(bytes, (wchar_t)character, &state);
    bool same;

    if (length == (size_t)-1 || length >= KEY_TEXT_SIZE)
        return false;
    safe_text_append(&safe, SAFE_LINE, bytes, length, sizeof bytes);
    same = safe.length == length && memcmp(safe.data, bytes, length) == 0;
    buffer_release(&safe);
    if (!same)
        return false;
    memcpy(key->text, bytes, length);
    key->text[length] = '\0';
    key->code = KEY_TEXT;
    return true;
}

static bool
read_character(wint_t character, struct key *key)
{
    enum { ESCAPE = 27, RUBOUT = 127, LETTERS = 26 };

    if (character == '\r' || character == '\n')
        key->code = KEY_ENTER_KEY;
    else if (character == '\t')
        key->code = KEY_TAB_KEY;
    else if (character == ESCAPE)
        key->code = KEY_ESCAPE;
    else if (character == RUBOUT || character == '\b')
        key->code = KEY_ERASE;
    else if (character >= 1 && character <= LETTERS) {
        key->code = KEY_CTRL;
        key->text[0] = (char)('a' + character - 1);
    } else
        return read_text(character, key);
    return true;
}

bool
term_keys_read(struct key *key)
{
    wint_t character;

    for (;;) {
        int what = get_wch(&character);
        bool read;

        *key = (struct key){ 0 };
        if (what == ERR)
            return false;
        read = what == KEY_CODE_YES ? read_function((int)character, key)
                                    : read_character(character, key);
        if (read)
            return true;
    }
}
