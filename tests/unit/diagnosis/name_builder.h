#ifndef TESTS_NAME_BUILDER_H
#define TESTS_NAME_BUILDER_H

#include "run_builder.h"

/* What names can come to, beyond an answer and none. */

/* The machine alone has this address, and by it the name resolves. */
struct path *build_own_address(struct run_builder *builder,
                               struct target *target, const char *address);
/* The same, by a line of the hosts file. */
struct path *build_hosts_address(struct run_builder *builder,
                                 struct target *target, const char *address);

/* A server gives this address too, which the machine does not use. */
struct path *build_further_address(struct run_builder *builder,
                                   struct target *target, const char *address);

/* Every server denies the name; what the machine says of it stays. */
void build_denied(struct run_builder *builder, struct target *target);

/* The machine has a search list. */
void build_search_list(struct run_builder *builder);

/* A name that nobody has got this address from a server. */
void build_made_up(struct run_builder *builder, const char *address);

/* The short answer was cut; over TCP it ended so. */
void build_cut_answer(struct run_builder *builder, struct target *target,
                      enum reason reason);

/* Another server was asked about the name too, and it ended so. */
void build_second_server(struct run_builder *builder, struct target *target,
                         enum reason reason);

/* The machine has an interface and, or not, a way out. */
void build_interface(struct run_builder *builder, bool has_way_out);

#endif
