#ifndef MODEL_NAMING_H
#define MODEL_NAMING_H

#include "base/address.h"
#include "model/definitions.h"
#include "model/distinguished_name.h"
#include "model/facts.h"
#include "model/page.h"

/*
 * What stands in the way, by name: products that open connections, pages that
 * they show instead of the service, addresses that filters of names give out.
 * Here something only gets a name, and the name is "looks like": anybody can
 * write anything into a certificate or a page. Who answers is decided by the
 * root of the chain and nothing else.
 */

/* Where a product runs, and so who has it. */
enum interceptor_kind {
    INTERCEPTOR_GATEWAY,           /* a proxy of one's own network */
    INTERCEPTOR_CLOUD_PROXY,       /* a proxy as a service */
    INTERCEPTOR_FIREWALL,          /* a firewall that decrypts */
    INTERCEPTOR_ENDPOINT_SOFTWARE, /* on the machine itself */
    INTERCEPTOR_DEBUGGING_PROXY,   /* a tool of a developer */
    INTERCEPTOR_KIND_COUNT
};

/*
 * One way to know a product by a name in a certificate. Exactly one of the
 * texts is there. The case of letters does not matter.
 */
struct name_pattern {
    enum name_field field;
    const char *contains;
    const char *equals;
    const char *begins;
};

/* A product that opens TLS connections with certificates of its own. */
struct interceptor {
    const char *id;
    const char *name; /* "Zscaler" */
    enum interceptor_kind kind;
    const struct name_pattern **patterns; /* one of them is enough */
    size_t pattern_count;
    const char **roots; /* SHA-256 of roots of its own */
    size_t root_count;
    const char *source;
    const char *note; /* NULL */
};

/* What a page is there for. */
enum page_kind {
    PAGE_BLOCK,       /* the destination is not allowed */
    PAGE_PORTAL,      /* the network wants something first */
    PAGE_LOGIN,       /* the user is to log in */
    PAGE_PROXY_ERROR, /* a proxy could not do it, for whatever reason */
    PAGE_MARK,        /* names the product and says nothing about why */
    PAGE_KIND_COUNT
};

enum page_place {
    PLACE_BODY,
    PLACE_TITLE,
    PLACE_LOCATION,
    PLACE_SERVER,
    PLACE_HEADER, /* the one that is named, or any */
    PLACE_STATUS_LINE,
    PAGE_PLACE_COUNT
};

/*
 * One way to know a page. In the body, the title and the status line the
 * case of letters counts, as the marks were recorded; in headers it does
 * not, for there it is a matter of the version and of what is on the way.
 */
struct page_pattern {
    enum page_place place;
    const char *header;   /* its name; "X-Websense*" is any of that start */
    const char *contains; /* NULL: that the header is there is enough */
};

/* A page that a product shows in place of what was asked for. */
struct block_page {
    const char *id;
    const char *name; /* of the product: "Fortinet FortiGuard" */
    enum page_kind kind;
    const struct page_pattern **patterns; /* one of them is enough */
    size_t pattern_count;
    const char *source;
    const char *note; /* NULL */
};

/* Addresses that a filter of names gives out instead of the real ones. */
struct sinkhole {
    const char *id;
    const char *name; /* of the filter: "FortiGuard DNS filter" */
    struct address_prefix **addresses;
    size_t address_count;
    const char *source;
    const char *note; /* NULL */
};

extern const struct words name_field_words;
extern const struct words interceptor_kind_words;
extern const struct words page_kind_words;
extern const struct words page_place_words;

/*
 * The first product of the list that the subject, the issuer or an e-mail
 * address of any certificate of the chain names, or whose root it is; NULL.
 */
const struct interceptor *naming_interceptor(const struct definitions *in,
                                             const struct tls_facts *tls);

/* The first page of the list that this is; NULL. */
const struct block_page *naming_block_page(const struct definitions *in,
                                           const struct page *page);

/* The sinkhole of the list that has the address; NULL. */
const struct sinkhole *naming_sinkhole(const struct definitions *in,
                                       const struct address *address);

/*
 * No public service is there: an address of the list, of this machine itself
 * or of nobody. A private address is none: a name may well lead to one.
 */
bool naming_address_is_sinkhole(const struct definitions *in,
                                const struct address *address);

/*
 * The first answer about the name in which a server says that it filters:
 * Blocked, Censored, Filtered or Prohibited (RFC 8914, 4.16 to 4.19); NULL.
 */
const struct dns_answer *naming_filtered_answer(const struct name *name);
bool naming_answer_is_filtered(const struct dns_answer *answer);

/*
 * The genuine authority whose name stands in the issuer of the first
 * certificate, as roots.yaml writes it; NULL. Whether it really was the
 * issuer is another matter.
 */
const char *naming_issuing_authority(const struct definitions *in,
                                     const struct tls_facts *tls);

#endif
