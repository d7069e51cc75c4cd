#include "app/screen_file.h"

#include "app/output.h"
#include "base/clock.h"
#include "ui/canvas_svg.h"

enum { HOUR_AT = 11, MINUTE_AT = 14, SECOND_AT = 17 };

void
screen_file_name(const char *what, const char *extension, int64_t unix_seconds,
                 struct buffer *name)
{
    char time[CLOCK_TEXT_SIZE];

    clock_format(unix_seconds, time);
    buffer_cut(name, 0);
    buffer_printf(name, "cdsdoctor-%s-%.10s-%.2s%.2s%.2s", what, time,
                  time + HOUR_AT, time + MINUTE_AT, time + SECOND_AT);
    output_name_free(name, extension);
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
