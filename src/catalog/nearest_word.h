#ifndef CATALOG_NEAREST_WORD_H
#define CATALOG_NEAREST_WORD_H

#include <stddef.h>

/*
 * The known word that somebody probably meant: at most a third of its
 * letters are wrong, missing, too many or swapped with a neighbour. NULL
 * when no word is that near.
 */
const char *nearest_word(const char *word, const char *const *known,
                         size_t count);

#endif
