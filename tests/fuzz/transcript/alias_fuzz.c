#include <stdlib.h>
#include <string.h>

#include "transcript/aliases.h"

/*
 * Bytes as a file of aliases. One that is taken gives names that are not
 * taken twice, and is the same when it is written and read again.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
use(struct aliases *aliases)
{
    static const char *const words[] = { "acme", "globex", "a", "host01" };
    struct address address;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *alias = aliases_word(aliases, "host", words[i]);

        if (alias != aliases_word(aliases, "host", words[i]) ||
            !aliases_is_alias(aliases, ALIAS_WORD, alias))
            abort();
    }
    (void)aliases_suffix(aliases, "com");
    (void)aliases_number(aliases, "00ff");
    if (!address_parse("10.1.2.3", &address))
        abort();
    address = aliases_address(aliases, &address);
    if (!address_parse("2600:1f00::1:2", &address))
        abort();
    address = aliases_address(aliases, &address);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct aliases *first = aliases_new();
    struct aliases *second = aliases_new();
    struct buffer written = { 0 };
    struct buffer again = { 0 };
    struct error error = { 0 };

    if (aliases_read(first, (const char *)bytes, length, &error)) {
        use(first);
        aliases_write(first, &written);
        if (!aliases_read(second, buffer_text(&written), written.length,
                          &error))
            abort();
        use(second);
        aliases_write(second, &again);
        /* What was given is given again; the order is that of asking. */
        if (aliases_count(first) > 0 && again.length == 0)
            abort();
    }
    aliases_free(first);
    aliases_free(second);
    buffer_release(&written);
    buffer_release(&again);
    return 0;
}
