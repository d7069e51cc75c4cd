#ifndef MODEL_PROBE_TALLY_H
#define MODEL_PROBE_TALLY_H

#include "model/run.h"

/*
 * What the probes of a run say about one path: how often the same path, with
 * one thing changed, got an answer.
 */
struct probe_tally {
    int64_t tried;    /* that came to an end of their own */
    int64_t answered; /* connected or, of a handshake, got a server's hello */
    int64_t finished; /* came through: connected, the handshake at its end */
};

/* How many there are, whether they were tried or not; of any kind with
 * PROBE_KIND_COUNT. */
size_t probes_count(const struct run *run, const struct path *like,
                    enum probe_kind kind);

/* Those of that kind and that variation. */
struct probe_tally probes_tally(const struct run *run, const struct path *like,
                                enum probe_kind kind,
                                const struct variation *variation);

/*
 * Somebody at the other end of the handshake has spoken, whatever the
 * certificate is: another name was sent on purpose.
 */
bool path_hello_was_answered(const struct path *path);

/*
 * It came through all that it was to climb, whoever answered: a connection,
 * or a handshake that was not cut short.
 */
bool probe_came_through(const struct probe *probe);

/*
 * Any other name is answered, or that of an endpoint that works, and this one
 * never: somebody minds the name.
 */
bool probes_show_name_filter(const struct run *run, const struct path *path);

/*
 * Another name was tried and was not answered, nor was anything else that was
 * changed about the handshake.
 */
bool probes_show_silence(const struct run *run, const struct path *path);

/*
 * The fewest hops after which a request of that kind was answered: connected
 * or refused by PROBE_HOPS, cut by PROBE_HELLO_HOPS. 0: none was.
 */
int64_t probes_nearest(const struct run *run, const struct path *like,
                       enum probe_kind kind);

/*
 * A path of the same family that failed in the same way and whose hops were
 * looked at: itself if it was, else another; NULL: none was.
 */
const struct path *probes_hops_model(const struct run *run,
                                     const struct path *path);

/*
 * What was left of the hops of an answer (its TTL) when it came: at least
 * the one and less than the other. 0: nothing is known.
 */
struct reply_ttl {
    int64_t at_least;
    int64_t below;
};

struct reply_ttl probes_reply_ttl(const struct run *run,
                                  const struct path *like);
bool reply_ttl_is_exact(const struct reply_ttl *reply);

/* With what it began in all likelihood: systems use 64, 128 or 255. */
int64_t reply_ttl_start(int64_t ttl);

/* The probe that connected to an address which nobody has; NULL: none. */
const struct probe *probes_reserved(const struct run *run);

/* Of connections that were left idle; 0: none. */
struct hold_tally {
    int64_t held_s; /* the longest after which one was answered */
    int64_t cut_s;  /* the shortest after which one was reset, or silent */
};

struct hold_tally probes_hold(const struct run *run, const struct path *like);

/* How often that name was asked again, and got an address from a server. */
struct probe_tally probes_tally_name(const struct run *run,
                                     const struct name *name);

/*
 * The furthest router that sent back a request whose hops were used up
 * (ICMP type 11, in IPv6 type 3); NULL: none did.
 */
const struct probe *probes_last_hop(const struct run *run,
                                    const struct path *like);

/*
 * What the first router sent back of a request to another port that may pass
 * one hop; NULL: it did not. It speaks, then, and nothing of it says that
 * those to the endpoint's own port came as far.
 */
const struct probe *probes_first_router(const struct run *run,
                                        const struct path *like);

#endif
