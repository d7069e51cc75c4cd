#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "model/reason.h"
#include "model/schema.h"

/*
 * What the checks saw, one struct for each kind of check. Facts are what a
 * report shows, a rule reads and a transcript keeps: texts are safe (see
 * base/safe_text.h), times are milliseconds since the run began unless a
 * name says otherwise, all memory is the run's arena.
 */

/* An address record or a CNAME as a server gave it. */
struct dns_record {
    const char *owner;      /* the name that has the record */
    const char *alias;      /* CNAME: the name it leads to; else NULL */
    struct address address; /* A, AAAA */
    int64_t ttl_s;
};

enum dns_type { DNS_A, DNS_AAAA, DNS_TYPE_COUNT };

/* How a question is put; all zero is the usual. */
enum question_over {
    OVER_AS_USUAL, /* UDP, and TCP when the answer was cut */
    OVER_UDP,
    OVER_TCP,
    QUESTION_OVER_COUNT
};

struct question_variation {
    enum question_over over;
    int64_t payload; /* bytes of an answer over UDP that we offer to take */
    bool no_edns;    /* nothing is offered */
};

/* One question to one server. */
struct dns_answer {
    const char *server; /* "192.0.2.53:53" */
    enum dns_type type;
    enum reason reason;         /* none: at least one record of the type */
    const char *rcode;          /* "NOERROR", "NXDOMAIN"; NULL when silent */
    const char *extended_error; /* RFC 8914, "15 Blocked"; NULL */
    struct dns_record **records;
    size_t record_count;
    struct question_variation changed;
    bool over_tcp; /* asked over TCP: for the UDP answer was cut, or at once */
    bool truncated;        /* the answer that we have is cut */
    struct address sender; /* who sent the ICMP error that came back */
    bool sender_is_local;  /* this machine itself */
    int64_t icmp_type;     /* -1: no ICMP was seen */
    int64_t icmp_code;
    bool not_asked; /* left out: it had not answered many others before */
    int64_t sent_ms;
    int64_t duration_ms;
};

/* What the machine's own name service says, asked in a child process. */
struct system_answer {
    enum reason reason;
    const char *error; /* the name service's own words; NULL */
    struct address **addresses;
    size_t address_count;
    const char *canonical;  /* NULL unless another name was given */
    const char *hosts_line; /* the line of the hosts file, "4: 10.0.0.1 gw" */
    int64_t duration_ms;
};

struct tcp_facts {
    struct address local;
    int64_t local_port;
    const char *error;     /* "ECONNREFUSED"; NULL */
    struct address sender; /* who sent the ICMP error */
    int64_t icmp_type;     /* -1: no ICMP was seen */
    int64_t icmp_code;
    bool sender_is_local; /* the error came from this machine */
    int64_t path_mtu;     /* 0 when unknown */
};

struct proxy_facts {
    int64_t status; /* of the answer to CONNECT; 0 when none */
    const char *status_line;
    const char **schemes; /* what Proxy-Authenticate offers */
    size_t scheme_count;
    bool sent_credentials; /* Basic; the credentials are kept nowhere */
    struct http_header **headers;
    size_t header_count;
    const char *body; /* start of the page that came with a refusal */
    int64_t bytes_in;
};

struct http_header {
    const char *name;
    const char *value;
};

enum direction { DIRECTION_SENT, DIRECTION_RECEIVED, DIRECTION_COUNT };

/* One step of the ladder: a handshake message or an alert. */
struct tls_message {
    enum direction direction;
    const char *name; /* "ClientHello", "Alert" */
    int64_t bytes;
    int64_t at_ms; /* since the check began */
};

struct certificate {
    const char *subject; /* RFC 2253 */
    const char *issuer;
    const char *serial;
    const char **names; /* subject alternative names, "DNS:..." */
    size_t name_count;
    int64_t not_before; /* Unix seconds */
    int64_t not_after;
    const char *key;       /* "RSA 2048" */
    const char *signature; /* "sha256WithRSAEncryption" */
    const char *sha256;    /* 64 upper-case hex digits */
    const char *pem;
};

/* One attempt to build and verify the chain against one set of roots. */
struct verification {
    bool done; /* false: there was no chain or no set of roots */
    bool ok;
    int64_t code;     /* X509_V_ERR_*; 0 when ok */
    const char *text; /* the library's words for the code */
    int64_t depth;    /* of the certificate that the code is about */
    const char *root; /* subject of the root that the chain ends in; NULL */
    const char *root_sha256;
};

struct tls_facts {
    const char *server_name; /* sent as SNI */
    const char *version;     /* "TLSv1.3"; NULL when none was agreed */
    const char *cipher;
    const char *group;
    bool handshake_done;
    struct tls_message **messages;
    size_t message_count;
    int64_t bytes_in;
    int64_t bytes_out;
    const char *first_bytes; /* of an answer that is not TLS */
    int64_t alert;           /* number of the alert that ended it; -1 */
    const char *alert_name;
    enum direction alert_direction;
    bool client_certificate_requested;
    const char **client_certificate_authorities; /* as the server names them */
    size_t client_certificate_authority_count;
    struct certificate **chain; /* as sent, leaf first */
    size_t chain_count;
    struct verification genuine; /* against the genuine roots, dates aside */
    const char *genuine_root;    /* its name in our list; NULL */
    struct verification system;  /* against the machine's store */
    bool name_matches;           /* the leaf is for server_name */
    bool dates_valid;            /* every certificate of the chain, now */
    const char *error;           /* the library's words; NULL */
};

/* How the answer ended. */
enum http_end {
    HTTP_END_NONE,     /* no answer was read */
    HTTP_END_COMPLETE, /* as announced, or by an orderly close */
    HTTP_END_ENOUGH,   /* we had seen enough and closed */
    HTTP_END_CUT,      /* closed or reset before the announced end */
    HTTP_END_SILENT,   /* it stopped coming */
    HTTP_END_COUNT
};

struct http_facts {
    int64_t status; /* 0 when there was no status line */
    const char *status_line;
    struct http_header **headers;
    size_t header_count;
    const char *body;   /* its first 4 kB, safe */
    int64_t body_bytes; /* how many came, at most the limit */
    int64_t bytes_in;
    enum http_end end;
    int64_t date;           /* of the Date header, Unix seconds; 0 */
    int64_t clock_offset_s; /* local clock minus Date; see has_date */
    bool has_date;
    int64_t alert; /* a late TLS alert instead of an answer; -1 */
    const char *alert_name;
    int64_t first_byte_ms; /* since the request was sent; -1 */
};

extern const struct words dns_type_words;
extern const struct words question_over_words;
extern const struct words direction_words;
extern const struct words http_end_words;

extern const struct schema address_schema;
extern const struct schema dns_record_schema;
extern const struct schema question_variation_schema;
extern const struct schema dns_answer_schema;
extern const struct schema system_answer_schema;
extern const struct schema tcp_facts_schema;
extern const struct schema proxy_facts_schema;
extern const struct schema http_header_schema;
extern const struct schema tls_message_schema;
extern const struct schema certificate_schema;
extern const struct schema verification_schema;
extern const struct schema tls_facts_schema;
extern const struct schema http_facts_schema;

#endif
