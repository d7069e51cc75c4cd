#include "catalog/host_syntax.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/address.h"

enum { LONGEST_LABEL = 63 };

static const char letters_digits_hyphens[] = "abcdefghijklmnopqrstuvwxyz"
                                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789-";

static bool
host_read_address(const char *text, char host[HOST_TEXT_SIZE])
{
    char canonical[ADDRESS_TEXT_SIZE];
    struct address address;

    static_assert((int)ADDRESS_TEXT_SIZE <= (int)HOST_TEXT_SIZE,
                  "an address fits where a name fits");
    if (strpbrk(text, "[]%") != NULL || !address_parse(text, &address))
        return false;
    strcpy(host, address_format(&address, canonical));
    return true;
}

static const char *
label_fault(const char *label, size_t length)
{
    if (length == 0)
        return "without empty labels";
    if (length > LONGEST_LABEL)
        return "with labels of at most 63 bytes";
    if (strspn(label, letters_digits_hyphens) < length)
        return "of letters, digits, hyphens and dots";
    if (label[0] == '-' || label[length - 1] == '-')
        return "with no hyphen at the ends of its labels";
    return NULL;
}

/* A name whose last label is a number would be read as a broken address. */
static bool
host_ends_in_number(const char *text)
{
    const char *dot = strrchr(text, '.');
    const char *last = dot != NULL ? dot + 1 : text;

    return strspn(last, "0123456789") == strlen(last);
}

static void
host_lower(const char *text, char host[HOST_TEXT_SIZE])
{
    size_t i = 0;

    for (; text[i] != '\0'; i++) {
        bool upper = text[i] >= 'A' && text[i] <= 'Z';

        host[i] = (char)(upper ? text[i] - 'A' + 'a' : text[i]);
    }
    host[i] = '\0';
}

const char *
host_syntax_read(const char *text, char host[HOST_TEXT_SIZE])
{
    if (host_read_address(text, host))
        return NULL;
    if (strlen(text) >= HOST_TEXT_SIZE)
        return "of at most 253 bytes";
    for (const char *label = text;;) {
        size_t length = strcspn(label, ".");
        const char *fault = label_fault(label, length);

        if (fault != NULL)
            return fault;
        if (label[length] == '\0')
            break;
        label += length + 1;
    }
    if (host_ends_in_number(text))
        return "that does not end in a number";
    host_lower(text, host);
    return NULL;
}
