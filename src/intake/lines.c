#include "intake/lines.h"

#include <string.h>

#include "intake/file_reader.h"

bool
lines_open(struct lines *lines, struct look *look, const char *path)
{
    const char *why = NULL;

    *lines = (struct lines){ 0 };
    switch (file_reader_read(look_path(look, path), &lines->text, &why)) {
    case FILE_READ:
        return true;
    case FILE_CUT:
        look_note(look, "%s is longer than 1 MB; only its beginning was read.",
                  path);
        return true;
    case FILE_ABSENT:
        return false;
    case FILE_REFUSED:
        look_note(look, "%s cannot be read: %s.", path, why);
        return false;
    }
    return false;
}

char *
lines_next(struct lines *lines)
{
    struct buffer *text = &lines->text;

    if (lines->at >= text->length)
        return NULL;

    char *line = text->data + lines->at;
    char *newline = memchr(line, '\n', text->length - lines->at);

    lines->number++;
    if (newline == NULL) {
        lines->at = text->length;
        return line;
    }
    *newline = '\0';
    lines->at = (size_t)(newline - text->data) + 1;
    return line;
}

void
lines_close(struct lines *lines)
{
    buffer_release(&lines->text);
    *lines = (struct lines){ 0 };
}
