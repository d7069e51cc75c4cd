/* Archives that nobody packed in good faith, or that got lost on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "archive.h"
#include "bundle_case.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/*
 * Time of the processor, so that a busy machine fails no test: far above what
 * is needed with sanitizers, far below what any of the tricks would cost.
 */
enum { MOST_MS = 4000, MEGABYTE = 1024 * 1024 };

static const struct bundle_text texts[] = {
    { "META-INF/", NULL },
    { "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nmanifest manifest\n" },
    { "enforce.p12", "not really, but it does not matter here" },
    { "conf/gateway.properties",
      "host=gw.example.net\nhost=gw.example.net\n" },
};

static void
read_quickly(struct bundle_case *at, const struct buffer *bytes)
{
    clock_t start = clock();

    bundle_case_read(at, bytes);

    long spent = (long)((clock() - start) * 1000 / CLOCKS_PER_SEC);

    print_message("%s: %ld ms\n",
                  words_id(&bundle_kind_words, (int)at->facts.kind), spent);
    assert_true(spent < MOST_MS);
}

static enum bundle_kind
kind_of_start(int length)
{
    if (length == 0)
        return BUNDLE_EMPTY;
    return length == 1 ? BUNDLE_NOT_ARCHIVE : BUNDLE_DAMAGED;
}

/* Each piece lies in memory of its own, so that a byte too far is noticed. */
static void
an_archive_that_is_cut_short_is_damaged(void **state)
{
    struct buffer whole = { 0 };

    (void)state;
    bundle_case_pack(texts, COUNT(texts), &whole);
    for (size_t length = 0; length <= whole.length; length++) {
        struct buffer piece = { 0 };
        struct bundle_case at;

        buffer_append(&piece, whole.data, length);
        bundle_case_read(&at, &piece);
        assert_int_equal(at.facts.kind, length == whole.length
                                            ? BUNDLE_GOOD
                                            : kind_of_start((int)length));
        bundle_case_end(&at);
        buffer_release(&piece);
    }
    buffer_release(&whole);
}

static void
an_archive_without_its_beginning_is_not_good(void **state)
{
    struct buffer whole = { 0 };

    (void)state;
    bundle_case_pack(texts, COUNT(texts), &whole);
    for (size_t from = 1; from < whole.length; from++) {
        struct buffer piece = { 0 };
        struct bundle_case at;

        buffer_append(&piece, whole.data + from, whole.length - from);
        bundle_case_read(&at, &piece);
        assert_int_not_equal(at.facts.kind, BUNDLE_GOOD);
        bundle_case_end(&at);
        buffer_release(&piece);
    }
    buffer_release(&whole);
}

static enum bundle_kind
kind_with_change(struct buffer *bytes, size_t at, unsigned char change)
{
    struct bundle_case reading;
    char kept = bytes->data[at];
    enum bundle_kind kind;

    bytes->data[at] = (char)(kept ^ change);
    bundle_case_read(&reading, bytes);
    kind = reading.facts.kind;
    bundle_case_end(&reading);
    bytes->data[at] = kept;
    return kind;
}

/*
 * Times, names and what only the local header says may change; the checks of
 * bundle_case_read hold all the same. What is packed may not.
 */
static void
any_byte_may_be_another(void **state)
{
    static const unsigned char changes[] = { 0x01, 0x80, 0xff, 0x20 };
    static const char data[] = "host=gw.example.net";
    struct archive archive = { 0 };
    struct archive_entry entry = { .name = "a",
                                   .data = data,
                                   .length = sizeof data };

    (void)state;
    archive_add(&archive, &entry);
    archive_end(&archive, 1);

    struct buffer *bytes = &archive.bytes;
    const char *packed = memmem(bytes->data, bytes->length, data, sizeof data);
    size_t start = (size_t)(packed - bytes->data);

    for (size_t i = 0; i < bytes->length; i++)
        for (size_t j = 0; j < COUNT(changes); j++) {
            enum bundle_kind kind = kind_with_change(bytes, i, changes[j]);

            if (i >= start && i < start + sizeof data)
                assert_int_equal(kind, BUNDLE_DAMAGED);
        }
    archive_release(&archive);
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void
mutate(struct buffer *bytes, uint32_t *seed)
{
    static const char *const marks[] = {
        "PK\1\2", "PK\3\4", "PK\5\6", "PK\6\6", "PK\6\7", "\xff\xff\xff\xff"
    };

    for (uint32_t i = next_random(seed) % 8; i > 0; i--) {
        size_t at = next_random(seed) % (bytes->length - 4);

        if (next_random(seed) % 4 == 0)
            memcpy(bytes->data + at, marks[next_random(seed) % COUNT(marks)],
                   4);
        else
            bytes->data[at] = (char)next_random(seed);
    }
    if (next_random(seed) % 4 == 0)
        buffer_drop(bytes, next_random(seed) % bytes->length);
    if (bytes->length > 0 && next_random(seed) % 4 == 0)
        buffer_cut(bytes, next_random(seed) % bytes->length);
}

static void
many_changes_at_once_end_in_a_fact(void **state)
{
    enum { ROUNDS = 5000 };
    struct buffer whole = { 0 };
    uint32_t seed = 20261124;
    size_t kinds[BUNDLE_KIND_COUNT] = { 0 };

    (void)state;
    bundle_case_pack(texts, COUNT(texts), &whole);
    for (int i = 0; i < ROUNDS; i++) {
        struct buffer bytes = { 0 };
        struct bundle_case at;

        buffer_append(&bytes, whole.data, whole.length);
        mutate(&bytes, &seed);
        bundle_case_read(&at, &bytes);
        kinds[at.facts.kind]++;
        bundle_case_end(&at);
        buffer_release(&bytes);
    }
    assert_true(kinds[BUNDLE_GOOD] > 0);
    assert_true(kinds[BUNDLE_DAMAGED] > 0);
    assert_true(kinds[BUNDLE_NOT_ARCHIVE] > 0);
    buffer_release(&whole);
}

static void
add_numbered(struct archive *archive, size_t count,
             const struct archive_entry *as)
{
    for (size_t i = 0; i < count; i++) {
        struct archive_entry entry = *as;
        char name[24];

        snprintf(name, sizeof name, "%zu", i);
        entry.name = name;
        entry.same_as = i > 0 ? as->same_as : 0;
        archive_add(archive, &entry);
    }
}

/* The end can say 65535 at most; the directory may go on. */
static void
the_number_of_entries_is_bounded(void **state)
{
    static const struct {
        size_t entries;
        uint16_t said;
        enum bundle_kind kind;
    } rows[] = {
        { 4096, 4096, BUNDLE_GOOD },
        { 4097, 4097, BUNDLE_TOO_LARGE },
        { 65535, 65535, BUNDLE_TOO_LARGE },
        { 100000, 100000 - 65536, BUNDLE_TOO_LARGE },
    };
    static const struct archive_entry small = { .data = "x", .length = 1 };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct archive archive = { 0 };
        struct bundle_case at;

        add_numbered(&archive, rows[i].entries, &small);
        archive_end(&archive, rows[i].said);
        read_quickly(&at, &archive.bytes);
        assert_int_equal(at.facts.kind, rows[i].kind);
        assert_int_equal(at.facts.entry_count,
                         rows[i].kind == BUNDLE_GOOD ? rows[i].entries : 0);
        bundle_case_end(&at);
        archive_release(&archive);
    }
}

/* Each of the 500000 would cost more than its 47 bytes. */
static void
a_directory_beyond_measure_is_not_read(void **state)
{
    static const struct archive_entry small = { .data = "x", .length = 1 };
    struct archive archive = { 0 };
    struct bundle_case at;

    (void)state;
    add_numbered(&archive, 500 * 1000, &small);
    archive_end(&archive, (uint16_t)(500 * 1000 % 65536));
    read_quickly(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_TOO_LARGE);
    assert_int_equal(at.facts.declared, 0);
    bundle_case_end(&at);
    archive_release(&archive);
}

/* Thousands of ends, every one with the same long directory. */
static void
an_archive_of_ends_is_not_tried(void **state)
{
    static const struct archive_entry small = { .data = "x", .length = 1 };
    struct archive archive = { 0 };
    struct bundle_case at;
    size_t end;

    (void)state;
    add_numbered(&archive, 1000, &small);
    archive_end(&archive, 1000);
    end = archive.bytes.length - 22;
    for (int i = 0; i < 2900; i++) {
        char record[22];

        memcpy(record, archive.bytes.data + end, sizeof record);
        buffer_append(&archive.bytes, record, sizeof record);
    }
    read_quickly(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_TOO_LARGE);
    bundle_case_end(&at);
    archive_release(&archive);
}

/* Deflated blocks that hold nothing, not one of them the last. */
static void
a_stream_of_nothing_is_given_up(void **state)
{
    struct archive archive = { 0 };
    struct buffer nothing = { 0 };
    struct bundle_case at;

    (void)state;
    while (nothing.length < 10 * MEGABYTE)
        buffer_append(&nothing, "\0\0\0\xff\xff", 5);

    struct archive_entry entry = { .data = nothing.data,
                                   .length = nothing.length,
                                   .method = 8,
                                   .size = 1,
                                   .crc = 1,
                                   .same_as = 1 };

    add_numbered(&archive, 4000, &entry);
    archive_end(&archive, 4000);
    read_quickly(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_TOO_LARGE);
    bundle_case_end(&at);
    archive_release(&archive);
    buffer_release(&nothing);
}

/* A stored entry that thousands share, each promising the whole of it. */
static void
entries_that_overlap_are_a_bomb(void **state)
{
    static char data[MEGABYTE];
    struct archive archive = { 0 };
    struct bundle_case at;
    struct archive_entry entry = { .data = data,
                                   .length = sizeof data,
                                   .crc = 0xa738ea1c, /* of these zeros */
                                   .same_as = 1 };

    (void)state;
    add_numbered(&archive, 4000, &entry);
    archive_end(&archive, 4000);
    read_quickly(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_TOO_LARGE);
    assert_int_equal(at.facts.entry_count, 4000);
    bundle_case_end(&at);
    archive_release(&archive);
}

/* As the parts of 42.zip: little that becomes very much. */
static void
what_unpacks_beyond_measure_is_a_bomb(void **state)
{
    struct archive archive = { 0 };
    struct bundle_case at;
    struct archive_entry entry = {
        .data = "x", .length = 1, .method = 8, .size = UINT32_MAX - 1
    };

    (void)state;
    add_numbered(&archive, 16, &entry);
    archive_end(&archive, 16);
    read_quickly(&at, &archive.bytes);
    assert_int_equal(at.facts.kind, BUNDLE_TOO_LARGE);
    bundle_case_end(&at);
    archive_release(&archive);
}

/* Zeros, well packed: small in the file, bounded when unpacked. */
static void
only_the_beginning_of_much_is_looked_at(void **state)
{
    static char much[3 * MEGABYTE + 1];
    static char least[MEGABYTE + 1];
    static const char *const names[] = { "a", "b", "c", "d", "e", "f",
                                         "g", "h", "i", "j", "k", "l" };
    struct bundle_text many[COUNT(names)];
    struct buffer bytes = { 0 };
    struct bundle_case at;

    (void)state;
    memset(much, ' ', sizeof much - 1);
    memset(least, ' ', sizeof least - 1);
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = (struct bundle_text){ names[i], i == 0 ? much : least };
    bundle_case_pack(many, COUNT(many), &bytes);
    read_quickly(&at, &bytes);
    assert_int_equal(at.facts.kind, BUNDLE_GOOD);
    assert_false(at.facts.entries[0]->checked);
    assert_true(at.facts.entries[1]->checked);
    assert_false(at.facts.entries[COUNT(many) - 1]->checked);
    assert_int_equal(at.facts.note_count, 2);
    assert_string_equal(at.facts.notes[0],
                        "Of a only the beginning was looked at.");
    assert_string_equal(at.facts.notes[1], "From i on nothing was looked at.");
    bundle_case_end(&at);
    buffer_release(&bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_that_is_cut_short_is_damaged),
        cmocka_unit_test(an_archive_without_its_beginning_is_not_good),
        cmocka_unit_test(any_byte_may_be_another),
        cmocka_unit_test(many_changes_at_once_end_in_a_fact),
        cmocka_unit_test(the_number_of_entries_is_bounded),
        cmocka_unit_test(a_directory_beyond_measure_is_not_read),
        cmocka_unit_test(an_archive_of_ends_is_not_tried),
        cmocka_unit_test(a_stream_of_nothing_is_given_up),
        cmocka_unit_test(entries_that_overlap_are_a_bomb),
        cmocka_unit_test(what_unpacks_beyond_measure_is_a_bomb),
        cmocka_unit_test(only_the_beginning_of_much_is_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
