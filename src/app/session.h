#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/session_answers.h"
#include "app/stage.h"
#include "base/error.h"
#include "checks/driver.h"
#include "intake/proxy_settings.h"
#include "model/finding.h"

/*
 * A session owns everything of one use of the program, the definitions, the
 * run, the network and its tools, and joins the rooms: it plans the targets,
 * lets the driver check them and has the result diagnosed. It has no words
 * and no knowledge of the network of its own.
 */

struct keeping; /* app/keeping.h */

/* What the operator chose; NULL: not said. */
struct session_options {
    const char *service;  /* id; default "cds" */
    const char *region;   /* id or "all"; default "all" */
    const char *proxy;    /* URL or "none"; default: the environment */
    const char *regions;  /* file */
    const char *trust;    /* file */
    const char *ca_file;  /* file */
    const char *resolver; /* ADDRESS[:PORT] */
    const char *timeout;  /* seconds for any one answer */
    const char *no_deep;  /* given: nothing is tried a second time */
    const char *neutral;  /* HOST[:PORT], for comparison */
    const char *also;     /* "reserved,hold" */
    struct answer_options answers;
    const char *bundle;      /* the enrollment bundle, a file */
    const char *logs;        /* of Enforce: a file or a directory */
    bool reads_input;        /* logs come on standard input, not from `logs` */
    const char *lab;         /* a scenario instead of the real network */
    bool lab_real_time;      /* its clock runs as ours does: for people */
    bool asked;              /* by a person: the lab's operator adds nothing */
    const char *is_private;  /* given: the screen begins under aliases */
    bool to_ask;             /* this one only asks: it will conclude nothing */
    struct keeping *keeping; /* told of everything; NULL; borrowed */
};

struct session {
    struct session_options options; /* the texts are borrowed */
    struct definitions definitions;
    struct run run;
    struct proxy_settings proxy;
    char *proxy_authorization; /* secret; wiped at the end */
    struct stage stage;
    struct check_tools tools;
    struct net_roots *genuine_roots;
    struct net_roots *system_roots;
    struct driver_limits limits;
    struct driver *driver;
    struct diagnosis *diagnosis; /* NULL until concluded */
    event_listener *listener;    /* of the checks under way; NULL */
    void *listener_context;
    struct arena before; /* of the run that was replaced */
};

/*
 * Plans a run: reads definitions, machine, settings, and the files that the
 * operator names, and sends nothing. A bundle or logs that cannot be read are
 * facts of the run, no error.
 * The session must be all zero; session_close ends it in any case.
 */
MUST_USE bool session_open(struct session *session,
                           const struct session_options *options,
                           char **environment, struct error *error);

/*
 * The same for a further run after one that has been concluded, on the same
 * network: a world of the lab goes on where it is. The machine is looked at
 * anew. The last session keeps its run and its diagnosis, and can check no
 * more; it must be closed before this one is. After a failure nothing of it
 * has changed.
 */
MUST_USE bool session_open_after(struct session *session, struct session *last,
                                 const struct session_options *options,
                                 struct error *error);

/* Makes the tools that touch the network. */
MUST_USE bool session_prepare(struct session *session, struct error *error);

/*
 * The checks, a turn at a time, for a loop that has more to listen to. Begin
 * once after session_prepare; nothing is sent before the first turn, and
 * run_plan_list (model/run_plan.h) says what will be. A turn is that of
 * driver_turn: false when every check has ended. Stopping ends what runs as
 * cancelled; one concludes after that as after the last turn, and hears
 * whether the run came to its own end.
 */
void session_begin(struct session *session, event_listener *listener,
                   void *context);
bool session_turn(struct session *session, struct net_watch **more,
                  size_t more_count, int timeout_ms);
void session_stop(struct session *session);
bool session_conclude(struct session *session);

/*
 * Takes what the operator says now in place of what was said before, and
 * looks at the files when others are named; conclude again after it, once the
 * run has ended. Nothing is sent. The texts are borrowed.
 */
MUST_USE bool session_answer(struct session *session,
                             const struct session_options *options,
                             struct error *error);

/*
 * Puts a run that has ended elsewhere in the place of the planned one, with
 * what it means. Both are taken over.
 */
void session_replace_run(struct session *session, struct run *run,
                         const struct diagnosis *diagnosis);

/*
 * All of these: runs all checks until they have ended or `stop` becomes
 * readable, and concludes. Returns false when it was stopped; what was seen
 * is kept.
 */
bool session_check(struct session *session, event_listener *listener,
                   void *context, struct net_watch *stop);

void session_close(struct session *session);

/* The same for one that lives on the heap; accepts NULL. */
void session_free(struct session *session);

#endif
