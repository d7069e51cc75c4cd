#ifndef TESTS_CATALOG_WORKSHOP_H
#define TESTS_CATALOG_WORKSHOP_H

#include <stddef.h>

/*
 * A directory of its own for a test that needs files. The process works in
 * it, so that a file is called by its bare name in every error.
 */
int workshop_open(void **state);
int workshop_close(void **state);

/* Writes a file, making the directories before it. */
void workshop_write(const char *name, const void *bytes, size_t length);
void workshop_write_text(const char *name, const char *text);
void workshop_remove(const char *name);

/* A small regions file without a fault, and the same with one change. */
extern const char workshop_regions[];
void workshop_write_changed(const char *name, const char *text,
                            const char *from, const char *to);

/* What is in a file of data/; the caller frees it. */
char *workshop_shipped(const char *name);

#endif
