#ifndef MODEL_DEFINITIONS_H
#define MODEL_DEFINITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/words.h"

/*
 * What is known before anything is tried: the services, their regions and
 * endpoints, the genuine roots, the causes and their words, what is known to
 * stand in the way, the signs that logs can show. Filled by `catalog` from
 * data/ and the operator's files; everybody else reads it.
 */

struct service {
    const char *id;   /* "cds" */
    const char *name; /* "Cloud Detection Service" */
    const char *about;
};

struct region {
    const char *id;   /* "us" */
    const char *name; /* "US" */
};

/* What a genuine endpoint does when a stranger without a certificate asks. */
struct genuine_answer {
    bool asks_client_certificate; /* a CertificateRequest must be seen */
    bool may_refuse; /* an alert or a close instead of a status is genuine */
    int64_t status;  /* the status that is expected of GET / */
    int64_t status_from; /* further statuses that are plausible; 0 to 0: */
    int64_t status_to;   /* none */
};

struct endpoint {
    const char *host;
    uint16_t port;
    enum role role;
    bool required;                   /* a verdict may rest on it */
    const struct service **services; /* which services need it */
    size_t service_count;
    const struct region **regions; /* which regions need it */
    size_t region_count;
    const char *why;  /* why it is needed, one sentence */
    enum owner opens; /* who must open the way to it */
    struct genuine_answer genuine;
    const char *source; /* where the fact is from */
};

/* A root certificate that a genuine chain ends in. */
struct root {
    const char *name;   /* "DigiCert Global Root G2" */
    const char *sha256; /* 64 upper-case hex digits */
    int64_t distrusted; /* Unix seconds from when public stores drop it; 0 */
    const char *authority; /* in the issuers of its chains; NULL: varies */
    const char *note;      /* NULL when there is nothing to say */
};

/* A named root cause with its words; texts may hold {placeholders}. */
struct cause {
    const char *id; /* kebab-case, stable */
    enum layer layer;
    enum owner owner;
    const char *title;    /* a few words */
    const char *summary;  /* the verdict in one plain sentence */
    const char *why;      /* a paragraph */
    const char *packets;  /* the same at the level of packets */
    const char **by_hand; /* commands that show it without this program */
    size_t by_hand_count;
    const char **remedy; /* steps */
    size_t remedy_count;
    const char *success;     /* what is seen once it is mended */
    const char **references; /* articles and standards */
    size_t reference_count;
    const char *request; /* text to the owner; NULL when none is needed */
};

/* One sentence of evidence, by the id under which rules cite it. */
struct statement {
    const char *id;
    const char *text;
};

/* What to look for in the logs of Enforce. */
struct log_sign {
    const char *id;     /* kebab-case, stable */
    const char **texts; /* a line that holds one of them has the sign */
    size_t text_count;
    enum layer layer;
    const char *means;  /* what the text says, one sentence */
    const char *source; /* where the text is known from */
};

/* Where one kind of definition in force came from. */
struct definition_source {
    const char *name;   /* "regions.yaml" */
    const char *origin; /* a path, or "built in" */
};

/* What may stand in the way, by name: model/naming.h. */
struct interceptor;
struct block_page;
struct sinkhole;

/* The words of the guided way: model/guide.h. */
struct guide_step;
struct guide_question;
struct guide_term;

struct definitions {
    struct arena arena;
    const char *version; /* of regions.yaml: "2026.11" */
    const char *date;    /* "2026-11-24" */
    const struct service **services;
    size_t service_count;
    const struct region **regions;
    size_t region_count;
    const struct endpoint **endpoints;
    size_t endpoint_count;
    const struct root **roots;
    size_t root_count;
    const char *roots_pem; /* the certificates of the roots, PEM */
    size_t roots_pem_length;
    bool roots_replaced; /* by --trust: the shipped list is not in force */
    const struct cause **causes;
    size_t cause_count;
    const struct statement **statements;
    size_t statement_count;
    const struct interceptor **interceptors;
    size_t interceptor_count;
    const struct block_page **block_pages;
    size_t block_page_count;
    const struct sinkhole **sinkholes;
    size_t sinkhole_count;
    const struct log_sign **log_signs;
    size_t log_sign_count;
    const struct guide_step **guide_steps;
    size_t guide_step_count;
    const struct guide_question **guide_questions;
    size_t guide_question_count;
    const struct guide_term **guide_terms;
    size_t guide_term_count;
    const struct definition_source **sources;
    size_t source_count;
};

/* NULL when there is none of that id, or of that host. */
const struct service *definitions_service(const struct definitions *in,
                                          const char *id);
const struct region *definitions_region(const struct definitions *in,
                                        const char *id);
const struct endpoint *definitions_endpoint(const struct definitions *in,
                                            const char *host);
const struct cause *definitions_cause(const struct definitions *in,
                                      const char *id);
const struct statement *definitions_statement(const struct definitions *in,
                                              const char *id);
const struct log_sign *definitions_log_sign(const struct definitions *in,
                                            const char *id);
/* By upper-case SHA-256; NULL when that root is not a genuine one. */
const struct root *definitions_root(const struct definitions *in,
                                    const char *sha256);

/* NULL for the service or the region stands for any. */
bool endpoint_serves(const struct endpoint *endpoint,
                     const struct service *service,
                     const struct region *region);

#endif
