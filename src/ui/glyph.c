#include "ui/glyph.h"

#include <assert.h>

struct glyph_row {
    const char *unicode;
    const char *ascii; /* as wide, but for GLYPH_MORE */
};

static const struct glyph_row glyphs[] = {
    [GLYPH_PASS] = { "\u2713", "+" },
    [GLYPH_WARN] = { "!", "!" },
    [GLYPH_FAIL] = { "\u2717", "x" },
    [GLYPH_SKIP] = { "-", "-" },
    [GLYPH_PENDING] = { "\u00b7", "." },
    [GLYPH_HERE] = { "\u25b8", ">" },
    [GLYPH_POINT] = { "\u00bb", "*" },
    [GLYPH_DOT] = { "\u00b7", "-" },
    [GLYPH_MORE] = { "\u2026", "~" },
    [GLYPH_UP] = { "\u2191", "^" },
    [GLYPH_DOWN] = { "\u2193", "v" },
    [GLYPH_LIVE] = { "\u2022", "*" },
    [GLYPH_HORIZONTAL] = { "\u2500", "-" },
    [GLYPH_VERTICAL] = { "\u2502", "|" },
    [GLYPH_TOP_LEFT] = { "\u250c", "+" },
    [GLYPH_TOP_RIGHT] = { "\u2510", "+" },
    [GLYPH_BOTTOM_LEFT] = { "\u2514", "+" },
    [GLYPH_BOTTOM_RIGHT] = { "\u2518", "+" },
    [GLYPH_TEE_LEFT] = { "\u251c", "+" },
    [GLYPH_TEE_RIGHT] = { "\u2524", "+" },
    [GLYPH_ARROW_OUT] = { "\u2192", ">" },
    [GLYPH_ARROW_IN] = { "\u2190", "<" },
};
static_assert(sizeof glyphs / sizeof glyphs[0] == GLYPH_COUNT,
              "every glyph has its row");

const char *
glyph_text(enum glyph glyph, bool ascii)
{
    return ascii ? glyphs[glyph].ascii : glyphs[glyph].unicode;
}

const char *
glyph_spinner(unsigned turn, bool ascii)
{
    static const char *const unicode[] = { "\u25d0", "\u25d3", "\u25d1",
                                           "\u25d2" };
    static const char *const plain[] = { "|", "/", "-", "\\" };
    enum { TURNS = sizeof plain / sizeof plain[0] };

    return ascii ? plain[turn % TURNS] : unicode[turn % TURNS];
}
