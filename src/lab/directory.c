#include "lab/directory.h"

#include <strings.h>

static struct directory_entry *
find(const struct lab_directory *directory, const char *host)
{
    for (size_t i = 0; i < directory->entry_count; i++)
        if (strcasecmp(directory->entries[i]->host, host) == 0)
            return directory->entries[i];
    return NULL;
}

struct directory_entry *
directory_add(struct lab_directory *directory, const char *host,
              const struct endpoint *endpoint)
{
    struct directory_entry *entry = find(directory, host);

    if (entry == NULL) {
        entry = arena_new(directory->arena, 1, sizeof(*entry));
        entry->host = arena_text(directory->arena, host);
        arena_push(directory->arena, &directory->entries,
                   &directory->entry_count, entry);
    }
    if (endpoint != NULL)
        entry->endpoint = endpoint;
    return entry;
}

void
directory_add_address(struct lab_directory *directory,
                      struct directory_entry *entry,
                      const struct address *address)
{
    struct address *copy = arena_new(directory->arena, 1, sizeof(*copy));

    *copy = *address;
    arena_push(directory->arena, &entry->addresses, &entry->address_count,
               copy);
}

void
directory_set_alias(struct lab_directory *directory,
                    struct directory_entry *entry, const char *alias)
{
    entry->alias = arena_text(directory->arena, alias);
}

const struct directory_entry *
directory_find(const struct lab_directory *directory, const char *host)
{
    return find(directory, host);
}

static bool
has_address(const struct directory_entry *entry, const struct address *address)
{
    for (size_t i = 0; i < entry->address_count; i++)
        if (address_equal(entry->addresses[i], address))
            return true;
    return false;
}

const struct directory_entry *
directory_of_address(const struct lab_directory *directory,
                     const struct address *address)
{
    for (size_t i = 0; i < directory->entry_count; i++)
        if (has_address(directory->entries[i], address))
            return directory->entries[i];
    return NULL;
}

const struct directory_entry *
directory_of_alias(const struct lab_directory *directory, const char *alias)
{
    for (size_t i = 0; i < directory->entry_count; i++) {
        const struct directory_entry *entry = directory->entries[i];

        if (entry->alias != NULL && strcasecmp(entry->alias, alias) == 0)
            return entry;
    }
    return NULL;
}
