#ifndef LAB_DIRECTORY_H
#define LAB_DIRECTORY_H

#include "base/arena.h"
#include "lab/lab.h"
#include "model/definitions.h"

/*
 * What names the world really has: the truth that honest resolvers tell and
 * that proxies on the far side use. Upper and lower case are the same. All
 * zero but the arena is empty; everything is copied into the arena, which
 * the caller ends.
 */
struct directory_entry {
    const char *host;
    const struct endpoint *endpoint; /* NULL: no endpoint of the service */
    const char *alias; /* the name it leads to (CNAME), or NULL */
    bool inside;       /* a name of the company: its resolvers alone know */
    struct address **addresses; /* of both families, of the alias too */
    size_t address_count;
};

struct lab_directory {
    struct arena *arena;
    struct directory_entry **entries;
    size_t entry_count;
};

/* The entry of that name, made when there is none; an endpoint that is
 * given replaces the one it had. */
struct directory_entry *directory_add(struct lab_directory *directory,
                                      const char *host,
                                      const struct endpoint *endpoint);
void directory_add_address(struct lab_directory *directory,
                           struct directory_entry *entry,
                           const struct address *address);
/*
 * The name need not have an entry: then it has the addresses of this one. An
 * entry of that name with addresses goes before, and may lead on.
 */
void directory_set_alias(struct lab_directory *directory,
                         struct directory_entry *entry, const char *alias);

/* NULL when there is none. */
const struct directory_entry *
directory_find(const struct lab_directory *directory, const char *host);
const struct directory_entry *
directory_of_address(const struct lab_directory *directory,
                     const struct address *address);
/* The first that leads to that name. */
const struct directory_entry *
directory_of_alias(const struct lab_directory *directory, const char *alias);

#endif
