#ifndef LAB_DNS_WIRE_H
#define LAB_DNS_WIRE_H

#include "base/address.h"
#include "base/buffer.h"
#include "lab/dns_question.h"
#include "net/dns_message.h"

/* DNS messages as bytes: replies of a server, queries of a client. */
struct dns_reply {
    struct buffer bytes;
    const struct dns_question *question;
    size_t owner; /* where the name stands that the next record is about */
};

/* The header and the question as it came, bit for bit. */
void dns_reply_start(struct dns_reply *reply,
                     const struct dns_question *question,
                     enum dns_rcode rcode);
/* The records that follow are about the alias. */
void dns_reply_add_alias(struct dns_reply *reply, const char *alias,
                         uint32_t ttl_s);
void dns_reply_add_address(struct dns_reply *reply,
                           const struct address *address, uint32_t ttl_s);
/* Behind all answers: whose zone it is, and how long a no is good for. */
void dns_reply_add_authority(struct dns_reply *reply, uint32_t ttl_s);
/* Takes all records away and says that there were some. */
void dns_reply_cut(struct dns_reply *reply);
/*
 * Adds EDNS when the question had it, with an extended error (RFC 8914)
 * unless that is 0, and cuts what is longer than the limit.
 */
void dns_reply_end(struct dns_reply *reply, uint16_t extended_error,
                   size_t limit);
void dns_reply_release(struct dns_reply *reply);

/* A question for a recursive server, without EDNS as glibc asks. */
void dns_query_write(struct buffer *out, uint16_t id, const char *name,
                     enum dns_record_type type);
/* A message on a stream has its length in front (RFC 1035 4.2.2). */
void dns_stream_write(struct buffer *out, const struct buffer *message);
/*
 * Whether a whole message stands at the front; its length without the
 * prefix of two bytes.
 */
bool dns_stream_has(const struct buffer *stream, size_t *length);

#endif
