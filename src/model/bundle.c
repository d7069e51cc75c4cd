#include "model/bundle.h"

#include <assert.h>

#define PLAIN(type, member, kind)                                             \
    SCHEMA_FIELD(type, member, kind, PRIVACY_PUBLIC)

static const char *const bundle_kind_ids[] = {
    [BUNDLE_NOT_GIVEN] = "not-given",
    [BUNDLE_ABSENT] = "absent",
    [BUNDLE_UNREADABLE] = "unreadable",
    [BUNDLE_EMPTY] = "empty",
    [BUNDLE_NOT_ARCHIVE] = "not-an-archive",
    [BUNDLE_DAMAGED] = "damaged",
    [BUNDLE_ENCRYPTED] = "encrypted",
    [BUNDLE_TOO_LARGE] = "too-large",
    [BUNDLE_GOOD] = "good",
};
static_assert(sizeof bundle_kind_ids / sizeof bundle_kind_ids[0] ==
                  BUNDLE_KIND_COUNT,
              "every kind of bundle has an id");
const struct words bundle_kind_words = { bundle_kind_ids, BUNDLE_KIND_COUNT };

static const struct field entry_fields[] = {
    SCHEMA_FIELD(bundle_entry, name, FIELD_TEXT, PRIVACY_FREE),
    PLAIN(bundle_entry, size, FIELD_INTEGER),
    PLAIN(bundle_entry, packed_size, FIELD_INTEGER),
    PLAIN(bundle_entry, modified, FIELD_TIME),
    PLAIN(bundle_entry, zone_known, FIELD_FLAG),
    PLAIN(bundle_entry, is_directory, FIELD_FLAG),
    PLAIN(bundle_entry, encrypted, FIELD_FLAG),
    PLAIN(bundle_entry, suspicious, FIELD_FLAG),
    PLAIN(bundle_entry, checked, FIELD_FLAG),
    PLAIN(bundle_entry, damaged, FIELD_FLAG),
};
const struct schema bundle_entry_schema =
    SCHEMA_OF(bundle_entry, entry_fields);

static const struct field bundle_fields[] = {
    SCHEMA_WORD(bundle_facts, kind, &bundle_kind_words),
    SCHEMA_FIELD(bundle_facts, path, FIELD_TEXT, PRIVACY_PATH),
    PLAIN(bundle_facts, bytes, FIELD_INTEGER),
    PLAIN(bundle_facts, modified, FIELD_TIME),
    PLAIN(bundle_facts, error, FIELD_TEXT),
    SCHEMA_FIELD(bundle_facts, first_bytes, FIELD_TEXT, PRIVACY_FREE),
    PLAIN(bundle_facts, declared, FIELD_INTEGER),
    SCHEMA_LIST(bundle_facts, entries, entry_count, &bundle_entry_schema),
    PLAIN(bundle_facts, newest, FIELD_TIME),
    PLAIN(bundle_facts, oldest, FIELD_TIME),
    PLAIN(bundle_facts, newest_zone_known, FIELD_FLAG),
    SCHEMA_TEXTS(bundle_facts, hosts, host_count, PRIVACY_HOST),
    SCHEMA_TEXTS(bundle_facts, notes, note_count, PRIVACY_FREE),
};
const struct schema bundle_facts_schema =
    SCHEMA_OF(bundle_facts, bundle_fields);
