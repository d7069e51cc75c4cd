#include "diagnosis/log_evidence.h"

#include <string.h>

#include "diagnosis/setback.h"

/* How far a connection came. */
enum step { STEP_NAME, STEP_CONNECT, STEP_HANDSHAKE, STEP_BEYOND };

/* A sign of data/logs.yaml, and what the checks would have seen. */
struct log_row {
    const char *sign;
    enum step step;
    bool (*fits)(const struct sight *sight);
};

static bool
sight_tcp_failed_by(const struct sight *sight, enum reason reason)
{
    return sight_failed(sight, CHECK_TCP) &&
           sight_reason(sight, CHECK_TCP) == reason;
}

static bool
sight_has_no_name(const struct sight *sight)
{
    return target_is_unresolved(sight->target);
}

static bool
sight_is_silent(const struct sight *sight)
{
    return sight_tcp_failed_by(sight, REASON_SILENT);
}

static bool
sight_is_refused(const struct sight *sight)
{
    return sight_tcp_failed_by(sight, REASON_REFUSED);
}

static bool
sight_has_no_route(const struct sight *sight)
{
    return sight_tcp_failed_by(sight, REASON_NO_ROUTE) ||
           sight_tcp_failed_by(sight, REASON_NET_UNREACHABLE) ||
           sight_tcp_failed_by(sight, REASON_HOST_UNREACHABLE);
}

static bool
sight_is_reset(const struct sight *sight)
{
    return sight_failed(sight, CHECK_TLS) &&
           sight_reason(sight, CHECK_TLS) == REASON_TLS_RESET;
}

static bool
sight_is_closed(const struct sight *sight)
{
    return sight_failed(sight, CHECK_TLS) &&
           sight_reason(sight, CHECK_TLS) == REASON_TLS_CLOSED;
}

static bool
sight_is_alerted(const struct sight *sight)
{
    return sight_failed(sight, CHECK_TLS) &&
           sight_reason(sight, CHECK_TLS) == REASON_TLS_ALERT;
}

static const struct log_row rows[] = {
    { .sign = "unknown-host", STEP_NAME, sight_has_no_name },
    { .sign = "connect-timed-out", STEP_CONNECT, sight_is_silent },
    { .sign = "connection-refused", STEP_CONNECT, sight_is_refused },
    { .sign = "no-route", STEP_CONNECT, sight_has_no_route },
    { .sign = "connection-reset", STEP_HANDSHAKE, sight_is_reset },
    { .sign = "handshake-cut", STEP_HANDSHAKE, sight_is_closed },
    { .sign = "handshake-failure", STEP_HANDSHAKE, sight_is_alerted },
    { .sign = "plaintext-answer", STEP_HANDSHAKE, sight_is_plain_answer },
    /* The last, for it has words of its own where all is well. */
    { .sign = "path-building-failed", STEP_HANDSHAKE, sight_chain_is_foreign },
};

enum { ROWS = sizeof rows / sizeof rows[0], OTHER_ROWS = ROWS - 1 };

/* The summary of event 4201 and its detail: the same event. */
static const struct log_row enrollment_rows[] = {
    { .sign = "event-4201" },
    { .sign = "dlp-5000" },
};

enum { ENROLLMENT_ROWS = sizeof enrollment_rows / sizeof enrollment_rows[0] };

static bool
hit_is_beside(const struct log_hit *hit, const char *host)
{
    if (hit->host == NULL || host == NULL)
        return hit->host == host;
    return strcmp(hit->host, host) == 0;
}

static const struct log_hit *
hit_find(const struct run *run, const char *sign, const char *host)
{
    const struct log_facts *logs = &run->logs;

    for (size_t i = 0; i < logs->hit_count; i++)
        if (strcmp(logs->hits[i]->sign, sign) == 0 &&
            hit_is_beside(logs->hits[i], host))
            return logs->hits[i];
    return NULL;
}

const struct log_hit *
log_evidence_untrusted(const struct run *run, const char *host)
{
    return hit_find(run, rows[OTHER_ROWS].sign, host);
}

static const struct log_hit *
row_find(const struct inquiry *inquiry, const struct log_row *row,
         const struct sight *sight)
{
    return hit_find(inquiry->run, row->sign, sight->target->endpoint->host);
}

/* Where the sight was stopped. At a proxy nothing can be compared. */
static enum step
sight_step(const struct sight *sight)
{
    static const enum step steps[CHECK_COUNT + 1] = {
        [CHECK_DNS] = STEP_NAME,     [CHECK_TCP] = STEP_CONNECT,
        [CHECK_PROXY] = STEP_BEYOND, [CHECK_TLS] = STEP_HANDSHAKE,
        [CHECK_HTTP] = STEP_BEYOND,  [CHECK_COUNT] = STEP_BEYOND,
    };

    if (sight->path == NULL)
        return STEP_NAME;
    return steps[setback_check(sight)];
}

void
log_evidence_cite_setback(struct inquiry *inquiry, const struct sight *sight)
{
    enum step reached = sight_step(sight);

    if (sight->target->endpoint->role == ROLE_PKI)
        log_evidence_cite_enrollment(inquiry, sight->target);
    for (size_t i = 0; i < ROWS; i++) {
        const struct log_hit *hit = row_find(inquiry, &rows[i], sight);

        if (hit == NULL)
            continue;
        if (rows[i].fits(sight))
            inquiry_cite_log(inquiry, EVIDENCE_SUPPORTS, "log-says-the-same",
                             sight->target, hit);
        else if (rows[i].step > reached)
            inquiry_cite_log(inquiry, EVIDENCE_CONTRADICTS, "log-came-further",
                             sight->target, hit);
    }
}

bool
log_evidence_disagrees(const struct inquiry *inquiry,
                       const struct sight *sight)
{
    for (size_t i = 0; i < OTHER_ROWS; i++)
        if (row_find(inquiry, &rows[i], sight) != NULL)
            return true;
    return false;
}

void
log_evidence_cite_other(struct inquiry *inquiry, const struct sight *sight)
{
    for (size_t i = 0; i < OTHER_ROWS; i++) {
        const struct log_hit *hit = row_find(inquiry, &rows[i], sight);

        if (hit != NULL)
            inquiry_cite_log(inquiry, EVIDENCE_SUPPORTS, "log-says-otherwise",
                             sight->target, hit);
    }
}

/* The newest of them, whichever host stands beside it. */
static const struct log_hit *
enrollment_find(const struct run *run, const char *sign)
{
    for (size_t i = 0; i < run->logs.hit_count; i++)
        if (strcmp(run->logs.hits[i]->sign, sign) == 0)
            return run->logs.hits[i];
    return NULL;
}

bool
log_evidence_has_enrollment(const struct run *run)
{
    for (size_t i = 0; i < ENROLLMENT_ROWS; i++)
        if (enrollment_find(run, enrollment_rows[i].sign) != NULL)
            return true;
    return false;
}

void
log_evidence_cite_enrollment(struct inquiry *inquiry,
                             const struct target *target)
{
    for (size_t i = 0; i < ENROLLMENT_ROWS; i++) {
        const struct log_hit *hit =
            enrollment_find(inquiry->run, enrollment_rows[i].sign);

        if (hit != NULL)
            inquiry_cite_log(inquiry, EVIDENCE_SUPPORTS,
                             "log-tells-enrollment-failed", target, hit);
    }
}

static void
cite_disagreement_at(struct inquiry *inquiry, const struct sight *sight)
{
    const struct log_hit *trust =
        log_evidence_untrusted(inquiry->run, sight->target->endpoint->host);

    log_evidence_cite_other(inquiry, sight);
    if (trust != NULL)
        inquiry_cite_log(inquiry, EVIDENCE_SUPPORTS, "log-says-otherwise",
                         sight->target, trust);
    if (sight->target->endpoint->role == ROLE_PKI)
        log_evidence_cite_enrollment(inquiry, sight->target);
}

void
log_evidence_cite_disagreement(struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->sight_count; i++) {
        const struct sight *sight = &inquiry->sights[i];

        if (sight->proven && target_is_decisive(sight->target, inquiry->run))
            cite_disagreement_at(inquiry, sight);
    }
}
