#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "model/schema.h"

/*
 * What this machine is, found without sending a packet: where names are
 * asked, which proxy the environment names, which trust stores exist, which
 * interfaces and routes there are. Filled by `intake`.
 */

struct machine_resolver {
    struct address address;
    int64_t port;
    const char *source; /* "/etc/resolv.conf:3", "--resolver" */
};

/* A line of the hosts file that names one of our endpoints or the proxy. */
struct machine_host {
    const char *host;
    struct address address;
    const char *file;
    int64_t line;
};

/* An environment variable that can change what is seen; secrets masked. */
struct machine_variable {
    const char *name;
    const char *value;
};

struct machine_store {
    const char *path;
    const char *kind;   /* "pem-file", "directory", "java" */
    const char *source; /* "--ca-file", "SSL_CERT_FILE", "distribution" */
    bool in_force;      /* the system verdict is taken from this one */
    int64_t bytes;
    int64_t modified; /* Unix seconds */
};

struct machine_interface {
    const char *name;
    bool up;
    bool loopback;
    int64_t mtu;
    struct address **addresses;
    size_t address_count;
};

struct machine_route {
    const char *interface;
    struct address gateway;
    int64_t metric;
};

struct machine {
    const char *hostname;
    const char *system;    /* "Debian GNU/Linux 12 (bookworm)" */
    const char *kernel;    /* "Linux 6.1.0 x86_64" */
    const char *user;      /* who runs the program */
    int64_t local_time;    /* Unix seconds */
    const char *time_zone; /* "+01:00 CET" */
    struct machine_resolver **resolvers;
    size_t resolver_count;
    const char **search_domains;
    size_t search_domain_count;
    const char *name_service; /* the hosts line of nsswitch.conf; NULL */
    struct machine_host **hosts;
    size_t host_count;
    struct machine_variable **variables;
    size_t variable_count;
    struct machine_store **stores;
    size_t store_count;
    struct machine_interface **interfaces;
    size_t interface_count;
    struct machine_route **default_routes;
    size_t default_route_count;
    const char **notes; /* what could not be read, a sentence each */
    size_t note_count;
};

/* Whether one of its interfaces has that address. */
bool machine_has_address(const struct machine *machine,
                         const struct address *address);

/* The gateway of its default route in that family; NULL: it has none. */
const struct address *machine_gateway(const struct machine *machine,
                                      enum family family);

extern const struct schema machine_schema;

#endif
