#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/bundle_intake.h"

/*
 * Any bytes as an archive. They must end in facts that hold together: kinds
 * that agree with the entries, counts and texts within their bounds, nothing
 * that could act on a terminal.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST_ENTRIES = 4096, MOST_NOTES = 8, LONGEST_TEXT = 512 };

static const struct endpoint gateway = { .host = "gw.example.net" };
static const struct endpoint pki = { .host = "pki.example.net" };
static const struct endpoint *endpoints[] = { &gateway, &pki };
static const struct definitions definitions = { .endpoints = endpoints,
                                                .endpoint_count = 2 };

static void
must(bool holds)
{
    if (!holds)
        abort();
}

static void
check_text(const char *text)
{
    if (text == NULL)
        return;
    must(strlen(text) <= LONGEST_TEXT);
    for (; *text != '\0'; text++)
        must((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void
check_entry(const struct bundle_facts *facts, const struct bundle_entry *entry)
{
    must(entry->name != NULL);
    check_text(entry->name);
    must(entry->size >= 0 && entry->packed_size >= 0);
    must(!entry->checked || (!entry->damaged && !entry->encrypted));
    must(facts->kind != BUNDLE_GOOD || (!entry->damaged && !entry->encrypted));
}

static void
check_facts(const struct bundle_facts *facts)
{
    must((int)facts->kind > BUNDLE_UNREADABLE &&
         facts->kind < BUNDLE_KIND_COUNT);
    must(facts->entry_count <= MOST_ENTRIES);
    must(facts->note_count <= MOST_NOTES && facts->host_count <= 2);
    must(facts->oldest <= facts->newest);
    must((facts->kind == BUNDLE_NOT_ARCHIVE) == (facts->first_bytes != NULL));
    check_text(facts->error);
    check_text(facts->first_bytes);
    for (size_t i = 0; i < facts->entry_count; i++)
        check_entry(facts, facts->entries[i]);
    for (size_t i = 0; i < facts->note_count; i++)
        check_text(facts->notes[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct bundle_facts facts = { 0 };
    struct arena arena = { 0 };

    bundle_intake_read(&facts, &arena, &definitions, (const char *)bytes,
                       length);
    check_facts(&facts);
    arena_release(&arena);
    return 0;
}
