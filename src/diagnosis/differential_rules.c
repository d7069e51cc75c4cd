#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

/*
 * Causes that look the same at first, a handshake that does not come
 * through, told apart by what happens when one thing is changed.
 */

static const struct variation usual;
static const struct variation no_name = { .name = NAME_NONE };
static const struct variation proven_name = { .name = NAME_PROVEN };
static const struct variation small_segments = { .segment = 1100 };
static const struct variation smallest_segments = { .segment = 536 };
static const struct variation split_hello = { .hello_split = true };
static const struct variation short_hello = { .hello_short = true };
static const struct variation only_1_2 = { .offer = OFFER_1_2 };
static const struct variation only_1_3 = { .offer = OFFER_1_3 };

/* The name is minded. */

static bool
name_filter_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *like = differential_model(inquiry, sight);

    return sight_handshake_failed(sight) && like != NULL &&
           probes_show_name_filter(inquiry->run, like->path);
}

static void
name_filter_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_count(inquiry->run, sight->path, PROBE_SERVER_NAME) == 0)
        return;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "other-name-answered", sight);
    differential_cite_repeats(inquiry, sight);
    if (probes_nearest(inquiry->run, sight->path, PROBE_HELLO_HOPS) > 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "name-minded-after-hops",
                     sight);
}

/* One thing was changed, several times: that is as sure as it gets. */
static enum confidence
differential_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_HIGH;
}

/* Packets that are too big vanish. */

static bool
comes_through_small(const struct inquiry *inquiry, const struct sight *sight)
{
    return differential_mends(inquiry, sight, PROBE_SEGMENT,
                              &small_segments) ||
           differential_mends(inquiry, sight, PROBE_SEGMENT,
                              &smallest_segments);
}

/*
 * The same hello in two packets comes through, and so it is not its length:
 * our own packets are too big already for the way out.
 */
static bool
comes_through_split(const struct inquiry *inquiry, const struct sight *sight)
{
    return differential_mends(inquiry, sight, PROBE_HELLO_SPLIT,
                              &split_hello) &&
           !differential_cures(inquiry, sight, PROBE_SERVER_NAME,
                               &proven_name);
}

static bool
path_mtu_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *like = differential_model(inquiry, sight);

    return sight_handshake_met_silence(sight) && like != NULL &&
           (comes_through_small(inquiry, like) ||
            comes_through_split(inquiry, like));
}

static void
path_mtu_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_count(inquiry->run, sight->path, PROBE_SEGMENT) == 0)
        return;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS,
                 comes_through_small(inquiry, sight)
                     ? "small-segments-come-through"
                     : "split-hello-comes-through",
                 sight);
    differential_cite_repeats(inquiry, sight);
}

/*
 * The few packets of a handshake are small and come through. Large ones,
 * which the product sends later, do not.
 */
static const struct variation large_hello = { .hello_bytes =
                                                  PROBE_LARGE_HELLO };

static const struct variation large_in_pieces = { .segment = 536,
                                                  .hello_bytes =
                                                      PROBE_LARGE_HELLO };

static bool
upload_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    enum { TIMES = 2 };
    struct probe_tally whole;
    struct probe_tally pieces;

    if (!sight->proven || sight->path == NULL)
        return false;
    whole = probes_tally(inquiry->run, sight->path, PROBE_HELLO_SIZE,
                         &large_hello);
    pieces = probes_tally(inquiry->run, sight->path, PROBE_SEGMENT,
                          &large_in_pieces);
    return whole.tried == TIMES && whole.answered == 0 &&
           pieces.tried == TIMES && pieces.finished == TIMES;
}

static void
upload_cite(struct inquiry *inquiry, const struct sight *sight)
{
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "large-hello-vanishes", sight);
}

/* A hello that is too long for somebody. */

static bool
long_hello_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *like = differential_model(inquiry, sight);

    return sight_handshake_failed(sight) && like != NULL &&
           differential_mends(inquiry, like, PROBE_HELLO_SIZE, &short_hello) &&
           !differential_cures(inquiry, like, PROBE_SERVER_NAME, &no_name);
}

static void
long_hello_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_count(inquiry->run, sight->path, PROBE_HELLO_SIZE) == 0)
        return;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "short-hello-comes-through",
                 sight);
    differential_cite_repeats(inquiry, sight);
}

/*
 * Somebody does not bear TLS 1.3. A hello of the old version alone is a
 * shorter one too: where a short one that offers both comes through, it was
 * the length.
 */

static bool
intolerant_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *like = differential_model(inquiry, sight);

    return sight_handshake_failed(sight) && like != NULL &&
           differential_mends(inquiry, like, PROBE_TLS_VERSION, &only_1_2) &&
           !differential_cures(inquiry, like, PROBE_TLS_VERSION, &only_1_3) &&
           !differential_cures(inquiry, like, PROBE_HELLO_SIZE, &short_hello);
}

static void
intolerant_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_count(inquiry->run, sight->path, PROBE_TLS_VERSION) == 0)
        return;
    inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "old-version-comes-through",
                 sight);
    differential_cite_repeats(inquiry, sight);
}

/* No common version: the alert says so (RFC 8446, 6.2). */

static bool
version_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    enum { PROTOCOL_VERSION = 70 };

    (void)inquiry;
    return sight_handshake_failed(sight) &&
           sight_reason(sight, CHECK_TLS) == REASON_TLS_ALERT &&
           sight->path->tls.alert == PROTOCOL_VERSION;
}

static enum confidence
version_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_MEDIUM;
}

/* It fails at times and at times it does not. */

static bool
unstable_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    const struct sight *like = differential_model(inquiry, sight);
    struct probe_tally same;

    if (like == NULL || sight->target->route.kind == ROUTE_PROXY ||
        !(sight_handshake_failed(sight) || sight_failed(sight, CHECK_TCP)))
        return false;
    same = probes_tally(inquiry->run, like->path, PROBE_REPEAT, &usual);
    return same.finished > 0;
}

static void
unstable_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    if (probes_count(inquiry->run, sight->path, PROBE_REPEAT) > 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "came-through-at-times",
                     sight);
}

static enum confidence
unstable_weigh(struct inquiry *inquiry)
{
    inquiry_cite_limits(inquiry);
    return CONFIDENCE_MEDIUM;
}

const struct rule server_name_filtered_rule = {
    .cause = "server-name-filtered",
    .weight = WEIGHT_REACHABILITY,
    .fits = name_filter_fits,
    .cite = name_filter_cite,
    .weigh = differential_weigh,
};

const struct rule path_mtu_rule = {
    .cause = "path-mtu",
    .weight = WEIGHT_REACHABILITY,
    .fits = path_mtu_fits,
    .cite = path_mtu_cite,
    .weigh = differential_weigh,
};

const struct rule path_mtu_upload_rule = {
    .cause = "path-mtu",
    .weight = WEIGHT_REACHABILITY,
    .makes_fault = true,
    .fits = upload_fits,
    .cite = upload_cite,
    .weigh = differential_weigh,
};

const struct rule hello_too_large_rule = {
    .cause = "hello-too-large",
    .weight = WEIGHT_REACHABILITY,
    .fits = long_hello_fits,
    .cite = long_hello_cite,
    .weigh = differential_weigh,
};

const struct rule tls13_intolerant_rule = {
    .cause = "tls13-intolerant",
    .weight = WEIGHT_REACHABILITY,
    .fits = intolerant_fits,
    .cite = intolerant_cite,
    .weigh = differential_weigh,
};

const struct rule tls_version_rule = {
    .cause = "tls-version",
    .weight = WEIGHT_REACHABILITY,
    .fits = version_fits,
    .cite = setback_cite,
    .weigh = version_weigh,
};

const struct rule connection_unstable_rule = {
    .cause = "connection-unstable",
    .weight = WEIGHT_REACHABILITY,
    .fits = unstable_fits,
    .cite = unstable_cite,
    .weigh = unstable_weigh,
};
