#ifndef REPORT_TEXT_FACTS_H
#define REPORT_TEXT_FACTS_H

#include "base/buffer.h"
#include "model/run.h"

/*
 * The facts of one check in the lines under its row: only those that help to
 * tell what happened. Everything else is in the JSON report.
 */

/* "  tls   FAIL   64 ms  chain ends in no genuine root" */
void text_facts_write_result(struct buffer *out, const char *check,
                             const struct result *result);

/* The result is given apart: behind a proxy a failure is only a remark. */
void text_facts_write_name(struct buffer *out, const struct name *name,
                           const struct result *result);
void text_facts_write_path(struct buffer *out, const struct path *path,
                           enum check_id check);

/* Which root of the set a chain ends in, or why in none. */
void text_facts_append_verification(struct buffer *out,
                                    const struct verification *verification);

#endif
