#include "net/dns_message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* What the header promises of a message that was taken. */
static void
check_name(const char *name)
{
    if (name[0] == '\0' || memchr(name, '\0', DNS_NAME_TEXT) == NULL)
        abort();
    for (; *name != '\0'; name++) {
        if (*name <= ' ' || *name > '~')
            abort();
    }
}

static void
check_record(const struct dns_message_record *record)
{
    bool alias = record->type == DNS_RECORD_CNAME;

    check_name(record->owner);
    if (alias)
        check_name(record->alias);
    if ((record->address.family == FAMILY_NONE) != alias)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct dns_message message;
    bool fine = dns_message_parse(&message, bytes, length);

    if (message.record_count > DNS_MESSAGE_RECORDS ||
        (!fine && message.records != NULL) ||
        memchr(message.extended_text, '\0', sizeof(message.extended_text)) ==
            NULL)
        abort();
    for (size_t i = 0; i < message.record_count; i++)
        check_record(&message.records[i]);
    dns_message_release(&message);
    return 0;
}
