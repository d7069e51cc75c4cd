#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "archive.h"
#include "bundle_case.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* 2026-11-24, 12:00:02 in DOS. */
enum { DOS_DATE = 46 << 9 | 11 << 5 | 24, DOS_TIME = 12 << 11 | 1 };
enum { NOON = 1795521600 };

static const struct archive_entry plain = {
    .name = "enforce.properties",
    .data = "gateway=GW.Example.net:443\n",
    .length = 27,
    .dos_date = DOS_DATE,
    .dos_time = DOS_TIME,
};

static void
use_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

/* The facts of an archive that has just this entry. */
static void
read_one(struct bundle_case *at, const struct archive_entry *entry)
{
    struct archive archive = { 0 };

    archive_add(&archive, entry);
    archive_end(&archive, 1);
    bundle_case_read(at, &archive.bytes);
    archive_release(&archive);
}

static void
what_is_whole_is_good(void **state)
{
    struct bundle_case at = { 0 };

    (void)state;
    use_zone("UTC0");
    read_one(&at, &plain);

    const struct bundle_facts *facts = &at.facts;

    assert_int_equal(facts->kind, BUNDLE_GOOD);
    assert_int_equal(facts->declared, 1);
    assert_int_equal(facts->entry_count, 1);
    assert_string_equal(facts->entries[0]->name, "enforce.properties");
    assert_int_equal(facts->entries[0]->size, 27);
    assert_int_equal(facts->entries[0]->packed_size, 27);
    assert_true(facts->entries[0]->checked);
    assert_false(facts->entries[0]->suspicious);
    assert_false(facts->entries[0]->encrypted);
    assert_int_equal(facts->newest, NOON + 2);
    assert_int_equal(facts->oldest, NOON + 2);
    assert_int_equal(facts->host_count, 1);
    assert_string_equal(facts->hosts[0], "gw.example.net");
    assert_int_equal(facts->note_count, 0);
    assert_null(facts->error);
    bundle_case_end(&at);
}

/* An honest packer's work: deflated, in a directory, with two endpoints. */
static void
a_packed_archive_is_unpacked(void **state)
{
    static const struct bundle_text texts[] = {
        { "conf/", NULL },
        { "conf/a.xml", "<host>pki.example.net</host><host>x.example.net" },
        { "conf/b.xml", "wss://gw2.example.net./path gw.example.net.evil" },
    };
    struct bundle_case at = { 0 };
    struct buffer bytes = { 0 };

    (void)state;
    bundle_case_pack(texts, COUNT(texts), &bytes);
    bundle_case_read(&at, &bytes);
    assert_int_equal(at.facts.kind, BUNDLE_GOOD);
    assert_int_equal(at.facts.entry_count, 3);
    assert_true(at.facts.entries[0]->is_directory);
    assert_true(at.facts.entries[1]->checked);
    assert_true(at.facts.entries[2]->checked);
    assert_int_equal(at.facts.host_count, 2);
    assert_string_equal(at.facts.hosts[0], "gw2.example.net");
    assert_string_equal(at.facts.hosts[1], "pki.example.net");
    buffer_release(&bytes);
    bundle_case_end(&at);
}

struct time_row {
    const char *zone;
    uint16_t extra_id;
    const char *extra;
    uint16_t extra_length;
    uint16_t date;
    int64_t modified;
    bool zone_known;
};

/* Noon as the two extra fields have it; the plain time is two seconds off. */
#define UT_NOON   "\x40\x7c\x05\x6b"
#define NTFS_NOON "\x00\x20\xca\x54\x0b\x7c\xdd\x01"

static const struct time_row time_rows[] = {
    { "UTC0", 0, NULL, 0, DOS_DATE, NOON + 2, false },
    { "XXX-5", 0, NULL, 0, DOS_DATE, NOON + 2 - 5 * 3600, false },
    { "XXX-5", 0x5455, "\1" UT_NOON, 5, DOS_DATE, NOON, true },
    { "UTC0", 0x5455, "\2" UT_NOON, 5, DOS_DATE, NOON + 2, false },
    { "UTC0", 0x5455, "\1" UT_NOON, 4, DOS_DATE, NOON + 2, false },
    { "UTC0", 0x5455, "", 0, DOS_DATE, NOON + 2, false },
    { "UTC0", 0x5455, "\1\0\0\0\0", 5, DOS_DATE, NOON + 2, false },
    { "UTC0", 0x5455, "\1\xff\xff\xff\xff", 5, DOS_DATE, NOON + 2, false },
    { "XXX-5", 0x000a, "\0\0\0\0\1\0\x18\0" NTFS_NOON "........--------", 32,
      DOS_DATE, NOON, true },
    { "UTC0", 0x000a, "\0\0\0\0\2\0\x18\0" NTFS_NOON, 16, DOS_DATE, NOON + 2,
      false },
    { "UTC0", 0x000a, "\0\0\0\0\1\0\x18\0" NTFS_NOON, 15, DOS_DATE, NOON + 2,
      false },
    { "UTC0", 0x000a, "\0\0\0\0\1\0\x18\0\xff\xff\xff\xff\xff\xff\xff\xff", 16,
      DOS_DATE, NOON + 2, false },
    /* What packers write when they know no time, and the first other one. */
    { "UTC0", 0, NULL, 0, 0, 0, false },
    { "UTC0", 0, NULL, 0, 1 << 5 | 1, 0, false },
    { "UTC0", 0, NULL, 0, 2 << 5 | 1, 0, false },
    { "UTC0", 0, NULL, 0, 1 << 9 | 1 << 5 | 1, 347155200 + 43202, false },
};

static void
times_are_read_where_they_stand(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(time_rows); i++) {
        const struct time_row *row = &time_rows[i];
        struct archive_entry entry = plain;
        struct bundle_case at = { 0 };

        use_zone(row->zone);
        entry.dos_date = row->date;
        entry.extra_id = row->extra_id;
        entry.extra = row->extra;
        entry.extra_length = row->extra_length;
        read_one(&at, &entry);
        assert_int_equal(at.facts.kind, BUNDLE_GOOD);
        assert_int_equal(at.facts.entries[0]->modified, row->modified);
        assert_int_equal(at.facts.entries[0]->zone_known, row->zone_known);
        assert_int_equal(at.facts.newest, row->modified);
        assert_int_equal(at.facts.newest_zone_known, row->zone_known);
        bundle_case_end(&at);
    }
    use_zone("UTC0");
}

static void
newest_and_oldest_are_those_of_files(void **state)
{
    struct archive archive = { 0 };
    struct bundle_case at = { 0 };
    struct archive_entry entry = plain;

    (void)state;
    use_zone("UTC0");
    entry.name = "a/";
    entry.dos_date += 3;
    archive_add(&archive, &entry);
    entry.name = "a/old";
    entry.dos_date = DOS_DATE - 2;
    archive_add(&archive, &entry);
    entry.name = "a/new";
    entry.dos_date = DOS_DATE;
    entry.extra_id = 0x5455;
    entry.extra = "\1" UT_NOON;
    entry.extra_length = 5;
    archive_add(&archive, &entry);
    archive_end(&archive, 3);
    bundle_case_read(&at, &archive.bytes);
    assert_int_equal(at.facts.newest, NOON);
    assert_true(at.facts.newest_zone_known);
    assert_int_equal(at.facts.oldest, NOON + 2 - 2 * 86400);
    archive_release(&archive);
    bundle_case_end(&at);
}

struct name_row {
    const char *name;
    const char *shown;
    bool suspicious;
};

static const struct name_row name_rows[] = {
    { "a.txt", "a.txt", false },
    { "a/b/c..d", "a/b/c..d", false },
    { "a\\b", "a\\b", false },
    { "gr\xc3\xb6\xc3\x9f"
      "e",
      "gr\xc3\xb6\xc3\x9f"
      "e",
      false },
    { "...", "...", false },
    { "../a", "../a", true },
    { "a/../b", "a/../b", true },
    { "a\\..\\b", "a\\..\\b", true },
    { "a/..", "a/..", true },
    { "..", "..", true },
    { "/etc/passwd", "/etc/passwd", true },
    { "\\a", "\\a", true },
    { "C:a", "C:a", true },
    { "a\x1b[2Jb", "a\\e[2Jb", true },
    { "a\nb", "a\\nb", true },
    { "gr\x94\xe1"
      "e",
      "gr\\x94\\xe1e", true },
    { "a\xe2\x80\xae"
      "b",
      "a\\u{202e}b", true },
    { "", "", true },
};

static void
odd_names_are_marked_and_made_safe(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(name_rows); i++) {
        struct archive_entry entry = plain;
        struct bundle_case at = { 0 };

        entry.name = name_rows[i].name;
        read_one(&at, &entry);
        assert_int_equal(at.facts.kind, BUNDLE_GOOD);
        assert_string_equal(at.facts.entries[0]->name, name_rows[i].shown);
        assert_int_equal(at.facts.entries[0]->suspicious,
                         name_rows[i].suspicious);
        bundle_case_end(&at);
    }
}

static void
a_long_name_is_cut(void **state)
{
    char name[60 * 1024];
    struct archive_entry entry = plain;
    struct bundle_case at = { 0 };

    (void)state;
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    entry.name = name;
    read_one(&at, &entry);
    assert_int_equal(at.facts.kind, BUNDLE_GOOD);
    assert_int_equal(strlen(at.facts.entries[0]->name), 256);
    assert_true(at.facts.entries[0]->suspicious);
    bundle_case_end(&at);
}

static void
links_and_doubles_are_suspicious(void **state)
{
    struct archive archive = { 0 };
    struct archive_entry entry = plain;
    struct bundle_case at = { 0 };
    static const char *const names[] = { "b", "a", "link", "b" };
    static const uint32_t modes[] = { 0100644, 0100644, 0120777, 0100644 };

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        entry.name = names[i];
        entry.mode = modes[i];
        archive_add(&archive, &entry);
    }
    archive_end(&archive, COUNT(names));
    bundle_case_read(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_GOOD);
    assert_true(at.facts.entries[0]->suspicious);
    assert_false(at.facts.entries[1]->suspicious);
    assert_true(at.facts.entries[2]->suspicious);
    assert_true(at.facts.entries[3]->suspicious);
    archive_release(&archive);
    bundle_case_end(&at);
}

struct lie {
    const char *what;
    uint16_t method;
    uint16_t flags;
    uint32_t crc;
    uint32_t size;
    enum bundle_kind kind;
    bool damaged;
    bool checked;
};

static const struct lie lies[] = {
    { "nothing", 0, 0, 0, 0, BUNDLE_GOOD, false, true },
    { "checksum", 0, 0, 1, 0, BUNDLE_DAMAGED, true, false },
    { "too short", 0, 0, 0, 26, BUNDLE_DAMAGED, true, false },
    { "too long", 0, 0, 0, 28, BUNDLE_DAMAGED, true, false },
    { "far too long", 0, 0, 0, 1u << 30, BUNDLE_TOO_LARGE, false, false },
    { "not deflated", 8, 0, 0, 0, BUNDLE_DAMAGED, true, false },
    { "encrypted", 0, 1, 0, 0, BUNDLE_ENCRYPTED, false, false },
    { "strongly encrypted", 0, 0x41, 0, 0, BUNDLE_ENCRYPTED, false, false },
    { "LZMA", 14, 0, 0, 0, BUNDLE_GOOD, false, false },
    { "no method", 98, 0, 0, 0, BUNDLE_GOOD, false, false },
};

static void
an_entry_that_lies_is_found_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lies); i++) {
        const struct lie *lie = &lies[i];
        struct archive_entry entry = plain;
        struct bundle_case at = { 0 };

        entry.method = lie->method;
        entry.flags = lie->flags;
        entry.crc = lie->crc;
        entry.size = lie->size;
        read_one(&at, &entry);
        if (at.facts.kind != lie->kind)
            fail_msg("%s: %s", lie->what,
                     words_id(&bundle_kind_words, (int)at.facts.kind));
        assert_int_equal(at.facts.entries[0]->damaged, lie->damaged);
        assert_int_equal(at.facts.entries[0]->checked, lie->checked);
        assert_int_equal(at.facts.entries[0]->encrypted, lie->flags != 0);
        assert_int_equal(at.facts.note_count, lie->method > 8);
        bundle_case_end(&at);
    }
}

/* libzip compares nothing when nothing is packed. */
static void
an_entry_of_nothing_must_say_so(void **state)
{
    struct archive_entry entry = plain;
    struct bundle_case at = { 0 };

    (void)state;
    entry.length = 0;
    read_one(&at, &entry);
    assert_int_equal(at.facts.kind, BUNDLE_GOOD);
    bundle_case_end(&at);
    entry.size = 5;
    read_one(&at, &entry);
    assert_int_equal(at.facts.kind, BUNDLE_DAMAGED);
    bundle_case_end(&at);
}

/* The end of the archive and of Zip64: counts, sizes and places that lie. */
static void
an_end_that_lies_is_found_out(void **state)
{
    static const uint16_t counts[] = { 0, 2, 4096, UINT16_MAX };
    static const uint64_t values[] = { 0,         1,         27,
                                       1000,      1u << 31,  UINT32_MAX,
                                       INT64_MAX, UINT64_MAX };

    (void)state;
    for (size_t i = 0; i < COUNT(counts); i++) {
        struct archive archive = { 0 };
        struct bundle_case at = { 0 };

        archive_add(&archive, &plain);
        archive_end(&archive, counts[i]);
        bundle_case_read(&at, &archive.bytes);
        assert_int_equal(at.facts.kind, BUNDLE_DAMAGED);
        assert_int_equal(at.facts.entry_count, 0);
        archive_release(&archive);
        bundle_case_end(&at);
    }
    for (size_t i = 0; i < COUNT(values) * COUNT(values) * 2; i++) {
        struct archive archive = { 0 };
        struct bundle_case at = { 0 };

        archive_add(&archive, &plain);
        archive_end_64(&archive, i % 2, values[i / 2 % COUNT(values)],
                       values[i / 2 / COUNT(values)]);
        bundle_case_read(&at, &archive.bytes);
        assert_int_not_equal(at.facts.kind, BUNDLE_GOOD);
        archive_release(&archive);
        bundle_case_end(&at);
    }
}

static void
zip64_that_tells_the_truth_is_read(void **state)
{
    struct archive archive = { 0 };
    struct bundle_case at = { 0 };

    (void)state;
    archive_add(&archive, &plain);
    archive_end_64(&archive, 1, archive.directory.length,
                   archive.bytes.length);
    bundle_case_read(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_GOOD);
    archive_release(&archive);
    bundle_case_end(&at);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_whole_is_good),
        cmocka_unit_test(a_packed_archive_is_unpacked),
        cmocka_unit_test(times_are_read_where_they_stand),
        cmocka_unit_test(newest_and_oldest_are_those_of_files),
        cmocka_unit_test(odd_names_are_marked_and_made_safe),
        cmocka_unit_test(a_long_name_is_cut),
        cmocka_unit_test(links_and_doubles_are_suspicious),
        cmocka_unit_test(an_entry_that_lies_is_found_out),
        cmocka_unit_test(an_entry_of_nothing_must_say_so),
        cmocka_unit_test(an_end_that_lies_is_found_out),
        cmocka_unit_test(zip64_that_tells_the_truth_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
