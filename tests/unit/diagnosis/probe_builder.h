#ifndef TESTS_PROBE_BUILDER_H
#define TESTS_PROBE_BUILDER_H

#include "model/probe.h"
#include "run_builder.h"

/*
 * The second part of a run: what the plan adds to a run that has failed, and
 * what became of it. A world is one function that is asked about each probe.
 */
typedef void probe_world(struct run_builder *builder, struct probe *probe);

/*
 * Plans and tries until nothing is added, as the driver does; returns how
 * often something was. Names that nobody has are denied.
 */
int build_probes(struct run_builder *builder, probe_world *world);

/* A genuine endpoint answered; it failed for that reason. */
void build_probe_answered(struct run_builder *builder, struct probe *probe);
void build_probe_failed(struct probe *probe, enum reason reason);
/* It was stopped before its end. */
void build_probe_stopped(struct probe *probe);

/*
 * A request to connect that lives for some hops: connected after so many,
 * before that sent back by the routers 10.0.1.1, 10.0.2.1 and so on, of which
 * the last `silent` say nothing. 0 hops: nobody ever connects.
 */
void build_probe_hops(struct probe *probe, int64_t hops, int64_t silent);

/*
 * The PKI Manager is well; the one path of the gateway, not yet tried, the
 * PKI Manager being the first target and the gateway the second.
 */
struct path *build_lone_gateway(struct run_builder *builder);

/* The server's hello came, and no more than that. */
void build_server_hello(struct run_builder *builder, struct path *path);

/* The target that the plan has added for comparison; NULL: none. */
struct target *build_control(const struct run_builder *builder);

#endif
