#include "catalog/nearest_word.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_WORD = 48, WRONG_IN = 3 };

static size_t
least_of(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* The distance of Damerau and Levenshtein, neighbours swapped once. */
static size_t
word_distance(const char *left, size_t left_length, const char *right,
              size_t right_length)
{
    size_t rows[LONGEST_WORD + 1][LONGEST_WORD + 1];

    for (size_t i = 0; i <= left_length; i++)
        rows[i][0] = i;
    for (size_t j = 0; j <= right_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= left_length; i++) {
        for (size_t j = 1; j <= right_length; j++) {
            size_t wrong = left[i - 1] != right[j - 1];
            size_t best = least_of(rows[i - 1][j], rows[i][j - 1]) + 1;

            best = least_of(best, rows[i - 1][j - 1] + wrong);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] &&
                left[i - 2] == right[j - 1])
                best = least_of(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    }
    return rows[left_length][right_length];
}

const char *
nearest_word(const char *word, const char *const *known, size_t count)
{
    size_t length = strlen(word);
    const char *nearest = NULL;
    size_t best = LONGEST_WORD;

    if (length > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t known_length = strlen(known[i]);

        if (known_length > LONGEST_WORD)
            continue;

        size_t distance = word_distance(word, length, known[i], known_length);

        if (distance < best && distance * WRONG_IN <= known_length) {
            best = distance;
            nearest = known[i];
        }
    }
    return nearest;
}
