#include "catalog/pem_text.h"

#include <string.h>

#include "base/safe_text.h"

enum { LABEL_LIMIT = 40 };

static const char begin_label[] = "-----BEGIN ";
static const char end_label[] = "-----END ";
static const char begin_certificate[] = "-----BEGIN CERTIFICATE-----";
static const char end_certificate[] = "-----END CERTIFICATE-----";

struct pem_line {
    const char *bytes;
    size_t length; /* without the end of the line */
    size_t number; /* from 1 */
    size_t offset; /* of the line behind it */
};

static bool
line_next(const struct source_text *text, struct pem_line *line)
{
    if (line->offset >= text->length)
        return false;

    const char *start = text->bytes + line->offset;
    size_t left = text->length - line->offset;
    const char *end = memchr(start, '\n', left);

    line->bytes = start;
    line->length = end != NULL ? (size_t)(end - start) : left;
    line->offset += line->length + 1;
    line->number++;
    while (line->length > 0 && strchr(" \t\r", start[line->length - 1]))
        line->length--;
    return true;
}

static bool
line_starts_with(const struct pem_line *line, const char *prefix)
{
    size_t length = strlen(prefix);

    return line->length >= length && memcmp(line->bytes, prefix, length) == 0;
}

static bool
line_is(const struct pem_line *line, const char *wanted)
{
    return line->length == strlen(wanted) && line_starts_with(line, wanted);
}

bool
pem_text_is_pem(const struct source_text *text)
{
    struct pem_line line = { 0 };

    while (line_next(text, &line))
        if (line_starts_with(&line, begin_label))
            return true;
    return false;
}

static bool
line_reject(const struct source_text *text, const struct pem_line *line,
            const char *expected, struct error *error)
{
    struct arena scratch = { 0 };
    struct source_mark mark = { .line = line->number, .column = 1 };

    source_text_reject(text, mark, error, "expected \"%s\", found \"%s\"",
                       expected,
                       safe_text_copy(&scratch, SAFE_LINE, line->bytes,
                                      line->length, LABEL_LIMIT));
    arena_release(&scratch);
    return false;
}

bool
pem_text_count(const struct source_text *text, size_t *count,
               struct error *error)
{
    struct source_mark start = { .line = 1, .column = 1 };
    struct pem_line line = { 0 };
    bool inside = false;

    *count = 0;
    while (line_next(text, &line)) {
        const char *expected = inside ? end_certificate : begin_certificate;

        if (!line_starts_with(&line, begin_label) &&
            !line_starts_with(&line, end_label))
            continue;
        if (!line_is(&line, expected))
            return line_reject(text, &line, expected, error);
        if (inside)
            ++*count;
        else
            start = (struct source_mark){ .line = line.number, .column = 1 };
        inside = !inside;
    }
    if (inside)
        return source_text_reject(text, start, error,
                                  "expected \"%s\" behind this line, found "
                                  "none",
                                  end_certificate);
    if (*count == 0)
        return source_text_reject(text, start, error,
                                  "expected a certificate, found none");
    return true;
}
