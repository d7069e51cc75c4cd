#include "ui/theme.h"

#include <assert.h>

static const char *const names[] = {
    [THEME_USUAL] = "usual",
    [THEME_CONTRAST] = "high contrast",
    [THEME_MONOCHROME] = "without colours",
};
static_assert(sizeof names / sizeof names[0] == THEME_COUNT, "themes");

/* Shades of grey count as colour where there are to be none. */
static const struct look looks[THEME_COUNT][STYLE_COUNT] = {
    [THEME_USUAL] = {
        [STYLE_DIM] = { .dim = true },
        [STYLE_STRONG] = { .bold = true },
        [STYLE_TITLE] = { .reversed = true },
        [STYLE_FRAME] = { .ink = COLOUR_BLUE },
        [STYLE_HEADING] = { .ink = COLOUR_CYAN, .bold = true },
        [STYLE_GOOD] = { .ink = COLOUR_GREEN },
        [STYLE_WARN] = { .ink = COLOUR_YELLOW },
        [STYLE_BAD] = { .ink = COLOUR_RED, .bold = true },
        [STYLE_ACTIVE] = { .ink = COLOUR_CYAN },
        [STYLE_KEY] = { .ink = COLOUR_CYAN, .bold = true },
        [STYLE_SELECTED] = { .reversed = true },
        [STYLE_POINTER] = { .ink = COLOUR_BLACK, .paper = COLOUR_YELLOW },
        [STYLE_FIELD] = { .underlined = true },
        [STYLE_BADGE] = { .ink = COLOUR_BLACK, .paper = COLOUR_CYAN },
    },
    [THEME_CONTRAST] = {
        [STYLE_STRONG] = { .bold = true },
        [STYLE_TITLE] = { .bold = true, .reversed = true },
        [STYLE_HEADING] = { .bold = true, .underlined = true },
        [STYLE_GOOD] = { .ink = COLOUR_GREEN, .bold = true },
        [STYLE_WARN] = { .ink = COLOUR_YELLOW, .bold = true },
        [STYLE_BAD] = { .ink = COLOUR_RED, .bold = true, .reversed = true },
        [STYLE_ACTIVE] = { .bold = true },
        [STYLE_KEY] = { .bold = true },
        [STYLE_SELECTED] = { .bold = true, .reversed = true },
        [STYLE_POINTER] = { .bold = true, .underlined = true,
                            .reversed = true },
        [STYLE_FIELD] = { .bold = true, .underlined = true },
        [STYLE_BADGE] = { .bold = true, .reversed = true },
    },
    [THEME_MONOCHROME] = {
        [STYLE_STRONG] = { .bold = true },
        [STYLE_TITLE] = { .reversed = true },
        [STYLE_HEADING] = { .bold = true },
        [STYLE_WARN] = { .bold = true },
        [STYLE_BAD] = { .bold = true, .underlined = true },
        [STYLE_KEY] = { .bold = true },
        [STYLE_SELECTED] = { .reversed = true },
        [STYLE_POINTER] = { .bold = true, .reversed = true },
        [STYLE_FIELD] = { .underlined = true },
        [STYLE_BADGE] = { .reversed = true },
    },
};

const char *
theme_name(enum theme theme)
{
    return names[theme];
}

struct look
theme_look(enum theme theme, enum style style)
{
    return looks[theme][style];
}
