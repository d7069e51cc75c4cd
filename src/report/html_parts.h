#ifndef REPORT_HTML_PARTS_H
#define REPORT_HTML_PARTS_H

#include "base/buffer.h"
#include "model/finding.h"

/*
 * The parts of the HTML report. Each appends a section with its heading, or
 * nothing. Every text goes through markup.h; a style is a class of the sheet
 * in html_style.c, never an attribute.
 */

extern const char html_style[];

/* The cause, its evidence and what to do. */
void html_finding_write(const struct run *run, const struct finding *finding,
                        struct buffer *out);

/* All endpoints, a row each. */
void html_table_write(const struct run *run, struct buffer *out);

/* How long everything took, on one scale. */
void html_times_write(const struct run *run, struct buffer *out);

/* How far it is to whoever answers. */
void html_hops_write(const struct run *run, struct buffer *out);

/* Each endpoint with its names, addresses, handshakes and certificates. */
void html_targets_write(const struct run *run, struct buffer *out);

/* The handshake as a ladder, and the chain certificate by certificate. */
void html_ladder_write(const struct tls_facts *tls, struct buffer *out);
void html_chain_write(const struct tls_facts *tls, struct buffer *out);

/* A class for how something ended, from the style sheet. */
const char *html_outcome_class(enum outcome outcome);

/* "<dt>label</dt><dd>text</dd>"; the text is emptied. */
void html_fact_write(struct buffer *out, const char *label,
                     struct buffer *text);

#endif
