#include "diagnosis/differential.h"
#include "diagnosis/rules.h"
#include "diagnosis/setback.h"

static bool
tcp_failed_directly(const struct sight *sight)
{
    return sight->target->route.kind == ROUTE_DIRECT &&
           sight_failed(sight, CHECK_TCP);
}

static bool
tcp_ended_as(const struct sight *sight, const enum reason *reasons,
             size_t count)
{
    if (!tcp_failed_directly(sight))
        return false;
    for (size_t i = 0; i < count; i++)
        if (sight_reason(sight, CHECK_TCP) == reasons[i])
            return true;
    return false;
}

static bool
prohibited_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    static const enum reason reasons[] = { REASON_PROHIBITED,
                                           REASON_LOCAL_POLICY };

    (void)inquiry;
    return tcp_ended_as(sight, reasons, sizeof reasons / sizeof reasons[0]);
}

/*
 * A port that is unreachable by ICMP belongs here: for the one who connects
 * it is the same refusal, and its sender is cited.
 */
static bool
refused_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    static const enum reason reasons[] = {
        REASON_REFUSED,
        REASON_RESET,
        REASON_PORT_UNREACHABLE,
    };

    (void)inquiry;
    return tcp_ended_as(sight, reasons, sizeof reasons / sizeof reasons[0]);
}

static bool
silent_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    static const enum reason reasons[] = { REASON_SILENT };

    (void)inquiry;
    return tcp_ended_as(sight, reasons, sizeof reasons / sizeof reasons[0]);
}

static bool
no_route_fits(const struct inquiry *inquiry, const struct sight *sight)
{
    static const enum reason reasons[] = {
        REASON_NET_UNREACHABLE, REASON_HOST_UNREACHABLE,
        REASON_PROTOCOL_UNREACHABLE,
        REASON_HOP_LIMIT, /* without a limit of ours: it goes in a circle */
    };

    (void)inquiry;
    return tcp_ended_as(sight, reasons, sizeof reasons / sizeof reasons[0]);
}

/* What was tried again, and how far away the trouble is. */
static void
tcp_cite(struct inquiry *inquiry, const struct sight *sight)
{
    setback_cite(inquiry, sight);
    differential_cite_repeats(inquiry, sight);
    if (sight_reason(sight, CHECK_TCP) == REASON_REFUSED &&
        probes_nearest(inquiry->run, sight->path, PROBE_HOPS) > 0)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "refused-after-hops", sight);
    if (sight_reason(sight, CHECK_TCP) == REASON_REFUSED)
        differential_cite_reply(inquiry, sight);
    if (sight_reason(sight, CHECK_TCP) == REASON_SILENT &&
        probes_last_hop(inquiry->run, sight->path) != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "last-hop-answered", sight);
}

static bool
tcp_every_error_has_sender(const struct inquiry *inquiry)
{
    for (const struct sight *sight = inquiry_next(inquiry, NULL);
         sight != NULL; sight = inquiry_next(inquiry, sight))
        if (sight->path->tcp.sender.family == FAMILY_NONE)
            return false;
    return true;
}

static bool
tcp_connected(const struct sight *sight)
{
    return sight_passed(sight, CHECK_TCP);
}

/* The way out is open for another host: it is closed for this one alone. */
static bool
tcp_cite_neutral(struct inquiry *inquiry)
{
    const struct sight *neutral = inquiry_neutral(inquiry, tcp_connected);

    if (neutral != NULL)
        inquiry_cite(inquiry, EVIDENCE_SUPPORTS, "neutral-host-connects",
                     neutral);
    return neutral != NULL;
}

/*
 * An error that names its sender is proof: somebody says that he did it.
 * While another address of the same name connects, what it proves is less:
 * the name can be reached at times. The same result three times is more than
 * one observation.
 */
static enum confidence
tcp_weigh(struct inquiry *inquiry)
{
    enum confidence compared =
        inquiry_compare(inquiry, CHECK_TCP, "other-address-connects",
                        "other-endpoint-connects");

    if (tcp_cite_neutral(inquiry) && compared == CONFIDENCE_LOW)
        compared = CONFIDENCE_MEDIUM;
    inquiry_cite_limits(inquiry);
    if (inquiry_other_address(inquiry, CHECK_TCP) != NULL)
        return compared;
    if (tcp_every_error_has_sender(inquiry))
        return CONFIDENCE_HIGH;
    if (!differential_was_repeated(inquiry))
        return compared;
    return compared == CONFIDENCE_LOW ? CONFIDENCE_MEDIUM : CONFIDENCE_HIGH;
}

const struct rule connection_prohibited_rule = {
    .cause = "connection-prohibited",
    .weight = WEIGHT_REACHABILITY,
    .fits = prohibited_fits,
    .cite = tcp_cite,
    .weigh = tcp_weigh,
};

const struct rule connection_refused_rule = {
    .cause = "connection-refused",
    .weight = WEIGHT_REACHABILITY,
    .fits = refused_fits,
    .cite = tcp_cite,
    .weigh = tcp_weigh,
};

const struct rule connection_silent_rule = {
    .cause = "connection-silent",
    .weight = WEIGHT_REACHABILITY,
    .fits = silent_fits,
    .cite = tcp_cite,
    .weigh = tcp_weigh,
};

const struct rule no_route_rule = {
    .cause = "no-route",
    .weight = WEIGHT_REACHABILITY,
    .fits = no_route_fits,
    .cite = tcp_cite,
    .weigh = tcp_weigh,
};
