#ifndef TESTS_RUN_BUILDER_H
#define TESTS_RUN_BUILDER_H

#include "model/run.h"

/*
 * Finished runs made in memory, one sentence a step: what the checks would
 * have left behind. A new builder has a service with two regions; targets
 * are added, then what was seen of them. The answers ask for region "us".
 */
struct run_builder {
    struct run run;
    struct definitions definitions;
};

extern const struct endpoint builder_pki;
extern const struct endpoint builder_gateway;  /* region us */
extern const struct endpoint builder_alias;    /* of that gateway */
extern const struct endpoint builder_gateway2; /* region eu */

void build_run(struct run_builder *builder);
void build_release(struct run_builder *builder);

/* From now on targets go by the proxy proxy.corp.example:3128. */
void build_proxy(struct run_builder *builder);
struct target *build_target(struct run_builder *builder,
                            const struct endpoint *endpoint);

/* The name has one more address; a path to it that was not yet tried. */
struct path *build_address(struct run_builder *builder, struct target *target,
                           const char *address);
/* The same, known to the DNS server alone. */
struct path *build_server_address(struct run_builder *builder,
                                  struct target *target, const char *address);

/* No address: every server answers so, and the machine knows none. */
void build_no_address(struct run_builder *builder, struct target *target,
                      enum reason reason);

/* The name of the proxy has no address. */
void build_proxy_unknown(struct run_builder *builder, struct target *target);

void build_connected(struct path *path);
void build_not_connected(struct path *path, enum reason reason);
/* The ICMP error came from there. */
void build_icmp_sender(struct path *path, const char *address, int code);
/* This machine has no route to the family: skipped. */
void build_not_routed(struct path *path);

void build_tunnel(struct path *path);
void build_no_tunnel(struct path *path, enum reason reason, int status);

/* Handshakes; each connects first when nothing has been said of it. */
void build_genuine(struct run_builder *builder, const struct target *target,
                   struct path *path);
void build_foreign(struct run_builder *builder, const struct target *target,
                   struct path *path, const char *issuer);
void build_no_handshake(struct path *path, enum reason reason);

void build_status(const struct target *target, struct path *path,
                  int64_t status);
void build_no_answer(struct path *path, enum reason reason);
/* An answer with a page, and with one more header. */
void build_page(const struct target *target, struct path *path, int64_t status,
                const char *body);
void build_header(struct run_builder *builder, struct path *path,
                  const char *name, const char *value);
/* Something answers the greeting with these bytes. */
void build_plain(struct path *path, const char *first_bytes);
/* The proxy refuses with this page. */
void build_proxy_page(struct path *path, const char *body);
/* The last answer about the name has this extended error. */
void build_extended_error(struct target *target, const char *text);

/* A genuine endpoint that answers as it should, at one more address. */
struct path *build_good(struct run_builder *builder, struct target *target,
                        const char *address);

/* The three endpoints of region us, all good; returned by their order. */
struct trio {
    struct target *pki;
    struct target *gateway;
    struct target *alias;
};
struct trio build_healthy(struct run_builder *builder);

#endif
