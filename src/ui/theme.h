#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>

#include "ui/canvas.h"

/*
 * How each style looks: one of the eight colours of the user's own palette
 * and what every terminal can do beside it. No meaning hangs on colour alone.
 */
enum colour {
    COLOUR_USUAL, /* the terminal's own */
    COLOUR_BLACK,
    COLOUR_RED,
    COLOUR_GREEN,
    COLOUR_YELLOW,
    COLOUR_BLUE,
    COLOUR_MAGENTA,
    COLOUR_CYAN,
    COLOUR_WHITE,
    COLOUR_COUNT
};

struct look {
    enum colour ink;
    enum colour paper;
    bool bold;
    bool underlined;
    bool reversed;
    bool dim;
};

enum theme { THEME_USUAL, THEME_CONTRAST, THEME_MONOCHROME, THEME_COUNT };

const char *theme_name(enum theme theme);
struct look theme_look(enum theme theme, enum style style);

#endif
