#ifndef CHECKS_CHECK_H
#define CHECKS_CHECK_H

#include "model/run.h"
#include "net/certificate.h"
#include "net/net.h"
#include "net/resolver.h"
#include "net/stream.h"
#include "net/tls.h"

/*
 * What a check is: a table of states. A state function does one thing and
 * ends in one of four sentences: enter another state, wait for a thing,
 * pass, or fail with a reason. It never blocks, loops over I/O, frees itself
 * or reads a clock. The driver alone keeps deadlines, tells the listeners,
 * skips a check whose need failed, and ends one that has expired.
 */
struct check;

/* How a state function ends; made by the check_ functions below only. */
enum step { STEP_ENTER, STEP_WAIT, STEP_END };

struct check_state {
    const char *label; /* shown live: "awaiting" */
    enum step (*run)(struct check *check);
    int budget_ms; /* how long it may wait; 0: it does not wait */
};

/* What a check is about: a name, or one path of a target. */
enum check_subject { SUBJECT_NAME, SUBJECT_PATH };

struct check_kind {
    enum check_id id;
    enum check_subject subject;
    /* Whether it applies to the target at all; NULL: always. */
    bool (*applies)(const struct target *target);
    size_t size; /* of the struct that begins with struct check */
    const struct check_state *states;
    int state_count;
    /*
     * The connection that the check left open for the one above it, carried
     * by what it owns. Asked only when the check said check_leaves_open.
     */
    struct net_stream (*stream)(struct check *check);
    void (*release)(struct check *check); /* closes what it owns */
};

/* What all checks of a run share; owned by the session. */
struct check_tools {
    struct net *net;
    struct net_resolver **resolvers; /* as machine.resolvers, in order */
    size_t resolver_count;
    struct net_tls_context *tls;
    const struct net_roots *genuine_roots;
    const struct net_roots *system_roots; /* NULL: none could be read */
    const char *proxy_authorization;      /* NULL: no credentials */
};

enum { CHECK_WAITS = 32 }; /* things one state can wait for at once */

struct check {
    const struct check_kind *kind;
    struct check_tools *tools;
    struct run *run;
    struct name *name;     /* SUBJECT_NAME */
    struct target *target; /* SUBJECT_PATH */
    struct path *path;
    struct check *below; /* the check this one builds on, kept open; NULL */
    struct result *result;
    int state;
    bool runnable;    /* to be stepped without anything having come */
    bool expired;     /* the state's budget has run out */
    bool leaves_open; /* the check above can use its connection */
    int64_t now_ms;   /* since the run began, at this step */
    int64_t entered_ms;
    int64_t allowed_ms; /* to the present state, instead of its budget; 0 */
    struct net_watch *waits[CHECK_WAITS];
    size_t wait_count;
    void *driver;       /* who steps it */
    struct check *next; /* the driver's list */
};

enum step check_enter(struct check *check, int state);

/* Waits for one more thing; the last of them is returned by the state. */
enum step check_wait(struct check *check, struct net_watch *watch,
                     unsigned wanted);

/* Gives the present state so much time, whatever its table says. */
void check_allow(struct check *check, int64_t milliseconds);

enum step check_pass(struct check *check);
/* Healthy in a way that wants to be named: REASON_CERTIFICATE_REQUIRED. */
enum step check_pass_as(struct check *check, enum reason reason);
enum step check_warn(struct check *check, enum reason reason);
enum step check_fail(struct check *check, enum reason reason);
/* It does not apply here, and the reason says why. */
enum step check_skip(struct check *check, enum reason reason);

/*
 * The connection is open and the next check may go on with it, whatever the
 * outcome: the page behind a forged certificate is evidence too.
 */
void check_leaves_open(struct check *check);

/* The connection that the check below has left open. */
struct net_stream check_stream_below(const struct check *check);

/* Whether the time of the present state is over. */
bool check_expired(const struct check *check);

/*
 * Tells the driver an address of the check's name, so that the paths of all
 * targets that use the name can be tried at once, before the check ends. An
 * address that is known already is not tried twice.
 */
void check_found_address(struct check *check, const struct address *address,
                         bool of_system);

/* The arena of the run. */
struct arena *check_arena(struct check *check);

#endif
