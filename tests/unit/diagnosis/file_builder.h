#ifndef TESTS_FILE_BUILDER_H
#define TESTS_FILE_BUILDER_H

#include "run_builder.h"

/*
 * What the operator's own files would have left behind in a run: a bundle
 * that was looked into, logs that were looked through.
 */

/* A whole archive whose newest file is that old; it gives no time zone. */
void build_bundle(struct run_builder *builder, int64_t age_s);
void build_bundle_kind(struct run_builder *builder, enum bundle_kind kind);
void build_bundle_entry(struct run_builder *builder, const char *name,
                        bool suspicious);
void build_bundle_host(struct run_builder *builder, const char *host);

/* One more sign in the logs, in an older file; NULL for the host: none. */
void build_log(struct run_builder *builder, const char *sign,
               const char *host);

#endif
