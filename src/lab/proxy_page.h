#ifndef LAB_PROXY_PAGE_H
#define LAB_PROXY_PAGE_H

#include "base/arena.h"
#include "lab/http_end.h"

/* The pages with which an explicit proxy refuses: those of squid. */
struct proxy_page {
    struct scenario_page page; /* its status must be given */
    const char **schemes;      /* Proxy-Authenticate */
    size_t scheme_count;
    const char *error; /* X-Squid-Error; NULL: what is usual */
};

/*
 * A server that answers so. Headers of the page that name another Server
 * leave out what would give squid away; a body of its own stays as it is.
 * `host` is the proxy's name. The texts are borrowed or go into the arena.
 */
struct http_server *proxy_page_new(struct lab *lab, struct arena *arena,
                                   const char *host,
                                   const struct proxy_page *wish);

#endif
