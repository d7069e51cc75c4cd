#include "app/session_also.h"

#include <string.h>

#include "base/buffer.h"

static int
also_find(const char *word, size_t length)
{
    for (int i = 0; i < ALSO_COUNT; i++) {
        const char *id = words_id(&also_words, i);

        if (strlen(id) == length && memcmp(id, word, length) == 0)
            return i;
    }
    return -1;
}

static bool
also_refuse(const char *word, size_t length, struct error *error)
{
    enum { SHOWN = 64 };
    struct buffer known = { 0 };

    for (int i = 0; i < ALSO_COUNT; i++)
        buffer_printf(&known, "%s%s", i > 0 ? ", " : "",
                      words_id(&also_words, i));
    error_set(error, ERROR_USAGE, "--also: there is no \"%.*s\"; known: %s",
              length < SHOWN ? (int)length : SHOWN, word, buffer_text(&known));
    buffer_release(&known);
    return false;
}

bool
session_also_read(bool also[ALSO_COUNT], const char *text, bool nothing_deep,
                  struct error *error)
{
    const char *word = text;

    if (text == NULL)
        return true;
    if (nothing_deep)
        return error_set(error, ERROR_USAGE,
                         "--also: expected without --no-deep, which tries "
                         "nothing further");
    for (;;) {
        size_t length = strcspn(word, ",");
        int wish = also_find(word, length);

        if (wish < 0)
            return also_refuse(word, length, error);
        also[wish] = true;
        if (word[length] == '\0')
            return true;
        word += length + 1;
    }
}
