#ifndef INTAKE_HOST_FINDER_H
#define INTAKE_HOST_FINDER_H

#include <stddef.h>

#include "model/definitions.h"

/*
 * Finds the hosts of the endpoints in any text, in one pass whatever their
 * number. A host counts where it stands as a whole: "gw.example.net" is not
 * named by "my-gw.example.net", "gw.example.net.evil.test" or "gw_example";
 * case does not matter (RFC 4343). A host without a dot could be any word
 * and is not looked for.
 */
struct host_finder {
    const char **hosts; /* sorted, each once; borrowed */
    size_t count;
    size_t longest;
};

/* The definitions have to outlive the finder. */
void host_finder_init(struct host_finder *finder,
                      const struct definitions *definitions);
void host_finder_release(struct host_finder *finder);

/* Where a text is being looked through. */
struct host_search {
    const char *text;
    size_t length;
    size_t at;
};

/*
 * The next host that is named, as the place in `hosts` that has it; NULL when
 * there is none.
 */
const char **host_finder_next(const struct host_finder *finder,
                              struct host_search *search);

#endif
