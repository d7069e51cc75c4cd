#include "dns_writer.h"

#include <assert.h>
#include <string.h>

void
dns_write_bytes(struct dns_writer *writer, const void *bytes, size_t length)
{
    assert(length <= sizeof(writer->bytes) - writer->length);
    memcpy(writer->bytes + writer->length, bytes, length);
    writer->length += length;
}

void
dns_write_u8(struct dns_writer *writer, unsigned value)
{
    uint8_t byte = (uint8_t)value;

    dns_write_bytes(writer, &byte, 1);
}

void
dns_write_u16(struct dns_writer *writer, unsigned value)
{
    dns_write_u8(writer, value >> 8 & 0xff);
    dns_write_u8(writer, value & 0xff);
}

void
dns_write_u32(struct dns_writer *writer, unsigned long value)
{
    dns_write_u16(writer, (unsigned)(value >> 16 & 0xffff));
    dns_write_u16(writer, (unsigned)(value & 0xffff));
}

void
dns_write_header(struct dns_writer *writer, unsigned id, unsigned flags)
{
    static const uint8_t counts[8];

    writer->length = 0;
    dns_write_u16(writer, id);
    dns_write_u16(writer, flags);
    dns_write_bytes(writer, counts, sizeof(counts));
}

void
dns_write_count(struct dns_writer *writer, enum dns_section section,
                unsigned count)
{
    size_t at = 4 + 2 * (size_t)section;

    writer->bytes[at] = (uint8_t)(count >> 8);
    writer->bytes[at + 1] = (uint8_t)(count & 0xff);
}

void
dns_write_name(struct dns_writer *writer, const char *name)
{
    while (*name != '\0') {
        size_t length = strcspn(name, ".");

        dns_write_u8(writer, (unsigned)length);
        dns_write_bytes(writer, name, length);
        name += length + (name[length] == '.');
    }
    dns_write_u8(writer, 0);
}

void
dns_write_pointer(struct dns_writer *writer, size_t target)
{
    dns_write_u16(writer, 0xc000u | (unsigned)target);
}

void
dns_write_question(struct dns_writer *writer, const char *name, unsigned type)
{
    dns_write_name(writer, name);
    dns_write_u16(writer, type);
    dns_write_u16(writer, 1);
}

void
dns_write_record(struct dns_writer *writer, const char *owner, unsigned type,
                 unsigned long ttl, size_t length)
{
    dns_write_name(writer, owner);
    dns_write_u16(writer, type);
    dns_write_u16(writer, 1);
    dns_write_u32(writer, ttl);
    dns_write_u16(writer, (unsigned)length);
}

void
dns_write_a(struct dns_writer *writer, const char *owner,
            unsigned long address)
{
    dns_write_record(writer, owner, 1, 300, 4);
    dns_write_u32(writer, address);
}

static size_t
name_size(const char *name)
{
    return strlen(name) + 2;
}

void
dns_write_alias(struct dns_writer *writer, const char *owner,
                const char *alias)
{
    dns_write_record(writer, owner, 5, 60, name_size(alias));
    dns_write_name(writer, alias);
}

void
dns_write_soa(struct dns_writer *writer, const char *owner, unsigned long ttl,
              unsigned long minimum)
{
    dns_write_record(writer, owner, 6, ttl, name_size("ns.test") + 1 + 20);
    dns_write_name(writer, "ns.test");
    dns_write_name(writer, "");
    for (int i = 0; i < 4; i++)
        dns_write_u32(writer, 7200);
    dns_write_u32(writer, minimum);
}

void
dns_write_extended_error(struct dns_writer *writer, unsigned upper,
                         unsigned code, const char *text)
{
    dns_write_name(writer, "");
    dns_write_u16(writer, 41);
    dns_write_u16(writer, 1232);
    dns_write_u32(writer, (unsigned long)upper << 24);
    dns_write_u16(writer, (unsigned)(4 + 2 + strlen(text)));
    dns_write_u16(writer, 15);
    dns_write_u16(writer, (unsigned)(2 + strlen(text)));
    dns_write_u16(writer, code);
    dns_write_bytes(writer, text, strlen(text));
}
