#ifndef SCREENS_TYPED_H
#define SCREENS_TYPED_H

#include "app/session.h"
#include "ui/canvas.h"

/*
 * The line mode as a terminal would show it: a session over a world of the
 * lab in a process of its own, all of whose input is there from the start.
 */

/* Draws from the first line on that has the text. False: there is none. */
bool typed_draw(const char *scenario, const char *input, const char *from,
                struct canvas *canvas);

#endif
