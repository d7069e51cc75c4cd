#include "model/distinguished_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* All attributes of ours as "kind=value", parted by "|". */
struct row {
    const char *text;
    const char *read;
};

static const struct row rows[] = {
    { "", "" },
    { "CN=Zscaler Root CA,O=Zscaler Inc.,C=US",
      "CN=Zscaler Root CA|O=Zscaler Inc." },
    /* RFC 2253, 2.4 and 5: escapes, quotes, several values, hex. */
    { "O=BlueCoat Systems\\, Inc.,CN=x", "O=BlueCoat Systems, Inc.|CN=x" },
    { "O=a\\,CN=b", "O=a,CN=b" },
    { "O=\"a,CN=b+OU=c\",CN=d", "O=a,CN=b+OU=c|CN=d" },
    { "OU=Sales+CN=J. Smith,O=Widget", "OU=Sales|CN=J. Smith|O=Widget" },
    { "CN=a\\+OU=b", "CN=a+OU=b" },
    { "CN=a\\\\,O=b", "CN=a\\|O=b" },
    { "CN=a\\\"b\\\"", "CN=a\"b\"" },
    { "CN=Lu\\C4\\8Di\\C4\\87", "CN=Lu\xc4\x8di\xc4\x87" },
    { "CN=\\#x", "CN=#x" },
    { "CN=a;O=b", "CN=a|O=b" },
    { "CN=a, O=b,  OU=c", "CN=a|O=b|OU=c" },
    { "CN = a, O = b", "CN=a|O=b" },
    { "cn=a,o=b", "CN=a|O=b" },
    /* E-mail, as each of the stacks writes it. */
    { "emailAddress=support@zscaler.com", "E=support@zscaler.com" },
    { "EMAIL=a@b", "E=a@b" },
    { "E=a@b", "E=a@b" },
    { "1.2.840.113549.1.9.1=#1603614062", "E=a@b" },
    { "OID.1.2.840.113549.1.9.1=#1603614062,O=x", "E=a@b|O=x" },
    { "1.2.840.113549.1.9.1=#0c03614062", "E=a@b" },
    { "1.2.840.113549.1.9.1=a@b", "E=a@b" },
    { "2.5.4.3=#0C0161,2.5.4.10=b,2.5.4.11=c", "CN=a|O=b|OU=c" },
    { "CN=#168103614062", "CN=a@b" },
    /* Not what it says to be: the bytes themselves. */
    { "CN=#1605614062", "CN=\x16\x05"
                        "a@b" },
    { "CN=#16", "CN=\x16" },
    { "CN=#,O=x", "CN=|O=x" },
    { "CN=#zz,O=x", "CN=|O=x" },
    { "CN=#614,O=x", "CN=a|O=x" },
    /* What is not ours, or is nothing at all. */
    { "C=US,ST=CA,L=x,DC=com,serialNumber=1", "" },
    { "CNAME=a,XO=b", "" },
    { "CN", "" },
    { "CN,O=x", "O=x" },
    { "=x,O=y", "O=y" },
    { ",,+;O=x", "O=x" },
    { "O=", "O=" },
    { "O=a\\", "O=a" },
    { "O=\"a", "O=a" },
    { "O=a...", "O=a..." },
    { "...,O=x", "O=x" },
    /* The escapes of base/safe_text.h are characters like any other. */
    { "CN=a\\u{202e}b,O=c", "CN=au{202e}b|O=c" },
};

static const char *const letters[NAME_FIELD_COUNT] = {
    [NAME_ORGANISATION] = "O",
    [NAME_UNIT] = "OU",
    [NAME_COMMON_NAME] = "CN",
    [NAME_EMAIL] = "E",
};

static void
every_name_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer all = { 0 };
        struct buffer value = { 0 };
        const char *at = rows[i].text;
        enum name_field field;

        while (distinguished_name_next(&at, &field, &value))
            buffer_printf(&all, "%s%s=%s", all.length > 0 ? "|" : "",
                          letters[field], buffer_text(&value));
        if (strcmp(buffer_text(&all), rows[i].read) != 0)
            fail_msg("%s: read \"%s\", expected \"%s\"", rows[i].text,
                     buffer_text(&all), rows[i].read);
        buffer_release(&all);
        buffer_release(&value);
    }
}

/* A NUL that somebody put into a name neither ends it nor the reading. */
static void
a_nul_is_part_of_the_value(void **state)
{
    const char *at = "CN=a\\00b,O=c";
    struct buffer value = { 0 };
    enum name_field field;

    (void)state;
    assert_true(distinguished_name_next(&at, &field, &value));
    assert_int_equal(value.length, 3);
    assert_memory_equal(value.data, "a\0b", 3);
    assert_true(distinguished_name_next(&at, &field, &value));
    assert_string_equal(value.data, "c");
    assert_false(distinguished_name_next(&at, &field, &value));
    assert_false(distinguished_name_next(&at, &field, &value));
    buffer_release(&value);
}

/* Long forms of the length (X.690, 8.1.3.5). */
static void
long_hex_values_are_read(void **state)
{
    static const char *const headers[] = { "0C8180", "0C820080" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct buffer text = { 0 };
        struct buffer value = { 0 };
        enum name_field field;

        buffer_printf(&text, "CN=#%s", headers[i]);
        for (int j = 0; j < 128; j++)
            buffer_append_text(&text, "61");

        const char *at = text.data;

        assert_true(distinguished_name_next(&at, &field, &value));
        assert_int_equal(value.length, 128);
        assert_int_equal(strspn(value.data, "a"), 128);
        buffer_release(&text);
        buffer_release(&value);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_read),
        cmocka_unit_test(a_nul_is_part_of_the_value),
        cmocka_unit_test(long_hex_values_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
