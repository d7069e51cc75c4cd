#include "ui/cast.h"

#include <inttypes.h>
#include <string.h>

#include "ui/cast_frame.h"

enum {
    IDLE_SECONDS = 2, /* a player waits no longer for the next event */
    USUAL_ROWS = 24,
    USUAL_COLUMNS = 80,
};

static struct cast_chapter *
chapter_at(struct cast *cast, size_t number)
{
    if (number < CAST_CHAPTERS_FIRST)
        return &cast->first[number];
    return &cast->last[(number - CAST_CHAPTERS_FIRST) % CAST_CHAPTERS_LAST];
}

static const struct cast_chapter *
chapter_of(const struct cast *cast, size_t number)
{
    if (number < CAST_CHAPTERS_FIRST)
        return &cast->first[number];
    return &cast->last[(number - CAST_CHAPTERS_FIRST) % CAST_CHAPTERS_LAST];
}

/* The number of the first chapter behind the gap; where there is none, 4. */
static size_t
first_kept(const struct cast *cast)
{
    size_t all = CAST_CHAPTERS_FIRST + CAST_CHAPTERS_LAST;

    return cast->chapter_count > all ? cast->chapter_count - CAST_CHAPTERS_LAST
                                     : CAST_CHAPTERS_FIRST;
}

/* RFC 8259, 7: quotes, the backslash and controls. */
static void
append_string(struct buffer *out, const char *text, size_t length)
{
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte == '"' || byte == '\\')
            buffer_append_byte(out, '\\');
        if (byte < ' ' || byte == '\177')
            buffer_printf(out, "\\u%04x", byte);
        else
            buffer_append_byte(out, text[i]);
    }
    buffer_append_byte(out, '"');
}

static void
append_event(struct buffer *out, int64_t at_ms, char kind, const char *text,
             size_t length)
{
    buffer_printf(out, "[%" PRId64 ".%03" PRId64 ", \"%c\", ", at_ms / 1000,
                  at_ms % 1000, kind);
    append_string(out, text, length);
    buffer_append_text(out, "]\n");
}

static void
append_size(struct buffer *out, int64_t at_ms, const struct canvas *canvas)
{
    struct buffer size = { 0 };

    buffer_printf(&size, "%dx%d", canvas->columns, canvas->rows);
    append_event(out, at_ms, 'r', size.data, size.length);
    buffer_release(&size);
}

static struct cast_chapter *
begin_chapter(struct cast *cast, const struct canvas *canvas)
{
    struct cast_chapter *chapter = chapter_at(cast, cast->chapter_count);

    if (cast->chapter_count == CAST_CHAPTERS_FIRST)
        cast->gap_ms = cast->end_ms;
    cast->chapter_count++;
    buffer_cut(&chapter->lines, 0);
    chapter->from_ms = cast->end_ms;
    /* Which size came before may be what is left out. */
    if (cast->chapter_count > 1)
        append_size(&chapter->lines, cast->end_ms, canvas);
    return chapter;
}

static struct cast_chapter *
present_chapter(struct cast *cast)
{
    size_t limit = cast->limit > 0 ? cast->limit : CAST_CHAPTER_BYTES;
    struct cast_chapter *chapter;

    if (cast->chapter_count == 0)
        return NULL;
    chapter = chapter_at(cast, cast->chapter_count - 1);
    return chapter->lines.length < limit ? chapter : NULL;
}

static bool
has_size_of(const struct cast *cast, const struct canvas *canvas)
{
    return cast->now.rows == canvas->rows &&
           cast->now.columns == canvas->columns;
}

void
cast_see(struct cast *cast, const struct canvas *canvas, enum theme theme,
         int64_t at_ms)
{
    struct cast_chapter *chapter = present_chapter(cast);
    bool whole =
        chapter == NULL || theme != cast->theme || !has_size_of(cast, canvas);
    struct buffer bytes = { 0 };

    if (at_ms > cast->end_ms)
        cast->end_ms = at_ms;
    if (cast->chapter_count == 0) {
        cast->rows = canvas->rows;
        cast->columns = canvas->columns;
    }
    if (chapter == NULL)
        chapter = begin_chapter(cast, canvas);
    else if (!has_size_of(cast, canvas))
        append_size(&chapter->lines, cast->end_ms, canvas);
    if (whole)
        cast_frame_append_whole(canvas, theme, &cast->now, &bytes);
    else
        cast_frame_append_change(canvas, theme, &cast->now, &bytes);
    cast->theme = theme;
    if (bytes.length > 0)
        append_event(&chapter->lines, cast->end_ms, 'o', bytes.data,
                     bytes.length);
    buffer_release(&bytes);
}

int64_t
cast_left_out_ms(const struct cast *cast, int64_t *from_ms)
{
    const struct cast_chapter *behind;

    *from_ms = cast->gap_ms;
    if (first_kept(cast) == CAST_CHAPTERS_FIRST)
        return 0;
    behind = chapter_of(cast, first_kept(cast));
    return behind->from_ms - *from_ms;
}

static void
append_header(const struct cast *cast, const char *title, int64_t began,
              struct buffer *out)
{
    buffer_printf(out, "{\"version\": 2, \"width\": %d, \"height\": %d, ",
                  cast->columns > 0 ? cast->columns : USUAL_COLUMNS,
                  cast->rows > 0 ? cast->rows : USUAL_ROWS);
    if (began > 0)
        buffer_printf(out, "\"timestamp\": %" PRId64 ", ", began);
    buffer_printf(out, "\"idle_time_limit\": %d, \"title\": ", IDLE_SECONDS);
    append_string(out, title, strlen(title));
    buffer_append_text(out, ", \"env\": {\"TERM\": \"xterm-256color\"}}\n");
}

/* A marker, which players list: where time is missing and how much. */
static void
append_gap(const struct cast *cast, struct buffer *out)
{
    struct buffer text = { 0 };
    int64_t from_ms;
    int64_t ms = cast_left_out_ms(cast, &from_ms);

    if (ms == 0)
        return;
    buffer_printf(&text,
                  "%" PRId64 " seconds from second %" PRId64
                  " on were left out: the recording had grown too long",
                  ms / 1000, from_ms / 1000);
    append_event(out, from_ms, 'm', text.data, text.length);
    buffer_release(&text);
}

void
cast_append_so_far(const struct cast *cast, const char *title, int64_t began,
                   struct buffer *out)
{
    append_header(cast, title, began, out);
    for (size_t i = 0; i < cast->chapter_count; i++) {
        if (i == CAST_CHAPTERS_FIRST) {
            append_gap(cast, out);
            i = first_kept(cast);
        }
        buffer_append(out, chapter_of(cast, i)->lines.data,
                      chapter_of(cast, i)->lines.length);
    }
}

void
cast_append_end(const struct cast *cast, struct buffer *out)
{
    struct buffer end = { 0 };

    cast_frame_append_end(&cast->now, &end);
    append_event(out, cast->end_ms, 'o', end.data, end.length);
    buffer_release(&end);
}

void
cast_append(const struct cast *cast, const char *title, int64_t began,
            struct buffer *out)
{
    cast_append_so_far(cast, title, began, out);
    cast_append_end(cast, out);
}

const struct buffer *
cast_present(const struct cast *cast)
{
    return cast->chapter_count > 0
               ? &chapter_of(cast, cast->chapter_count - 1)->lines
               : NULL;
}

bool
cast_is_whole(const struct cast *cast)
{
    return cast->chapter_count <= CAST_CHAPTERS_FIRST + CAST_CHAPTERS_LAST;
}

void
cast_release(struct cast *cast)
{
    for (size_t i = 0; i < CAST_CHAPTERS_FIRST; i++)
        buffer_release(&cast->first[i].lines);
    for (size_t i = 0; i < CAST_CHAPTERS_LAST; i++)
        buffer_release(&cast->last[i].lines);
    canvas_release(&cast->now);
    *cast = (struct cast){ 0 };
}
