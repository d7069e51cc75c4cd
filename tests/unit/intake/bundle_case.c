#include "bundle_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

static const struct endpoint gateway = { .host = "gw.example.net" };
static const struct endpoint gateway_again = { .host = "gw.example.net",
                                               .port = 444 };
static const struct endpoint other = { .host = "gw2.example.net" };
static const struct endpoint pki = { .host = "pki.example.net" };
static const struct endpoint *endpoints[] = { &pki, &gateway, &other,
                                              &gateway_again };

const struct definitions bundle_case_definitions = {
    .endpoints = endpoints,
    .endpoint_count = sizeof endpoints / sizeof endpoints[0],
};

static void
check_text(const char *text, size_t most)
{
    if (text == NULL)
        return;
    assert_true(strlen(text) <= most);
    for (; *text != '\0'; text++)
        assert_true((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void
check_entry(const struct bundle_entry *entry)
{
    assert_non_null(entry->name);
    check_text(entry->name, 256);
    assert_true(entry->size >= 0 && entry->packed_size >= 0);
    assert_false(entry->checked && (entry->damaged || entry->encrypted));
    assert_false(entry->checked && entry->size > 1024 * 1024);
}

static void
check_kind(const struct bundle_facts *facts)
{
    size_t damaged = 0;
    size_t encrypted = 0;

    for (size_t i = 0; i < facts->entry_count; i++) {
        damaged += facts->entries[i]->damaged;
        encrypted += facts->entries[i]->encrypted;
    }
    assert_true((int)facts->kind >= 0 && facts->kind < BUNDLE_KIND_COUNT);
    if (facts->kind == BUNDLE_GOOD)
        assert_true(facts->entry_count > 0 && damaged + encrypted == 0);
    if (facts->kind == BUNDLE_ENCRYPTED)
        assert_true(encrypted > 0 && damaged == 0);
    if (facts->kind != BUNDLE_GOOD && facts->kind != BUNDLE_ENCRYPTED &&
        facts->kind != BUNDLE_DAMAGED)
        assert_int_equal(facts->host_count * (facts->kind != BUNDLE_TOO_LARGE),
                         0);
    assert_true((facts->kind == BUNDLE_NOT_ARCHIVE) ==
                (facts->first_bytes != NULL));
}

void
bundle_case_check(const struct bundle_case *at)
{
    const struct bundle_facts *facts = &at->facts;

    check_kind(facts);
    check_text(facts->path, 4096);
    check_text(facts->error, 256);
    check_text(facts->first_bytes, 128);
    assert_true(facts->entry_count <= 4096);
    assert_true(facts->note_count <= 8);
    assert_true(facts->host_count <= 3);
    assert_true(facts->oldest <= facts->newest);
    for (size_t i = 0; i < facts->entry_count; i++)
        check_entry(facts->entries[i]);
    for (size_t i = 0; i < facts->note_count; i++)
        check_text(facts->notes[i], 512);
}

void
bundle_case_read(struct bundle_case *at, const struct buffer *bytes)
{
    *at = (struct bundle_case){ 0 };
    bundle_intake_read(&at->facts, &at->arena, &bundle_case_definitions,
                       buffer_text(bytes), bytes->length);
    bundle_case_check(at);
    assert_int_equal(at->facts.bytes, bytes->length);
}

void
bundle_case_end(struct bundle_case *at)
{
    arena_release(&at->arena);
    *at = (struct bundle_case){ 0 };
}

static void
pack_text(zip_t *archive, const struct bundle_text *text)
{
    if (text->text == NULL) {
        assert_true(zip_dir_add(archive, text->name, 0) >= 0);
        return;
    }
    zip_source_t *source =
        zip_source_buffer(archive, text->text, strlen(text->text), 0);

    assert_true(zip_file_add(archive, text->name, source, 0) >= 0);
}

static void
pack_take(zip_source_t *source, struct buffer *out)
{
    char chunk[4096];
    zip_int64_t taken;

    assert_int_equal(zip_source_open(source), 0);
    while ((taken = zip_source_read(source, chunk, sizeof chunk)) > 0)
        buffer_append(out, chunk, (size_t)taken);
    assert_int_equal(taken, 0);
    zip_source_close(source);
}

void
bundle_case_pack(const struct bundle_text *texts, size_t count,
                 struct buffer *out)
{
    zip_error_t error;
    zip_error_init(&error);

    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);

    assert_non_null(archive);
    zip_source_keep(source);
    for (size_t i = 0; i < count; i++)
        pack_text(archive, &texts[i]);
    assert_int_equal(zip_close(archive), 0);
    pack_take(source, out);
    zip_source_free(source);
    zip_error_fini(&error);
}
