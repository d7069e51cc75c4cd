#include "intake/look.h"

#include <stdarg.h>
#include <string.h>

#include "base/buffer.h"
#include "base/safe_text.h"

enum { LONGEST_TEXT = 256, LONGEST_NOTE = 512, MOST_NOTES = 64 };

char *
look_keep(struct look *look, const char *text)
{
    return safe_text_copy(look->arena, SAFE_LINE, text, strlen(text),
                          LONGEST_TEXT);
}

static void
look_push_note(struct look *look, const char *note)
{
    struct machine *machine = look->machine;

    arena_push(look->arena, &machine->notes, &machine->note_count, note);
}

void
look_note(struct look *look, const char *format, ...)
{
    struct buffer text = { 0 };
    va_list arguments;

    if (look->machine->note_count > MOST_NOTES)
        return;
    if (look->machine->note_count == MOST_NOTES) {
        look_push_note(look, "There is more to note than fits here; the "
                             "rest was left out.");
        return;
    }
    va_start(arguments, format);
    buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    look_push_note(look,
                   safe_text_copy(look->arena, SAFE_LINE, buffer_text(&text),
                                  text.length, LONGEST_NOTE));
    buffer_release(&text);
}

char *
look_path(struct look *look, const char *path)
{
    return arena_printf(look->arena, "%s%s", look->intake->root, path);
}
