#ifndef LAB_DIRECTORY_H
#define LAB_DIRECTORY_H

#include "base/arena.h"
#include "lab/lab.h"
#include "model/definitions.h"

/*
 * What names the world really has: the truth that honest resolvers tell and
 * that proxies on the far side use. Upper and lower case are the same. All
 * zero is empty; everything is copied into the arena, which the caller ends.
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

struct directory_entry *directory_add(struct lab_directory *directory,
                                      const char *host,
                                      const struct endpoint *endpoint);
void directory_add_address(struct lab_directory *directory,
                           struct directory_entry *entry,
                           const struct address *address);

/* NULL when there is none. */
const struct directory_entry *
directory_find(const struct lab_directory *directory, const char *host);
const struct directory_entry *
directory_of_address(const struct lab_directory *directory,
                     const struct address *address);

#endif
