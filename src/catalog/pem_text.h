#ifndef CATALOG_PEM_TEXT_H
#define CATALOG_PEM_TEXT_H

#include "catalog/source_text.h"

/*
 * The outside of a PEM file (RFC 7468): how many certificates are in it, and
 * that it holds nothing else, least of all a key. What is inside the
 * certificates is for `net` to say.
 */
bool pem_text_is_pem(const struct source_text *text);

MUST_USE bool pem_text_count(const struct source_text *text, size_t *count,
                             struct error *error);

#endif
