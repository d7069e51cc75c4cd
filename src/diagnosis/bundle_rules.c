#include "diagnosis/rules.h"
#include "model/run_clock.h"

/*
 * The enrollment bundle: by the day that the operator said, and by the file
 * if it was given. It is for enrolment, which is over once the detector was
 * connected; from then on nothing of it counts.
 */
enum {
    DAY_S = 24 * 3600,
    BUNDLE_DAYS = 10,     /* KB 163949 */
    BUNDLE_WARN_DAYS = 8, /* two days to ask for another one */
};

static bool
bundle_counts(const struct run *run)
{
    return run->answers.history != HISTORY_WAS_CONNECTED;
}

/* How old it is. A time that is not known is never old, soon or to come. */

static bool
bundle_is_dated(const struct run *run)
{
    return bundle_counts(run) && run_bundle_issued(run).at != 0;
}

static int64_t
bundle_age_s(const struct run *run)
{
    return run_began_s(run) - run_bundle_issued(run).at;
}

/* What may be wrong with the time is given to the bundle. */
static bool
bundle_expired_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    return bundle_is_dated(run) &&
           bundle_age_s(run) >=
               BUNDLE_DAYS * (int64_t)DAY_S + run_bundle_issued(run).slack_s;
}

static bool
bundle_expires_soon_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    return bundle_is_dated(run) && !bundle_expired_holds(inquiry) &&
           bundle_age_s(run) >= BUNDLE_WARN_DAYS * (int64_t)DAY_S;
}

static bool
bundle_in_future_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    return bundle_is_dated(run) &&
           bundle_age_s(run) < -run_bundle_issued(run).slack_s;
}

/*
 * When the file was written is when it was downloaded or copied. Somebody
 * who looks at it should know why that is not the age.
 */
static void
bundle_cite_file_time(struct inquiry *inquiry)
{
    const struct bundle_facts *bundle = &inquiry->run->bundle;

    if (bundle->modified > bundle->newest + DAY_S)
        inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED,
                         "bundle-file-is-newer");
}

/* By another clock than the one that whoever reads this looks at. */
static void
bundle_cite_clock(struct inquiry *inquiry)
{
    if (run_clock_offset_s(inquiry->run) != 0)
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "age-by-other-clock");
}

/* An archive says what the clock of whoever packed it said. */
static enum confidence
bundle_weigh_content(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-content-made-on");
    if (!inquiry->run->bundle.newest_zone_known)
        inquiry_cite_run(inquiry, EVIDENCE_NOT_EVALUATED,
                         "bundle-time-without-zone");
    bundle_cite_file_time(inquiry);
    return CONFIDENCE_LOW;
}

static enum confidence
bundle_weigh(struct inquiry *inquiry)
{
    bool said = inquiry->run->answers.bundle_issued != 0;

    if (said)
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-issued-on");
    bundle_cite_clock(inquiry);
    return said ? CONFIDENCE_MEDIUM : bundle_weigh_content(inquiry);
}

static enum confidence
bundle_future_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-issued-in-future");
    bundle_cite_clock(inquiry);
    if (inquiry->run->answers.bundle_issued == 0)
        return bundle_weigh_content(inquiry);
    return CONFIDENCE_MEDIUM;
}

/*
 * The day that was said, and the file. Content is made before it is handed
 * out, so that the two may be a day apart and mean the same.
 */
static bool
bundle_dates_disagree_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;
    int64_t said = run->answers.bundle_issued;
    int64_t made = run->bundle.newest;

    if (!bundle_counts(run) || said == 0 || made == 0 ||
        run->bundle.kind != BUNDLE_GOOD)
        return false;
    return made < said - DAY_S || made >= said + 2 * DAY_S;
}

static enum confidence
bundle_dates_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-issued-on");
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-content-made-on");
    return CONFIDENCE_MEDIUM;
}

/* What the file is. */

/* Broken whatever a bundle may look like; NULL: not that. */
static const char *const broken_statements[BUNDLE_KIND_COUNT] = {
    [BUNDLE_EMPTY] = "bundle-is-empty",
    [BUNDLE_DAMAGED] = "bundle-is-damaged",
};

/*
 * How a genuine bundle is packed is not in public material, so what is only
 * unusual is no fault.
 */
static const char *const odd_statements[BUNDLE_KIND_COUNT] = {
    [BUNDLE_NOT_ARCHIVE] = "bundle-is-no-archive",
    [BUNDLE_ENCRYPTED] = "bundle-is-encrypted",
    [BUNDLE_TOO_LARGE] = "bundle-is-too-large",
};

static bool
bundle_unusable_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    return bundle_counts(run) && broken_statements[run->bundle.kind] != NULL;
}

static enum confidence
bundle_unusable_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS,
                     broken_statements[inquiry->run->bundle.kind]);
    return CONFIDENCE_MEDIUM;
}

static bool
bundle_has_odd_entries(const struct bundle_facts *bundle)
{
    for (size_t i = 0; i < bundle->entry_count; i++)
        if (bundle->entries[i]->suspicious)
            return true;
    return false;
}

static bool
bundle_questionable_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;

    return bundle_counts(run) && (odd_statements[run->bundle.kind] != NULL ||
                                  bundle_has_odd_entries(&run->bundle));
}

static enum confidence
bundle_questionable_weigh(struct inquiry *inquiry)
{
    const struct bundle_facts *bundle = &inquiry->run->bundle;

    if (odd_statements[bundle->kind] != NULL)
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS,
                         odd_statements[bundle->kind]);
    if (bundle_has_odd_entries(bundle))
        inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-has-odd-entries");
    return CONFIDENCE_MEDIUM;
}

/* Where it leads. */

enum region_kind { REGION_SHARED, REGION_CHOSEN, REGION_OTHER };

/* An endpoint that serves several regions tells none of them. */
static enum region_kind
bundle_host_region(const struct run *run, const char *host)
{
    const struct endpoint *endpoint =
        definitions_endpoint(run->definitions, host);

    if (endpoint == NULL || endpoint->region_count != 1)
        return REGION_SHARED;
    return endpoint->regions[0] == run->answers.region ? REGION_CHOSEN
                                                       : REGION_OTHER;
}

/* A bundle that names the chosen one, too, may list them all. */
static bool
bundle_other_region_holds(const struct inquiry *inquiry)
{
    const struct run *run = inquiry->run;
    bool other = false;

    if (!bundle_counts(run) || run->answers.region == NULL)
        return false;
    for (size_t i = 0; i < run->bundle.host_count; i++) {
        enum region_kind kind = bundle_host_region(run, run->bundle.hosts[i]);

        if (kind == REGION_CHOSEN)
            return false;
        other = other || kind == REGION_OTHER;
    }
    return other;
}

static enum confidence
bundle_other_region_weigh(struct inquiry *inquiry)
{
    inquiry_cite_run(inquiry, EVIDENCE_SUPPORTS, "bundle-names-other-region");
    return CONFIDENCE_MEDIUM;
}

const struct rule bundle_unusable_rule = {
    .cause = "bundle-unusable",
    .holds = bundle_unusable_holds,
    .makes_fault = true,
    .weigh = bundle_unusable_weigh,
};

const struct rule bundle_other_region_rule = {
    .cause = "bundle-other-region",
    .holds = bundle_other_region_holds,
    .makes_fault = true,
    .weigh = bundle_other_region_weigh,
};

const struct rule bundle_expired_rule = {
    .cause = "bundle-expired",
    .holds = bundle_expired_holds,
    .makes_fault = true,
    .weigh = bundle_weigh,
};

const struct rule bundle_expires_soon_rule = {
    .cause = "bundle-expires-soon",
    .holds = bundle_expires_soon_holds,
    .weigh = bundle_weigh,
};

const struct rule bundle_in_future_rule = {
    .cause = "bundle-date-in-future",
    .holds = bundle_in_future_holds,
    .weigh = bundle_future_weigh,
};

const struct rule bundle_dates_disagree_rule = {
    .cause = "bundle-dates-disagree",
    .holds = bundle_dates_disagree_holds,
    .weigh = bundle_dates_weigh,
};

const struct rule bundle_questionable_rule = {
    .cause = "bundle-questionable",
    .holds = bundle_questionable_holds,
    .weigh = bundle_questionable_weigh,
};
