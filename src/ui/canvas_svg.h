#ifndef UI_CANVAS_SVG_H
#define UI_CANVAS_SVG_H

#include "ui/theme.h"

/*
 * A screen as a picture that stands alone (SVG 1.1): no script, no style
 * sheet, no font, nothing that is fetched, no ids, so that several may stand
 * in one page. Every run of text says where it begins and how wide it is, so
 * that wide and combining characters keep their columns whatever the font;
 * lines of frames are drawn as lines. Equal canvases give equal bytes.
 */
struct canvas_svg {
    enum theme theme;
    const char *title;   /* what a screen reader says first; plain text */
    const char *subject; /* a sentence about it; NULL: none */
};

void canvas_svg_append(const struct canvas *canvas,
                       const struct canvas_svg *svg, struct buffer *out);

#endif
