#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stddef.h>

/*
 * How many columns safe text takes on a terminal: wide characters two,
 * combining ones none (Unicode Standard Annex 11).
 */
size_t width_of(const char *text);

/*
 * How many bytes of the text fit into the given columns without cutting a
 * character or parting it from its combining marks.
 */
size_t width_fit(const char *text, size_t columns);

#endif
