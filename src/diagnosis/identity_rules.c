#include <string.h>

#include "diagnosis/rules.h"
#include "model/run_clock.h"

/*
 * Who this Enforce is to the service: to which one the gateway has bound the
 * detector, its cloud certificate and who renews it, its version. All of it
 * is what the operator said; these rules are about the run as a whole.
 */
enum { DAY_S = 24 * 3600, SOON_DAYS = 30 };

static bool
console_may_be_cut_off(const struct run *run)
{
    return run->answers.status != CONSOLE_CONNECTED;
}

/* A day is known, not the hour: the day itself is still given. */
static int64_t
certificate_left_s(const struct run *run)
{
    return run->answers.certificate_expires + DAY_S - run_began_s(run);
}

static bool
certificate_counts(const struct run *run)
{
    return run->answers.certificate_expires != 0 &&
           run->answers.history != HISTORY_NEVER_CONNECTED;
}

/* Who renews it, as far as that was said (KB 173719). */
static void
renewal_cite(struct inquiry *inquiry)
{
    static const char *const statements[] = {
        [RENEWAL_AUTOMATIC] = "renewal-is-automatic",
        [RENEWAL_FIRST_BY_HAND] = "renewal-is-first-by-hand",
        [RENEWAL_BY_HAND] = "renewal-is-by-hand",
    };
    enum renewal renewal = answers_renewal(&inquiry->run->answers);

    if (renewal == RENEWAL_NOT_KNOWN)
        inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED, "renewal-not-said");
    else
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, statements[renewal]);
}

static bool
certificate_expired_holds(const struct inquiry *inquiry)
{
    return certificate_counts(inquiry->run) &&
           certificate_left_s(inquiry->run) <= 0;
}

/*
 * The console shows it: there is nothing to compare it with, unless it also
 * shows a connection.
 */
static enum confidence
certificate_expired_weigh(struct inquiry *inquiry)
{
    bool may_be = console_may_be_cut_off(inquiry->run);

    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "certificate-expires-on");
    renewal_cite(inquiry);
    if (inquiry_is_healthy(inquiry))
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "all-required-answered");
    if (!may_be)
        inquiry_cite_run(inquiry, EVIDENCE_CONTRADICTS,
                         "console-shows-connected");
    return may_be ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
}

static bool
certificate_soon_holds(const struct inquiry *inquiry)
{
    int64_t left = certificate_left_s(inquiry->run);

    return certificate_counts(inquiry->run) && left > 0 &&
           left <= (int64_t)SOON_DAYS * DAY_S;
}

static enum confidence
certificate_soon_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "certificate-expires-on");
    renewal_cite(inquiry);
    return CONFIDENCE_HIGH;
}

/* It should have renewed itself, and has not. */
static bool
not_renewed_holds(const struct inquiry *inquiry)
{
    return certificate_expired_holds(inquiry) &&
           answers_renewal(&inquiry->run->answers) == RENEWAL_AUTOMATIC;
}

static enum confidence
not_renewed_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "renewal-is-automatic");
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "certificate-expires-on");
    inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED, "product-path-not-seen");
    return CONFIDENCE_MEDIUM;
}

static bool
bound_elsewhere_holds(const struct inquiry *inquiry)
{
    enum binding binding = inquiry->run->answers.binding;

    return console_may_be_cut_off(inquiry->run) &&
           (binding == BINDING_MOVED || binding == BINDING_REBUILT);
}

/*
 * The binding itself is at the gateway, out of sight. A way that is open
 * leaves little else; one that is not can be the whole of it.
 */
static enum confidence
bound_elsewhere_weigh(struct inquiry *inquiry)
{
    bool moved = inquiry->run->answers.binding == BINDING_MOVED;
    bool healthy = inquiry_is_healthy(inquiry);

    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS,
                     moved ? "detector-was-moved" : "enforce-was-rebuilt");
    if (healthy)
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "all-required-answered");
    inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED, "binding-not-seen");
    return healthy ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

static bool
may_bind_again_holds(const struct inquiry *inquiry)
{
    return console_may_be_cut_off(inquiry->run) &&
           inquiry->run->answers.binding == BINDING_UNBOUND;
}

static enum confidence
may_bind_again_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "detector-was-unbound");
    inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED, "binding-not-seen");
    return CONFIDENCE_LOW;
}

/* Before 15.0 MP1: what stands behind "15.0" may say that it is one. */
static bool
second_detector_holds(const struct inquiry *inquiry)
{
    enum { MAJOR = 15 };
    const struct answers *answers = &inquiry->run->answers;
    struct dlp_version version = dlp_version_read(answers->dlp_version);

    if (!console_may_be_cut_off(inquiry->run))
        return false;
    return dlp_version_is_before(&version, MAJOR, 0) ||
           (version.known && version.major == MAJOR && version.minor == 0 &&
            strpbrk(version.rest, "123456789") == NULL);
}

static enum confidence
second_detector_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "version-is");
    inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED,
                     "other-detectors-not-said");
    return CONFIDENCE_LOW;
}

const struct rule cloud_certificate_expired_rule = {
    .cause = "cloud-certificate-expired",
    .holds = certificate_expired_holds,
    .makes_fault = true,
    .weigh = certificate_expired_weigh,
};

const struct rule cloud_certificate_expires_soon_rule = {
    .cause = "cloud-certificate-expires-soon",
    .holds = certificate_soon_holds,
    .weigh = certificate_soon_weigh,
};

const struct rule cloud_certificate_not_renewed_rule = {
    .cause = "cloud-certificate-not-renewed",
    .holds = not_renewed_holds,
    .weigh = not_renewed_weigh,
};

const struct rule detector_bound_elsewhere_rule = {
    .cause = "detector-bound-elsewhere",
    .holds = bound_elsewhere_holds,
    .makes_fault = true,
    .weigh = bound_elsewhere_weigh,
};

const struct rule detector_may_bind_again_rule = {
    .cause = "detector-may-bind-again",
    .holds = may_bind_again_holds,
    .weigh = may_bind_again_weigh,
};

const struct rule second_detector_rule = {
    .cause = "second-detector-on-old-version",
    .holds = second_detector_holds,
    .weigh = second_detector_weigh,
};
