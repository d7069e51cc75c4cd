#include "app/screen_file.h"

#include <sys/stat.h>

#include "app/output.h"
#include "base/clock.h"
#include "ui/canvas_svg.h"

enum { MOST_IN_A_SECOND = 99, HOUR_AT = 11, MINUTE_AT = 14, SECOND_AT = 17 };

static bool
is_taken(const char *name)
{
    struct stat there;

    return lstat(name, &there) == 0;
}

void
screen_file_name(const char *what, const char *extension, int64_t unix_seconds,
                 struct buffer *name)
{
    char time[CLOCK_TEXT_SIZE];
    size_t stem;

    clock_format(unix_seconds, time);
    buffer_cut(name, 0);
    buffer_printf(name, "cdsdoctor-%s-%.10s-%.2s%.2s%.2s", what, time,
                  time + HOUR_AT, time + MINUTE_AT, time + SECOND_AT);
    stem = name->length;
    buffer_printf(name, ".%s", extension);
    for (int i = 2; i <= MOST_IN_A_SECOND && is_taken(buffer_text(name));
         i++) {
        buffer_cut(name, stem);
        buffer_printf(name, "-%d.%s", i, extension);
    }
}

bool
screen_file_save(const struct canvas *canvas, enum theme theme,
                 const char *subject, int64_t unix_seconds,
                 struct buffer *name, struct error *error)
{
    const struct canvas_svg svg = { .theme = theme, .title = subject };
    struct buffer bytes = { 0 };
    bool written;

    screen_file_name("screen", "svg", unix_seconds, name);
    canvas_svg_append(canvas, &svg, &bytes);
    written = output_write(buffer_text(name), &bytes, error);
    buffer_release(&bytes);
    return written;
}
