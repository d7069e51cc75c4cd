#ifndef CATALOG_SOURCE_TEXT_H
#define CATALOG_SOURCE_TEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/*
 * The bytes of a definitions file in memory, and the way in which an error
 * points into them: "file:line:column: expected ... found ...". What a file
 * means is not known here.
 */
enum { SOURCE_TEXT_LIMIT = 1024 * 1024 };

struct source_text {
    const char *name; /* how errors and reports call it; safe */
    const char *bytes;
    size_t length;
};

/* Both count from 1; a column is a character, not a byte. */
struct source_mark {
    size_t line;
    size_t column;
};

/*
 * Reads a regular file of at most SOURCE_TEXT_LIMIT bytes into the arena.
 * Anything else (a directory, a FIFO, a device) is refused without waiting
 * for it. With `missing` given, a file that does not exist is no error but
 * sets it; everything else that keeps the file from being read is one.
 */
MUST_USE bool source_text_read(struct source_text *text, struct arena *arena,
                               const char *path, bool *missing,
                               struct error *error);

/* Where the byte at that offset stands. */
struct source_mark source_text_mark(const struct source_text *text,
                                    size_t offset);

/* The byte offset of the character with that number, the first being 0. */
size_t source_text_offset(const struct source_text *text, size_t character);

/* Puts "name:line:column: " before the sentence; returns false. */
bool source_text_reject(const struct source_text *text,
                        struct source_mark mark, struct error *error,
                        const char *format, ...) PRINTF_LIKE(4, 5);

#endif
