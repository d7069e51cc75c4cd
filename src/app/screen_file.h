#ifndef APP_SCREEN_FILE_H
#define APP_SCREEN_FILE_H

#include <stdint.h>

#include "base/error.h"
#include "ui/theme.h"

/*
 * The present screen as a picture in a file of its own, in the directory
 * that we are in: "cdsdoctor-screen-2026-11-26-225413.svg", with a number
 * behind it when there is one of that second. Nothing is ever replaced.
 */

/*
 * "cdsdoctor-WHAT-2026-11-26-225413.EXTENSION", a name that nothing has in
 * this directory; if something takes it now, writing says so.
 */
void screen_file_name(const char *what, const char *extension,
                      int64_t unix_seconds, struct buffer *name);

/* The subject is the title of the picture; `name` becomes that of the file. */
MUST_USE bool screen_file_save(const struct canvas *canvas, enum theme theme,
                               const char *subject, int64_t unix_seconds,
                               struct buffer *name, struct error *error);

#endif
