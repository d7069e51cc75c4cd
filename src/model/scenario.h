#ifndef MODEL_SCENARIO_H
#define MODEL_SCENARIO_H

#include "model/finding.h"

/*
 * One world of the lab: how it differs from the healthy one, what is the
 * truth about it, and its story for people. Filled by `catalog` from
 * data/lab/, built by `lab`. All zero in a part means "as in the healthy
 * world", which docs/lab.md draws.
 *
 * A part of the world never names a host of the service, for hosts are in
 * data/regions.yaml alone. It speaks of endpoints by selectors: a role
 * ("pki", "gateway", "alias"), a role in a region ("gateway-us"), or "all".
 * An empty list of selectors is every endpoint, unless a member says
 * otherwise.
 */
struct selectors {
    const char **ids;
    size_t count;
};

/* False for an id that no endpoint of the definitions answers to. */
bool selector_is_known(const struct definitions *in, const char *id);
bool selector_matches(const char *id, const struct endpoint *endpoint);
/* An empty list matches every endpoint. */
bool selectors_match(const struct selectors *selectors,
                     const struct endpoint *endpoint);

/* Where in the world something is. */
enum place {
    PLACE_NONE,
    PLACE_ENFORCE,  /* the machine that the program runs on */
    PLACE_ROUTER,   /* the first hop; the office hangs on it too */
    PLACE_FIREWALL, /* the company's edge */
    PLACE_PROVIDER,
    PLACE_EXCHANGE, /* the last hop before the services */
    PLACE_RESOLVER, /* the company's first resolver, in the office */
    PLACE_SECOND_RESOLVER,
    PLACE_PROXY, /* the company's explicit proxy, in the office */
    PLACE_COUNT
};

enum wire {
    WIRE_LAN,     /* enforce - router */
    WIRE_OFFICE,  /* router - resolvers and proxy */
    WIRE_UPLINK,  /* router - firewall */
    WIRE_WAN,     /* firewall - provider */
    WIRE_CORE,    /* provider - exchange */
    WIRE_SERVICE, /* exchange - each selected endpoint */
    WIRE_COUNT
};

/* Seen from the Enforce server. */
enum way { WAY_BOTH, WAY_OUT, WAY_IN, WAY_COUNT };

/* A wire that is not as it was; 0: as in the healthy world. */
struct scenario_wire {
    enum wire wire;
    enum way way;
    struct selectors of; /* WIRE_SERVICE: which endpoints */
    int64_t delay_ms;    /* more than in the healthy world, each way */
    int64_t jitter_ms;
    int64_t loss_percent; /* 100: swallows everything */
    int64_t rate_kbit;
    int64_t mtu;
    bool down; /* nobody on the other side */
};

/* A node that is not as it was. */
struct scenario_node {
    enum place at;
    struct selectors of; /* not empty: these endpoints instead of `at` */
    bool down;
    bool hides_hops;        /* no ICMP "time exceeded" */
    bool hides_too_big;     /* no ICMP "too big": a path-MTU black hole */
    bool hides_unreachable; /* no ICMP "unreachable" */
    int64_t clamp_segment;  /* lowers the MSS of what it forwards */
};

enum no_route {
    NO_ROUTE_MISSING,
    NO_ROUTE_UNREACHABLE,
    NO_ROUTE_BLACKHOLE,
    NO_ROUTE_PROHIBIT,
    NO_ROUTE_COUNT
};

enum families { FAMILIES_BOTH, FAMILIES_IPV4, FAMILIES_IPV6, FAMILIES_COUNT };

bool families_have(enum families families, enum family family);

/* A way that is missing at some node. */
struct scenario_route {
    enum place at;
    struct selectors to; /* empty: everything outside of the company */
    enum families family;
    enum no_route kind;
};

enum filter_action {
    FILTER_DROP,
    FILTER_RESET,
    FILTER_REJECT,
    FILTER_DENY, /* on the machine itself: the system call fails */
    FILTER_ACCEPT,
    FILTER_ACTION_COUNT
};

enum filter_protocol {
    FILTER_TCP,
    FILTER_UDP,
    FILTER_ICMP,
    FILTER_ANY,
    FILTER_PROTOCOL_COUNT
};

/* A rule of a packet filter; rules of one place are asked in order. */
struct scenario_filter {
    enum place at;
    /*
     * Destination: these endpoints, or with `to_place` that node, or with
     * `to_address` that address; neither: every destination. Their answers
     * are not looked at.
     */
    struct selectors to;
    enum place to_place; /* PLACE_NONE: not said */
    struct address to_address;
    bool answers;          /* looks at what comes back from there instead */
    enum place from_place; /* what that node sends; PLACE_NONE: anybody */
    enum families family;
    enum filter_protocol protocol;
    int64_t port; /* 0: any */
    /* What the ClientHello says; these decide for the whole connection. */
    struct selectors names; /* hello for one of these; empty: not looked at */
    bool other_names;       /* hello for any other name, or without */
    bool one_segment_only;  /* it cannot put a hello in pieces together */
    int64_t hello_above;    /* bytes */
    bool hello_in_pieces;
    bool tls13; /* a hello that offers TLS 1.3 */
    int64_t size_above;
    int64_t idle_above_s;
    int64_t age_above_s;
    int64_t bytes_above;
    int64_t one_in;     /* every n-th connection */
    int64_t over_per_s; /* packets above this rate */
    int64_t nth;        /* only the n-th packet of a connection */
    int64_t from_s;     /* only from that second of the world ... */
    int64_t until_s;    /* ... until that one; 0: for ever */
    enum filter_action action;
    bool both_ways;    /* a reset goes to both sides */
    int64_t icmp_type; /* of a reject; 0: port unreachable */
    int64_t icmp_code;
};

enum chain_kind {
    CHAIN_GENUINE,
    CHAIN_OLD_ROOT,        /* genuine, under the root that stores drop */
    CHAIN_ROTATED,         /* genuine, with another intermediate and key */
    CHAIN_NO_INTERMEDIATE, /* genuine leaf, sent alone */
    CHAIN_REVERSED,        /* genuine, in untidy order with one too many */
    CHAIN_EXPIRED,         /* genuine, ended a month ago */
    CHAIN_NOT_YET_VALID,   /* genuine, begins in a month */
    CHAIN_OTHER_NAME,      /* genuine, for another name */
    CHAIN_SELF_SIGNED,     /* an appliance's own certificate */
    CHAIN_FORGED,          /* the genuine chain's names, other keys */
    CHAIN_AUTHORITY,       /* signed by the authority of `authority` */
    CHAIN_UNKNOWN,         /* by an authority that nobody knows, long-lived */
    CHAIN_KIND_COUNT
};

/* Who signs: an inspector's CA as it calls itself. */
struct scenario_authority {
    const char *organisation;
    const char *unit;
    const char *name; /* common name; NULL: "Example Corp Web Gateway CA" */
    const char *email;
    bool trusted;      /* the machine's store has it */
    bool intermediate; /* signs leaves by an intermediate of its root */
    int64_t leaf_days; /* lifetime of its leaves; 0: 14 */
};

enum client_certificate {
    CLIENT_CERTIFICATE_GENUINE, /* as data/regions.yaml says; optional */
    CLIENT_CERTIFICATE_NONE,
    CLIENT_CERTIFICATE_OPTIONAL,
    CLIENT_CERTIFICATE_REQUIRED,
    CLIENT_CERTIFICATE_COUNT
};

enum tls_highest { TLS_HIGHEST_1_3, TLS_HIGHEST_1_2, TLS_HIGHEST_COUNT };
enum tls_lowest { TLS_LOWEST_1_2, TLS_LOWEST_1_3, TLS_LOWEST_COUNT };

/* How far a connection gets before something else happens. */
enum tls_stage {
    TLS_STAGE_NEVER, /* nothing happens */
    TLS_STAGE_OPENED,
    TLS_STAGE_HELLO,        /* the ClientHello was received, none answered */
    TLS_STAGE_SERVER_HELLO, /* our flight is cut after its first bytes */
    TLS_STAGE_DONE,         /* the handshake is over */
    TLS_STAGE_COUNT
};

enum tls_trouble {
    TLS_TROUBLE_SILENCE,
    TLS_TROUBLE_CLOSE,
    TLS_TROUBLE_RESET,
    TLS_TROUBLE_ALERT,
    TLS_TROUBLE_PLAIN_HTTP, /* answers the hello by a page, without TLS */
    TLS_TROUBLE_SSH,        /* speaks first */
    TLS_TROUBLE_GARBAGE,
    TLS_TROUBLE_COUNT
};

struct scenario_tls {
    enum chain_kind chain;
    struct scenario_authority authority; /* of CHAIN_AUTHORITY */
    enum client_certificate client_certificate;
    enum tls_lowest lowest;
    enum tls_highest highest;
    enum tls_stage stage;
    enum tls_trouble trouble;
    int64_t alert;  /* of TLS_TROUBLE_ALERT */
    int64_t one_in; /* the trouble meets every n-th connection only; 0: all */
    int64_t delay_ms;         /* before the flight of the server */
    const char *hostile_name; /* put into subject and names of the leaf */
};

enum page_end {
    PAGE_COMPLETE,
    PAGE_CUT,     /* closed in the middle of the body */
    PAGE_RESET,   /* reset in place of an answer */
    PAGE_CLOSED,  /* closed without an answer */
    PAGE_SILENT,  /* takes the request and says nothing */
    PAGE_STALLED, /* stops in the middle of the body */
    PAGE_GARBAGE, /* bytes that are no HTTP */
    PAGE_NO_END,  /* headers without end */
    PAGE_BIG,     /* a body of 10 MB */
    PAGE_END_COUNT
};

/* An HTTP answer. */
struct scenario_page {
    int64_t status;       /* 0: as the genuine endpoint answers */
    const char *phrase;   /* NULL: the usual one */
    const char **headers; /* "Name: value" */
    size_t header_count;
    const char *body; /* NULL: a page that fits the status */
    bool no_date;
    int64_t date_offset_s; /* of the Date header, against the true time */
    int64_t delay_ms;
    enum page_end end;
};

/* Whether a scenario says anything about the answer. */
bool scenario_page_is_given(const struct scenario_page *page);

/* Endpoints that answer otherwise than the genuine ones. */
struct scenario_service {
    struct selectors of;
    bool closed;      /* nobody listens: resets */
    bool zero_window; /* a tarpit: never takes a byte */
    struct scenario_tls tls;
    struct scenario_page page;
    struct address ipv4; /* another address; the old one is not used */
    struct address ipv6;
    bool no_ipv6;
    int64_t addresses; /* of each family; 0: as in the healthy world */
};

enum box_kind {
    BOX_INSPECT,    /* opens TLS and signs by its own authority */
    BOX_SPLICE,     /* relays the bytes: a proxy that nobody sees in TLS */
    BOX_ACCEPT_ALL, /* completes every connection, then is silent */
    BOX_TARPIT,     /* completes every connection and takes no byte */
    BOX_ANSWER,     /* answers TLS and HTTP itself: portal, block page */
    BOX_KIND_COUNT
};

/* Something on the way that takes connections for itself. */
struct scenario_box {
    enum place at; /* also PLACE_ENFORCE: software on the machine itself */
    enum box_kind kind;
    struct selectors to;     /* destinations whose connections it takes */
    bool everything;         /* ... of all the world, not of endpoints alone */
    int64_t port;            /* 0: 443 */
    struct selectors names;  /* BOX_INSPECT: opened by name, else spliced */
    struct scenario_tls tls; /* chain AUTHORITY unless said otherwise */
    struct scenario_page page; /* given: instead of what the service says */
    int64_t drop_after_s;      /* drops a connection that old; 0: never */
};

enum dns_say {
    DNS_SAY_GENUINE,
    DNS_SAY_NXDOMAIN,
    DNS_SAY_SERVFAIL,
    DNS_SAY_REFUSED,
    DNS_SAY_NOTIMP,
    DNS_SAY_FORMERR,
    DNS_SAY_EMPTY, /* no error, no record */
    DNS_SAY_SILENCE,
    DNS_SAY_GARBAGE,
    DNS_SAY_WRONG_ID,
    DNS_SAY_TRUNCATED,  /* cut over UDP; whole over TCP */
    DNS_SAY_ADDRESSES,  /* those of `addresses` */
    DNS_SAY_ALIAS_ONLY, /* a CNAME that leads nowhere */
    DNS_SAY_COUNT
};

enum dns_asked {
    DNS_ASKED_BOTH,
    DNS_ASKED_A,
    DNS_ASKED_AAAA,
    DNS_ASKED_COUNT
};
enum dns_over { DNS_OVER_BOTH, DNS_OVER_UDP, DNS_OVER_TCP, DNS_OVER_COUNT };

/* How a resolver answers; the first row that fits a question decides. */
struct scenario_answer {
    enum place at; /* PLACE_NONE: every resolver */
    struct selectors of;
    bool everything;   /* any name at all, not those of endpoints alone */
    bool unknown;      /* only names that do not exist: a rewriting resolver */
    const char *below; /* only names that end with this domain; NULL */
    enum dns_asked asked;
    enum dns_over over;
    enum dns_say say;
    struct address **addresses;
    size_t address_count;
    const char *alias;      /* answers by way of this name; NULL */
    int64_t extended_error; /* RFC 8914; 0: none */
    int64_t ttl_s;          /* 0: 300 */
    int64_t delay_ms;
    int64_t one_in; /* meets every n-th question only; 0: all */
};

enum tunnel_end {
    TUNNEL_RELAYS,
    TUNNEL_SILENT, /* opens it and passes nothing on */
    TUNNEL_CLOSES, /* opens it and closes at the first byte */
    TUNNEL_RESETS,
    TUNNEL_INSPECTS, /* opens TLS inside, as BOX_INSPECT */
    TUNNEL_END_COUNT
};

/* How the explicit proxy answers CONNECT; the first row that fits decides. */
struct scenario_connect {
    struct selectors of;
    bool everything;      /* any destination, also beyond the endpoints */
    int64_t status;       /* 0: 200 */
    const char **schemes; /* Proxy-Authenticate of a 407 */
    size_t scheme_count;
    enum page_end end; /* of the answer to CONNECT itself */
    const char *body;
    const char **headers;
    size_t header_count;
    enum tunnel_end tunnel;
    struct scenario_tls tls;   /* TUNNEL_INSPECTS */
    struct scenario_page page; /* ... given: answering this */
    int64_t drop_after_s;
};

struct scenario_proxy {
    int64_t port;            /* 0: 3128 */
    bool closed;             /* nobody listens there */
    bool is_tls;             /* speaks TLS to its clients: an https:// proxy */
    struct scenario_tls tls; /* what it presents then */
    const char *user;        /* login that it accepts; NULL: asks for none */
    const char *password;
    bool no_names; /* it cannot resolve: 503 */
    struct scenario_connect **connects;
    size_t connect_count;
};

/* A line of the hosts file. */
struct scenario_host {
    const char *selector; /* or NULL and ... */
    const char *host;     /* ... a name that is no endpoint's */
    struct address address;
};

/* The machine that the program runs on. */
struct scenario_machine {
    bool no_interface;
    bool no_default_route;
    bool no_ipv4;
    bool no_ipv6;
    int64_t mtu;
    int64_t clock_offset_s;
    bool no_resolvers;
    struct address **resolvers; /* empty: both of the company */
    size_t resolver_count;
    const char *search; /* search domain; NULL */
    struct scenario_host **hosts;
    size_t host_count;
    bool store_lacks_root; /* the genuine root is missing in the store */
    bool store_lacks_old_root;
    const char **environment; /* "HTTPS_PROXY=http://..." */
    size_t environment_count;
};

/* What the operator would say when asked. NULL: not said. */
struct scenario_answers {
    const char *service;
    const char *region;  /* id or "all" */
    const char *proxy;   /* URL or "none" */
    const char *neutral; /* HOST[:PORT] */
    const char *also;    /* as the option of that name */
    enum console_status status;
    int64_t event;
    const char *event_text;
    enum history history;
    enum binding binding;
    const char *dlp_version;
    enum installation installation;
    int64_t bundle_age_days;  /* 0: not said; below 0: in the future */
    int64_t certificate_days; /* until it expires; 0: not said; below 0: since
                               * it did */
};

/* What is true of this world. */
struct scenario_truth {
    enum verdict_outcome outcome;
    const char *cause; /* NULL when not a fault */
    enum layer layer;
    enum owner owner;
    struct selectors targets; /* what the verdict explains; empty: unsaid */
    const char **also;        /* further causes that must be found */
    size_t also_count;
    const char **says; /* the report for people must hold these ... */
    size_t says_count;
    const char **never_says; /* ... and none of these */
    size_t never_says_count;
};

struct scenario {
    struct arena arena;
    const struct definitions *definitions; /* borrowed; read against these */
    const char *id;      /* the name of the file without its ending */
    const char *title;   /* a few words */
    const char *story;   /* what is the matter, for the one who plays */
    const char *phone;   /* what the operator tells on the phone */
    const char **covers; /* rows of the field's knowledge: "S01" */
    size_t cover_count;
    const char **alike; /* ids of scenarios that look the same at first */
    size_t alike_count;
    int64_t seed;
    struct scenario_answers answers;
    struct scenario_machine machine;
    struct scenario_wire **wires;
    size_t wire_count;
    struct scenario_node **nodes;
    size_t node_count;
    struct scenario_route **routes;
    size_t route_count;
    struct scenario_filter **filters;
    size_t filter_count;
    struct scenario_box **boxes;
    size_t box_count;
    struct scenario_service **services;
    size_t service_count;
    struct scenario_answer **dns;
    size_t dns_count;
    struct scenario_proxy proxy;
    struct scenario_truth truth;
};

extern const struct words place_words;
extern const struct words wire_words;
extern const struct words way_words;
extern const struct words families_words;
extern const struct words no_route_words;
extern const struct words filter_action_words;
extern const struct words filter_protocol_words;
extern const struct words chain_kind_words;
extern const struct words client_certificate_words;
extern const struct words tls_lowest_words;
extern const struct words tls_highest_words;
extern const struct words tls_stage_words;
extern const struct words tls_trouble_words;
extern const struct words page_end_words;
extern const struct words box_kind_words;
extern const struct words dns_say_words;
extern const struct words dns_asked_words;
extern const struct words dns_over_words;
extern const struct words tunnel_end_words;

#endif
