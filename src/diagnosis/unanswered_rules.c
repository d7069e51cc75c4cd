#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

/*
 * Handshakes that do not come through whatever is changed: nobody speaks, or
 * what speaks wants nothing to do with us.
 */

/* Nothing helps: whatever is sent, nothing comes back. */

static bool
unanswered_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *like = differential_model(inquiry, sight);

    return like != NULL && sight_handshake_met_silence(sight) &&
           sight->path->tls.bytes_in == 0 &&
           probes_show_silence(inquiry->run, like->path);
}

static void
unanswered_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_count(inquiry->run, sight->path, PROBE_SERVER_NAME) == 0)
        return;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "nothing-helps", sight);
    differential_cite_repeats(inquiry, sight);
    differential_cite_distance(inquiry, sight);
}

/* Another endpoint that answers is the control; the same each time is more. */
static enum confidence
unanswered_weigh(struct inquiry *inquiry)
{
    enum confidence compared =
        inquiry_compare(inquiry, CHECK_TLS, "chain-genuine", "chain-genuine");

    inquiry_cite_limits(inquiry);
    return differential_raise(inquiry, compared);
}

/*
 * A box that takes every connection, also to an address that nobody has, or
 * TCP is answered within the company; and then nobody ever speaks.
 */
static bool
accepts_all_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    enum { WITHIN_HOPS = 2 };
    const struct path *like;
    int64_t hops;

    if (!unanswered_fits(inquiry, sight))
        return false;
    if (probes_reserved(inquiry->run) != NULL)
        return true;
    like = probes_hops_model(inquiry->run, sight->path);
    hops = like != NULL ? probes_nearest(inquiry->run, like, PROBE_HOPS) : 0;
    return hops > 0 && hops <= WITHIN_HOPS;
}

static void
accepts_all_cite(struct inquiry *inquiry, const struct sight *sight)
{
    unanswered_cite(inquiry, sight);
    differential_cite_reserved(inquiry);
}

/*
 * That a connection to nobody opens is proof. Nearness is less: what answers
 * there may pass on what we send, and lose what comes back.
 */
static enum confidence
accepts_all_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return probes_reserved(inquiry->run) != NULL ? CONFIDENCE_HIGH
                                                 : CONFIDENCE_MEDIUM;
}

/* A tunnel that the proxy opens and that leads nowhere. */

static bool
tunnel_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    (void)inquiry;
    return sight->target->route.kind == ROUTE_PROXY &&
           (sight_handshake_failed(sight) ||
            (sight_failed(sight, CHECK_TLS) &&
             sight_reason(sight, CHECK_TLS) == REASON_TLS_PROTOCOL));
}

static void
tunnel_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "proxy-opened-tunnel", sight);
    setback_cite(inquiry, sight);
    differential_cite_repeats(inquiry, sight);
}

static enum confidence
tunnel_weigh(struct inquiry *inquiry)
{
    enum confidence compared =
        inquiry_compare(inquiry, CHECK_TLS, "other-address-connects",
                        "other-endpoint-connects");

    inquiry_cite_limits(inquiry);
    return differential_raise(inquiry, compared);
}

/*
 * What answers says that it does not know the name, and would not know
 * another one either: then somebody would mind names.
 */

static bool
unknown_name_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    enum { UNRECOGNIZED_NAME = 112 };

    (void)inquiry;
    return sight_handshake_failed(sight) &&
           sight->path->tls.alert == UNRECOGNIZED_NAME &&
           sight->path->tls.alert_direction == DIRECTION_RECEIVED;
}

static void
unknown_name_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    differential_cite_repeats(inquiry, sight);
}

const struct rule server_name_unknown_rule = {
    .cause = "server-name-unknown",
    .weight = WEIGHT_REACHABILITY,
    .fits = unknown_name_fits,
    .cite = unknown_name_cite,
    .weigh = unanswered_weigh,
};

const struct rule handshake_unanswered_rule = {
    .cause = "handshake-unanswered",
    .weight = WEIGHT_REACHABILITY,
    .fits = unanswered_fits,
    .cite = unanswered_cite,
    .weigh = unanswered_weigh,
};

const struct rule accepts_everything_rule = {
    .cause = "accepts-everything",
    .weight = WEIGHT_REACHABILITY,
    .fits = accepts_all_fits,
    .cite = accepts_all_cite,
    .weigh = accepts_all_weigh,
};

const struct rule tunnel_broken_rule = {
    .cause = "tunnel-broken",
    .weight = WEIGHT_REACHABILITY,
    .fits = tunnel_fits,
    .cite = tunnel_cite,
    .weigh = tunnel_weigh,
};
