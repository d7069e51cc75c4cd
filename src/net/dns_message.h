#ifndef NET_DNS_MESSAGE_H
#define NET_DNS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/attributes.h"

/*
 * A DNS reply taken apart (RFC 1035 section 4, RFC 6891, RFC 8914): what the
 * libraries' answers leave out, the code, the flags and the alias chain.
 * Every length and count of the message is distrusted. Names are printable
 * ASCII without the last dot: other bytes, and dots inside a label, are
 * escaped as in RFC 1035 section 5.1; the root is ".".
 */
enum dns_record_type {
    DNS_RECORD_A = 1,
    DNS_RECORD_CNAME = 5,
    DNS_RECORD_SOA = 6,
    DNS_RECORD_AAAA = 28,
    DNS_RECORD_OPT = 41,
};

enum {
    DNS_MESSAGE_RECORDS = 64, /* more are counted, not kept */
    DNS_NAME_TEXT = 1024,     /* 255 bytes, at worst each as \DDD */
};

/* Of the answer section, class IN. */
struct dns_message_record {
    enum dns_record_type type; /* A, AAAA or CNAME */
    uint32_t ttl_s;
    struct address address;
    char owner[DNS_NAME_TEXT];
    char alias[DNS_NAME_TEXT]; /* CNAME only */
};

struct dns_message {
    uint16_t id;
    int rcode; /* with the upper bits of EDNS */
    bool authoritative;
    bool truncated;
    bool recursion_available;
    bool authenticated; /* AD */
    int extended_error; /* RFC 8914; -1 when there is none */
    char extended_text[128];
    uint32_t negative_ttl_s; /* of an SOA that says no (RFC 2308); 0 */
    size_t record_count;
    size_t dropped_count;
    struct dns_message_record *records; /* owned */
};

/*
 * False: the bytes are no complete, well-formed reply; the message is empty
 * then, for a code beside counts that lie proves nothing. Bytes behind the
 * last record are ignored, as every resolver does. Does not know what was
 * asked: the id and the question are the caller's to compare.
 */
MUST_USE bool dns_message_parse(struct dns_message *message,
                                const uint8_t *bytes, size_t length);
void dns_message_release(struct dns_message *message);

/* "NOERROR", "NXDOMAIN", ...; "RCODE" with the number is the caller's. */
const char *dns_rcode_name(int rcode); /* NULL when it has no name */
const char *dns_extended_error_name(int code);

#endif
