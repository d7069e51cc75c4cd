#ifndef LAB_DNS_QUESTION_H
#define LAB_DNS_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A DNS query as a server reads it (RFC 1035 section 4.1, RFC 6891). Every
 * byte is distrusted; no name is followed through a pointer, for there is
 * nothing in a query that it could point to.
 */
enum dns_rcode {
    DNS_RCODE_NOERROR,
    DNS_RCODE_FORMERR,
    DNS_RCODE_SERVFAIL,
    DNS_RCODE_NXDOMAIN,
    DNS_RCODE_NOTIMP,
    DNS_RCODE_REFUSED,
    DNS_RCODE_BADVERS = 16, /* the version of EDNS */
};

enum {
    DNS_HEADER_BYTES = 12,
    DNS_NAME_BYTES = 255,
    DNS_LABEL_BYTES = 63,
    DNS_CLASS_IN = 1,
    DNS_PLAIN_UDP = 512, /* what fits without EDNS */
};

/* The header's second word. */
enum {
    DNS_FLAG_REPLY = 0x8000,
    DNS_FLAGS_OPCODE = 0x7800,
    DNS_FLAG_TRUNCATED = 0x0200,
    DNS_FLAG_RECURSION_DESIRED = 0x0100,
    DNS_FLAG_RECURSION_AVAILABLE = 0x0080,
    DNS_FLAG_CHECKING_DISABLED = 0x0010,
};

struct dns_question {
    uint16_t id;
    uint16_t flags;
    enum dns_rcode complaint;         /* why it cannot be answered */
    uint8_t wire[DNS_NAME_BYTES + 4]; /* as it came: name, type, class */
    size_t wire_length;               /* 0: there is no whole question */
    char name[DNS_NAME_BYTES + 1];    /* "." is the root; a byte that no host
                                       * name has is "?" */
    uint16_t type;
    bool has_edns;
    uint16_t udp_size; /* at least 512 */
};

/* False: nothing that a server answers at all, too short or a reply. */
bool dns_question_read(struct dns_question *question, const uint8_t *bytes,
                       size_t length);

#endif
