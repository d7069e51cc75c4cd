#ifndef TESTS_NET_DNS_WRITER_H
#define TESTS_NET_DNS_WRITER_H

#include <stddef.h>
#include <stdint.h>

/* Writes DNS messages byte by byte, right ones and wrong ones. */
struct dns_writer {
    uint8_t bytes[65535];
    size_t length;
};

/* A reply's header; rcode and flags as they stand in the second word. */
void dns_write_header(struct dns_writer *writer, unsigned id, unsigned flags);

/* Where in the header a section is counted. */
enum dns_section { DNS_QUESTION, DNS_ANSWER, DNS_AUTHORITY, DNS_ADDITIONAL };
void dns_write_count(struct dns_writer *writer, enum dns_section section,
                     unsigned count);

void dns_write_bytes(struct dns_writer *writer, const void *bytes,
                     size_t length);
void dns_write_u8(struct dns_writer *writer, unsigned value);
void dns_write_u16(struct dns_writer *writer, unsigned value);
void dns_write_u32(struct dns_writer *writer, unsigned long value);
void dns_write_name(struct dns_writer *writer, const char *name);
void dns_write_pointer(struct dns_writer *writer, size_t target);
void dns_write_question(struct dns_writer *writer, const char *name,
                        unsigned type);

/* Everything of a record before its data, which has `length` bytes. */
void dns_write_record(struct dns_writer *writer, const char *owner,
                      unsigned type, unsigned long ttl, size_t length);
void dns_write_a(struct dns_writer *writer, const char *owner,
                 unsigned long address);
void dns_write_alias(struct dns_writer *writer, const char *owner,
                     const char *alias);
void dns_write_soa(struct dns_writer *writer, const char *owner,
                   unsigned long ttl, unsigned long minimum);
/* EDNS with the upper bits of the code and one extended error. */
void dns_write_extended_error(struct dns_writer *writer, unsigned upper,
                              unsigned code, const char *text);

#endif
