#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/width.h"
#include "transcript/alias_table.h"

static const char schema_id[] = "cdsdoctor.aliases/1";

enum { INDENT = 1, LONGEST_TEXT = 4096 };

/* Writing. */

static json_t *
entry_json(const struct alias_entry *entry)
{
    json_t *row = json_array();

    json_array_append_new(row, json_string(alias_kind_ids[entry->kind]));
    json_array_append_new(row, json_string(entry->text));
    json_array_append_new(row, json_string(entry->alias));
    return row;
}

/* A wish that nobody asked for yet: for another transcript. */
static bool
is_unused(const struct aliases *aliases, const struct alias_entry *wish)
{
    return aliases_find(aliases, wish->kind, wish->text) == NULL &&
           !aliases_is_alias(aliases, wish->kind, wish->alias);
}

void
aliases_write(const struct aliases *aliases, struct buffer *out)
{
    json_t *root = json_object();
    json_t *rows = json_array();

    for (size_t i = 0; i < aliases->given_count; i++)
        json_array_append_new(rows, entry_json(aliases->given[i]));
    for (size_t i = 0; i < aliases->wish_count; i++)
        if (is_unused(aliases, aliases->wish_list[i]))
            json_array_append_new(rows, entry_json(aliases->wish_list[i]));
    json_object_set_new(root, "schema", json_string(schema_id));
    json_object_set_new(root, "aliases", rows);

    char *text = json_dumps(root, JSON_INDENT(INDENT) | JSON_ENSURE_ASCII);

    if (text == NULL)
        abort();
    buffer_append_text(out, text);
    buffer_append_byte(out, '\n');
    free(text);
    json_decref(root);
}

/* Reading. */

static bool
has_only(const char *text, const char *signs)
{
    return text[0] != '\0' && text[strspn(text, signs)] == '\0';
}

/* What an alias of the kind may consist of, so that none can say anything. */
static const char *const signs_of_kind[ALIAS_KIND_COUNT] = {
    [ALIAS_WORD] = "abcdefghijklmnopqrstuvwxyz0123456789",
    [ALIAS_SUFFIX] = "abcdefghijklmnopqrstuvwxyz0123456789",
    [ALIAS_NETWORK4] = "0123456789.",
    [ALIAS_NETWORK6] = "0123456789abcdef:",
    [ALIAS_INTERFACE6] = "0123456789abcdef:",
    [ALIAS_NUMBER] = "abcdefghijklmnopqrstuvwxyz0123456789",
};

/* A half of an address is read back by parsing a whole one. */
static bool
is_half(enum alias_kind kind, const char *text)
{
    char whole[ADDRESS_TEXT_SIZE * 2];
    struct address address;
    struct alias_halves halves;

    if (strlen(text) >= ADDRESS_TEXT_SIZE)
        return false;
    snprintf(whole, sizeof whole, kind == ALIAS_NETWORK4 ? "%s.1" : "%s:%s",
             kind == ALIAS_INTERFACE6 ? "3fff:1:1:1" : text,
             kind == ALIAS_INTERFACE6 ? text : "1:1:1:1");
    if (!address_parse(whole, &address) || !alias_halves_of(&address, &halves))
        return false;
    return strcmp(kind == ALIAS_INTERFACE6 ? halves.rest : halves.network,
                  text) == 0;
}

static bool
row_is_sound(enum alias_kind kind, const char *original, const char *alias)
{
    if (strlen(original) > LONGEST_TEXT || strlen(alias) > LONGEST_TEXT ||
        original[0] == '\0' || !has_only(alias, signs_of_kind[kind]) ||
        strcasecmp(original, alias) == 0)
        return false;
    if (kind == ALIAS_WORD || kind == ALIAS_SUFFIX || kind == ALIAS_NUMBER)
        return true;
    return is_half(kind, original) && is_half(kind, alias);
}

static int
kind_of(const char *id)
{
    for (int i = 0; id != NULL && i < ALIAS_KIND_COUNT; i++)
        if (strcmp(alias_kind_ids[i], id) == 0)
            return i;
    return -1;
}

static bool
read_row(struct aliases *aliases, const json_t *row, size_t number,
         struct error *error)
{
    int kind = kind_of(json_string_value(json_array_get(row, 0)));
    const char *original = json_string_value(json_array_get(row, 1));
    const char *alias = json_string_value(json_array_get(row, 2));

    if (json_array_size(row) != 3 || kind < 0 || original == NULL ||
        alias == NULL || !row_is_sound((enum alias_kind)kind, original, alias))
        return error_set(error, ERROR_DATA,
                         "alias %zu is not [kind, original, alias]", number);
    alias_table_add_wish(aliases, (enum alias_kind)kind, original, alias);
    return true;
}

static bool
read_rows(struct aliases *aliases, const json_t *root, struct error *error)
{
    const char *schema = json_string_value(json_object_get(root, "schema"));
    const json_t *rows = json_object_get(root, "aliases");
    const json_t *row;
    size_t index;

    if (schema == NULL || strcmp(schema, schema_id) != 0)
        return error_set(error, ERROR_DATA, "expected the schema \"%s\"",
                         schema_id);
    if (!json_is_array(rows))
        return error_set(error, ERROR_DATA, "\"aliases\" is no list");
    if (json_array_size(rows) > ALIASES_MOST)
        return error_set(error, ERROR_LIMIT, "more than %d aliases",
                         ALIASES_MOST);
    json_array_foreach(rows, index, row) if (!read_row(aliases, row, index + 1,
                                                       error)) return false;
    return true;
}

bool
aliases_read(struct aliases *aliases, const char *text, size_t length,
             struct error *error)
{
    json_error_t where;

    if (length > ALIASES_FILE_LIMIT)
        return error_set(error, ERROR_LIMIT, "more than %d bytes",
                         ALIASES_FILE_LIMIT);

    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);

    if (root == NULL)
        return error_set(error, ERROR_DATA, "line %d: %s", where.line,
                         where.text);

    bool read = read_rows(aliases, root, error);

    json_decref(root);
    return read;
}
