#ifndef TESTS_SHAPE_H
#define TESTS_SHAPE_H

#include "base/buffer.h"

/*
 * Whether bytes have the shape of their format, by a reader of our own that
 * is stricter than most: for machines that lack the usual one. A complaint is
 * appended to `faults`.
 */

/* Tags nest, attributes are quoted, references are known, no control. */
void shape_xml(const struct buffer *report, struct buffer *faults);

/* Of a name all samples stand behind its HELP and TYPE; none is twice. */
void shape_metrics(const struct buffer *report, struct buffer *faults);

/* "SERVICE STATE - text|label=value", and nothing else has a bar. */
void shape_plugin(const struct buffer *report, struct buffer *faults);

#endif
