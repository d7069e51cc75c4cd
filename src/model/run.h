#ifndef MODEL_RUN_H
#define MODEL_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "model/answers.h"
#include "model/bundle.h"
#include "model/definitions.h"
#include "model/facts.h"
#include "model/logs.h"
#include "model/machine.h"
#include "model/note.h"
#include "model/probe.h"

/*
 * One run: what was asked, which targets follow from it, what every check
 * saw. The checks fill it, everybody else reads it. Everything it points to
 * lives in its arena or in the definitions, which outlive it.
 */

struct result {
    enum outcome outcome;
    enum reason reason;
    int64_t started_ms; /* since the run began */
    int64_t duration_ms;
    const char *state; /* label of the state it is in; NULL when it ended */
};

enum { NAME_BUCKETS = 256 };

/* A host name that was looked up, once for all targets that share it. */
struct name {
    const char *host;
    struct address literal; /* the host is an address: nothing is asked */
    bool random; /* a name that nobody has: who answers makes it up */
    const struct name *again; /* the name that is asked once more; NULL */
    struct question_variation variation; /* how it is asked */
    struct result result;
    struct system_answer system;
    struct dns_answer **answers; /* servers times types */
    size_t answer_count;
    struct target **users; /* the targets whose paths its addresses are */
    size_t user_count;
    struct name *fresh; /* asked once more, to take its place; NULL */
    struct name *old;   /* of a fresh one: whose place it takes */
    struct name *next;  /* in the run's table */
};

/* How the product gets to an endpoint. */
struct route {
    enum route_kind kind;
    const char *proxy_host; /* as written, without brackets */
    uint16_t proxy_port;
    bool proxy_is_tls;  /* an https:// proxy */
    const char *origin; /* "--proxy", "HTTPS_PROXY", "no proxy is set" */
    const char *bypass; /* the entry of NO_PROXY that matched; NULL */
};

/* One address by which a target is tried, through all checks. */
struct path {
    struct address address; /* of the endpoint; of the proxy when proxied */
    uint16_t port;
    bool of_system; /* the machine's own name service gave this address */
    const struct probe *probe; /* tried for its sake; NULL: the usual way */
    bool stopped;              /* by the operator */
    bool gone; /* its name was asked again, and nobody gives it any more */
    struct path *fresh; /* tried once more, to take its place; NULL */
    struct path *old;   /* of a fresh one: whose place it takes */
    struct result results[CHECK_COUNT]; /* CHECK_DNS stays empty here */
    struct tcp_facts tcp;
    struct proxy_facts proxy;
    struct tls_facts tls;
    struct http_facts http;
};

/* An endpoint by a route. */
struct target {
    const struct endpoint *endpoint;
    const struct region *region; /* NULL when it serves several */
    struct route route;
    struct name *name;       /* of the endpoint */
    struct name *proxy_name; /* of the proxy; NULL when direct */
    /* For comparison, by the other route or a neutral host: decides nothing */
    bool control;
    bool stopped; /* by the operator: nothing more of it is begun */
    struct path **paths;
    size_t path_count;
};

struct tool {
    const char *version;
    const char *openssl;
    const char *c_ares;
};

struct run {
    struct arena arena;
    const struct definitions *definitions; /* borrowed */
    struct tool tool;
    struct answers answers;
    struct machine machine;
    struct bundle_facts bundle; /* the file that the operator has */
    struct log_facts logs;      /* what the product itself has noted */
    struct route route;         /* what was asked for; a target may bypass */
    bool also[ALSO_COUNT];      /* what the operator has asked for besides */
    struct name **names;
    size_t name_count;
    struct name *name_table[NAME_BUCKETS]; /* the same, by hash of the host */
    struct target **targets;
    size_t target_count;
    struct probe **probes; /* in the order in which they are tried */
    size_t probe_count;
    const char *simulation; /* the scenario of the lab; NULL: all is real */
    const char *simulation_title;
    const char *simulation_phone; /* what its operator tells */
    int64_t started;              /* Unix milliseconds */
    int64_t duration_ms;
    bool cancelled; /* something was stopped by the operator */
    /* Of the operator, for reports: kept beside the run and not with it. */
    struct note **notes;
    size_t note_count;
};

/*
 * Puts the paths of every target into an order that does not depend on which
 * answer came first, so that two runs can be compared line by line.
 */
void run_sort_paths(struct run *run);

/*
 * When the enrollment bundle was issued, and by how much that may be off: the
 * day that the operator said, else the newest time within a whole bundle. A
 * time of 0: neither is known.
 */
struct issue_time {
    int64_t at; /* Unix seconds */
    int64_t slack_s;
};
struct issue_time run_bundle_issued(const struct run *run);

/* Whether a check of what the product would use was stopped. */
bool run_has_cancelled(const struct run *run);

/*
 * Ends a run of which nobody knows how it went on: what had not ended counts
 * as stopped, or as left out when what it needs had failed.
 */
void run_end_early(struct run *run);

/* Gives the memory of the run back. */
void run_release(struct run *run);

/*
 * The name of that host in the run, made when it is new; upper and lower
 * case are the same (RFC 4343). A host that is an address becomes a literal.
 */
struct name *run_name(struct run *run, const char *host);

/*
 * Makes a name that was filled elsewhere a part of the run; the memory is the
 * run's. False when the run has a name of that host already.
 */
MUST_USE bool run_take_name(struct run *run, struct name *name);

/* After hosts of its names have been changed. */
void run_index_names(struct run *run);

/* The same name once more, with answers of its own. */
struct name *run_ask_again(struct run *run, const struct name *name);

/* The same, its servers alone, with one thing changed. */
struct name *run_ask_varied(struct run *run, const struct name *name,
                            const struct question_variation *variation);

bool question_is_varied(const struct question_variation *variation);

/* A new target of the run, with its names and itself among their users. */
struct target *run_add_target(struct run *run, const struct endpoint *endpoint,
                              const struct region *region,
                              const struct route *route);

/* The path of that address in the target; NULL when there is none. */
struct path *target_find_path(const struct target *target,
                              const struct address *address);
struct path *target_add_path(struct run *run, struct target *target,
                             const struct address *address, bool of_system);

/* A new probe of the run, with a path of its own like the given one. */
struct probe *run_add_probe(struct run *run, enum probe_kind kind,
                            struct target *target, struct path *like,
                            const struct variation *variation,
                            enum check_id until);

/*
 * The result of a check for the whole target, derived from its paths: pass
 * when every address that the system uses passed, fail when none did, warn
 * with REASON_SOME_ADDRESSES between the two. Addresses that only another
 * resolver gave count when the system gave none. An address at which the
 * check was left out does not count as long as there is another: the check
 * below says why, so one dead address is told once, and an IPv6 address that
 * this machine cannot try is no fault. For CHECK_DNS it is the result of the
 * name, which is only a remark when a proxy resolves it.
 */
struct result target_result(const struct target *target, enum check_id check);

/*
 * The path that speaks for the target at a check: the first that passed,
 * else the first of the system's that ended otherwise; NULL without paths.
 */
const struct path *target_path(const struct target *target,
                               enum check_id check);

/* Whether a finding about this target may become the verdict. */
bool target_is_decisive(const struct target *target, const struct run *run);

bool outcome_is_final(enum outcome outcome);

extern const struct schema result_schema;
extern const struct schema route_schema;

#endif
