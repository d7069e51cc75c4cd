#include "net/dns_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/address.h"
#include "dns_writer.h"

enum { REPLY = 0x8180 }; /* QR, RD, RA */

/* Reads from a block of exactly that size, so a sanitizer sees overreads. */
static bool
parse(struct dns_message *message, const void *bytes, size_t length)
{
    uint8_t *exact = malloc(length == 0 ? 1 : length);
    bool fine;

    assert_non_null(exact);
    memcpy(exact, bytes, length);
    fine = dns_message_parse(message, exact, length);
    free(exact);
    return fine;
}

static void
write_chain(struct dns_writer *writer)
{
    dns_write_header(writer, 0x1234, REPLY | 0x0400 | 0x0020);
    dns_write_count(writer, DNS_QUESTION, 1);
    dns_write_question(writer, "www.example.test", 1);
    dns_write_count(writer, DNS_ANSWER, 3);
    /* Compressed: the owner is the question's name, the alias ends in it. */
    dns_write_pointer(writer, 12);
    dns_write_u16(writer, 5);
    dns_write_u16(writer, 1);
    dns_write_u32(writer, 60);
    dns_write_u16(writer, 6);
    dns_write_u8(writer, 3);
    dns_write_bytes(writer, "cdn", 3);
    dns_write_pointer(writer, 16);
    dns_write_a(writer, "cdn.example.test", 0xc0000207);
    dns_write_record(writer, "cdn.example.test", 28, 0xffffffff, 16);
    dns_write_bytes(writer, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
}

static void
test_chain(void **state)
{
    struct dns_writer writer;
    struct dns_message message;
    char text[ADDRESS_TEXT_SIZE];

    (void)state;
    write_chain(&writer);
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_int_equal(message.id, 0x1234);
    assert_int_equal(message.rcode, 0);
    assert_true(message.authoritative);
    assert_true(message.recursion_available);
    assert_true(message.authenticated);
    assert_false(message.truncated);
    assert_int_equal(message.extended_error, -1);
    assert_int_equal(message.record_count, 3);
    assert_int_equal(message.records[0].type, DNS_RECORD_CNAME);
    assert_string_equal(message.records[0].owner, "www.example.test");
    assert_string_equal(message.records[0].alias, "cdn.example.test");
    assert_int_equal(message.records[0].ttl_s, 60);
    assert_int_equal(message.records[1].type, DNS_RECORD_A);
    assert_string_equal(address_format(&message.records[1].address, text),
                        "192.0.2.7");
    assert_string_equal(address_format(&message.records[2].address, text),
                        "2001:db8::1");
    assert_int_equal(message.records[2].ttl_s, 0); /* RFC 2181 */
    dns_message_release(&message);
    dns_message_release(&message);
}

/* Whatever is missing at the end, it is no whole reply. */
static void
test_every_cut(void **state)
{
    struct dns_writer writer;

    (void)state;
    write_chain(&writer);
    dns_write_count(&writer, DNS_AUTHORITY, 1);
    dns_write_soa(&writer, "example.test", 900, 300);
    dns_write_count(&writer, DNS_ADDITIONAL, 1);
    dns_write_extended_error(&writer, 0, 15, "Blocked by policy");
    for (size_t length = 0; length < writer.length; length++) {
        struct dns_message message;

        assert_false(parse(&message, writer.bytes, length));
        assert_null(message.records);
        assert_int_equal(message.record_count, 0);
    }
}

/* Every byte set to what may be a length, a pointer or a flag. */
static void
test_every_byte(void **state)
{
    static const uint8_t values[] = { 0, 1, 0x3f, 0x40, 0x80, 0xc0, 0xff };
    struct dns_writer writer;
    struct dns_message message;
    unsigned fine = 0;

    (void)state;
    write_chain(&writer);
    for (size_t at = 0; at < writer.length; at++) {
        uint8_t before = writer.bytes[at];

        for (size_t i = 0; i < sizeof(values); i++) {
            writer.bytes[at] = values[i];
            fine += parse(&message, writer.bytes, writer.length);
            dns_message_release(&message);
        }
        writer.bytes[at] = before;
    }
    assert_in_range(fine, 1, writer.length * sizeof(values) - 1);
}

static void
test_negative(void **state)
{
    static const struct {
        unsigned long ttl;
        unsigned long minimum;
        uint32_t kept;
    } cases[] = {
        { 900, 300, 300 },
        { 60, 300, 60 },
        { 900, 0x80000000, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct dns_writer writer;
        struct dns_message message;

        dns_write_header(&writer, 1, REPLY | 3);
        dns_write_count(&writer, DNS_QUESTION, 1);
        dns_write_question(&writer, "no.test", 28);
        dns_write_count(&writer, DNS_AUTHORITY, 1);
        dns_write_soa(&writer, "test", cases[i].ttl, cases[i].minimum);
        assert_true(parse(&message, writer.bytes, writer.length));
        assert_int_equal(message.rcode, 3);
        assert_int_equal(message.negative_ttl_s, cases[i].kept);
        assert_int_equal(message.record_count, 0);
        dns_message_release(&message);
    }
}

static void
test_extended_error(void **state)
{
    struct dns_writer writer;
    struct dns_message message;
    char longer[400];

    (void)state;
    dns_write_header(&writer, 1, REPLY | 0x0200);
    dns_write_count(&writer, DNS_ADDITIONAL, 1);
    dns_write_extended_error(&writer, 1, 15, "no \x1b[31m\xe2\x80\xae here");
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_int_equal(message.rcode, 16);
    assert_true(message.truncated);
    assert_int_equal(message.extended_error, 15);
    assert_string_equal(message.extended_text, "no \\e[31m\\u{202e} here");
    dns_message_release(&message);

    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    dns_write_header(&writer, 1, REPLY);
    dns_write_count(&writer, DNS_ADDITIONAL, 2);
    dns_write_extended_error(&writer, 0, 22, longer);
    dns_write_extended_error(&writer, 0, 9, "a second one");
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_int_equal(message.extended_error, 22);
    assert_int_equal(strlen(message.extended_text),
                     sizeof(message.extended_text) - 1);
    dns_message_release(&message);
}

/* The option is longer than its record, which ends the message. */
static void
test_option_beyond_record(void **state)
{
    struct dns_writer writer;
    struct dns_message message;

    (void)state;
    dns_write_header(&writer, 1, REPLY);
    dns_write_count(&writer, DNS_ADDITIONAL, 1);
    dns_write_extended_error(&writer, 0, 15, "text");
    writer.bytes[writer.length - 7]++;
    dns_write_bytes(&writer, "more", 4);
    assert_false(parse(&message, writer.bytes, writer.length));
}

static void
test_too_many_records(void **state)
{
    struct dns_writer writer;
    struct dns_message message;

    (void)state;
    dns_write_header(&writer, 1, REPLY);
    dns_write_count(&writer, DNS_ANSWER, 1000);
    for (unsigned i = 0; i < 1000; i++)
        dns_write_a(&writer, "many.test", 0x0a000000 + i);
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_int_equal(message.record_count, DNS_MESSAGE_RECORDS);
    assert_int_equal(message.dropped_count, 1000 - DNS_MESSAGE_RECORDS);
    assert_int_equal(message.records[63].address.bytes[3], 63);
    dns_message_release(&message);
}

/* Other types and classes are no business of ours, but must be well formed. */
static void
test_other_records(void **state)
{
    struct dns_writer writer;
    struct dns_message message;

    (void)state;
    dns_write_header(&writer, 1, REPLY);
    dns_write_count(&writer, DNS_ANSWER, 3);
    dns_write_record(&writer, "txt.test", 16, 60, 5);
    dns_write_bytes(&writer, "\4text", 5);
    dns_write_a(&writer, "chaos.test", 1);
    writer.bytes[writer.length - 11] = 3; /* CH */
    dns_write_a(&writer, "in.test", 2);
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_int_equal(message.record_count, 1);
    assert_string_equal(message.records[0].owner, "in.test");
    assert_int_equal(message.dropped_count, 0);
    dns_message_release(&message);
}

static void
test_odd_names(void **state)
{
    struct dns_writer writer;
    struct dns_message message;

    (void)state;
    dns_write_header(&writer, 1, REPLY);
    dns_write_count(&writer, DNS_ANSWER, 2);
    dns_write_bytes(&writer, "\7a.b\\ \x1b\xff\4test\0", 14);
    dns_write_bytes(&writer, "\0\1\0\1\0\0\0\1\0\4\x7f\0\0\1", 14);
    dns_write_a(&writer, "", 1);
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_string_equal(message.records[0].owner,
                        "a\\.b\\\\\\032\\027\\255.test");
    assert_string_equal(message.records[1].owner, ".");
    dns_message_release(&message);
}

/* The longest name there can be, each byte of it four in the text. */
static void
test_longest_name(void **state)
{
    static const unsigned labels[] = { 63, 63, 63, 61 };
    struct dns_writer writer;
    struct dns_message message;

    (void)state;
    for (unsigned extra = 0; extra < 2; extra++) {
        dns_write_header(&writer, 1, REPLY);
        dns_write_count(&writer, DNS_ANSWER, 1);
        for (int i = 0; i < 4; i++) {
            unsigned length = labels[i] + (i == 3 ? extra : 0);

            dns_write_u8(&writer, length);
            for (unsigned at = 0; at < length; at++)
                dns_write_u8(&writer, 1);
        }
        dns_write_a(&writer, "", 1);
        assert_int_equal(parse(&message, writer.bytes, writer.length),
                         extra == 0);
        if (extra == 0)
            assert_int_equal(strlen(message.records[0].owner), 1003);
        dns_message_release(&message);
    }
}

/* One record whose owner is written by hand; false in every case. */
static void
test_bad_names(void **state)
{
    static const struct {
        const char *what;
        const char *owner;
        size_t length;
    } cases[] = {
        { "pointer to itself", "\xc0\x0c", 2 },
        { "pointer forwards", "\xc0\x20", 2 },
        { "pointer beyond the end", "\xff\xff", 2 },
        { "pointer into the header", "\xc0\x00", 2 },
        { "label and pointer in a circle", "\1a\xc0\x0c", 4 },
        { "reserved bits 01", "\x41x", 2 },
        { "reserved bits 10", "\x81x", 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct dns_writer writer;
        struct dns_message message;

        dns_write_header(&writer, 1, REPLY);
        dns_write_count(&writer, DNS_ANSWER, 1);
        dns_write_bytes(&writer, cases[i].owner, cases[i].length);
        dns_write_bytes(&writer, "\0\1\0\1\0\0\0\1\0\4\x7f\0\0\1", 14);
        /* Enough for every length; as a record it would be well formed. */
        for (int zero = 0; zero < 300; zero++)
            dns_write_u8(&writer, 0);
        if (parse(&message, writer.bytes, writer.length))
            fail_msg("accepted: %s", cases[i].what);
    }
}

/* Data whose length does not fit its type, or the message. */
static void
test_bad_data(void **state)
{
    static const struct {
        const char *what;
        unsigned type;
        size_t announced;
        const char *data;
        size_t length;
    } cases[] = {
        { "A of five bytes", 1, 5, "\1\2\3\4\5", 5 },
        { "A of three bytes", 1, 3, "\1\2\3", 3 },
        { "AAAA of four bytes", 28, 4, "\1\2\3\4", 4 },
        { "data beyond the end", 16, 6, "\4text", 5 },
        { "alias shorter than its data", 5, 4, "\1a\0\0", 4 },
        { "alias longer than its data", 5, 2, "\1a\0", 3 },
        { "alias without an end", 5, 2, "\1a", 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct dns_writer writer;
        struct dns_message message;

        dns_write_header(&writer, 1, REPLY);
        dns_write_count(&writer, DNS_ANSWER, 1);
        dns_write_record(&writer, "bad.test", cases[i].type, 60,
                         cases[i].announced);
        dns_write_bytes(&writer, cases[i].data, cases[i].length);
        if (parse(&message, writer.bytes, writer.length))
            fail_msg("accepted: %s", cases[i].what);
    }
}

static void
test_no_reply(void **state)
{
    struct dns_writer writer;
    struct dns_message message;

    (void)state;
    dns_write_header(&writer, 1, 0x0100);
    dns_write_count(&writer, DNS_QUESTION, 1);
    dns_write_question(&writer, "echo.test", 1);
    assert_false(parse(&message, writer.bytes, writer.length));

    for (int section = DNS_QUESTION; section <= DNS_ADDITIONAL; section++) {
        dns_write_header(&writer, 1, REPLY);
        dns_write_count(&writer, (enum dns_section)section, 65535);
        assert_false(parse(&message, writer.bytes, writer.length));
    }
    dns_write_header(&writer, 1, REPLY | 5);
    assert_true(parse(&message, writer.bytes, writer.length));
    assert_int_equal(message.rcode, 5);
    dns_message_release(&message);
}

static void
test_code_names(void **state)
{
    (void)state;
    assert_string_equal(dns_rcode_name(0), "NOERROR");
    assert_string_equal(dns_rcode_name(3), "NXDOMAIN");
    assert_string_equal(dns_rcode_name(23), "BADCOOKIE");
    assert_null(dns_rcode_name(11));
    assert_null(dns_rcode_name(24));
    assert_null(dns_rcode_name(-1));
    assert_string_equal(dns_extended_error_name(15), "Blocked");
    assert_string_equal(dns_extended_error_name(24), "Invalid Data");
    assert_null(dns_extended_error_name(25));
    assert_null(dns_extended_error_name(-1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_negative),
        cmocka_unit_test(test_extended_error),
        cmocka_unit_test(test_option_beyond_record),
        cmocka_unit_test(test_too_many_records),
        cmocka_unit_test(test_other_records),
        cmocka_unit_test(test_odd_names),
        cmocka_unit_test(test_longest_name),
        cmocka_unit_test(test_bad_names),
        cmocka_unit_test(test_bad_data),
        cmocka_unit_test(test_no_reply),
        cmocka_unit_test(test_code_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
