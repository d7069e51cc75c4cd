#include "model/schema.h"

#include <string.h>

const char *
words_id(const struct words *words, int value)
{
    if (value < 0 || (size_t)value >= words->count)
        return "unknown";
    return words->ids[value];
}

int
words_value(const struct words *words, const char *id)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->ids[i], id) == 0)
            return (int)i;
    return -1;
}
