#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "file_builder.h"
#include "situation_rows.h"

/*
 * What follows from the file of the bundle. The network is well in all of
 * these; what follows from a day that was said is in product_rules_test.c.
 */
enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S };

static void
made(struct run_builder *builder, int64_t age_s)
{
    build_healthy(builder);
    build_bundle(builder, age_s);
}

/* Its age, by a clock whose zone nobody knows: a day is given. */

static void
made_yesterday(struct run_builder *builder)
{
    made(builder, DAY_S);
}

static void
made_almost_8_days_ago(struct run_builder *builder)
{
    made(builder, 8 * DAY_S - 1);
}

static void
made_8_days_ago(struct run_builder *builder)
{
    made(builder, 8 * DAY_S);
}

static void
made_almost_11_days_ago(struct run_builder *builder)
{
    made(builder, 11 * DAY_S - 1);
}

static void
made_11_days_ago(struct run_builder *builder)
{
    made(builder, 11 * DAY_S);
}

static void
made_in_a_day(struct run_builder *builder)
{
    made(builder, -DAY_S);
}

static void
made_after_tomorrow(struct run_builder *builder)
{
    made(builder, -DAY_S - 1);
}

/* By a clock that says its zone. */

static void
made_with_zone(struct run_builder *builder, int64_t age_s)
{
    made(builder, age_s);
    builder->run.bundle.newest_zone_known = true;
}

static void
made_10_days_ago_with_zone(struct run_builder *builder)
{
    made_with_zone(builder, 10 * DAY_S + HOUR_S - 1);
}

static void
made_over_10_days_ago_with_zone(struct run_builder *builder)
{
    made_with_zone(builder, 10 * DAY_S + HOUR_S);
}

static void
made_in_an_hour_with_zone(struct run_builder *builder)
{
    made_with_zone(builder, -HOUR_S);
}

static void
made_in_over_an_hour_with_zone(struct run_builder *builder)
{
    made_with_zone(builder, -HOUR_S - 1);
}

/* The file was copied just now; its content tells. */
static void
made_11_days_ago_and_copied(struct run_builder *builder)
{
    made_11_days_ago(builder);
    builder->run.bundle.modified = builder->run.started / 1000;
}

/* An old file around young content does not make it old. */
static void
made_yesterday_and_older_outside(struct run_builder *builder)
{
    made_yesterday(builder);
    builder->run.bundle.modified -= 30 * DAY_S;
}

static void
made_11_days_ago_and_used(struct run_builder *builder)
{
    made_11_days_ago(builder);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static void
made_at_no_time(struct run_builder *builder)
{
    made_yesterday(builder);
    builder->run.bundle.newest = 0;
}

/* What stands in a file that cannot be trusted is no date. */
static void
encrypted_and_11_days_old(struct run_builder *builder)
{
    made_11_days_ago(builder);
    builder->run.bundle.kind = BUNDLE_ENCRYPTED;
}

/* The day that was said comes first. */

static void
say_issued(struct run_builder *builder, int64_t days_ago)
{
    builder->run.answers.bundle_issued =
        builder->run.started / 1000 - days_ago * DAY_S;
}

static void
said_yesterday_and_made_11_days_ago(struct run_builder *builder)
{
    made_11_days_ago(builder);
    say_issued(builder, 1);
}

static void
said_11_days_ago_and_made_yesterday(struct run_builder *builder)
{
    made_yesterday(builder);
    say_issued(builder, 11);
}

static void
said_and_used(struct run_builder *builder)
{
    said_yesterday_and_made_11_days_ago(builder);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static void
said_a_day_after_it_was_made(struct run_builder *builder)
{
    made(builder, 4 * DAY_S);
    say_issued(builder, 3);
}

static void
said_over_a_day_after_it_was_made(struct run_builder *builder)
{
    made(builder, 4 * DAY_S + 1);
    say_issued(builder, 3);
}

/* The day that was said has an evening, and the zone is not known. */
static void
said_two_days_before_it_was_made(struct run_builder *builder)
{
    made(builder, 3 * DAY_S + 1);
    say_issued(builder, 5);
}

static void
said_over_two_days_before_it_was_made(struct run_builder *builder)
{
    made(builder, 3 * DAY_S);
    say_issued(builder, 5);
}

static void
said_and_of_no_time(struct run_builder *builder)
{
    made_at_no_time(builder);
    say_issued(builder, 3);
}

static void
said_and_damaged(struct run_builder *builder)
{
    made(builder, 7 * DAY_S);
    say_issued(builder, 1);
    builder->run.bundle.kind = BUNDLE_DAMAGED;
}

/* What the file is. */

static void
of_kind(struct run_builder *builder, enum bundle_kind kind)
{
    build_healthy(builder);
    build_bundle_kind(builder, kind);
}

static void
empty(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_EMPTY);
}

static void
damaged(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_DAMAGED);
}

static void
damaged_and_used(struct run_builder *builder)
{
    damaged(builder);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static void
no_archive(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_NOT_ARCHIVE);
}

static void
encrypted(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_ENCRYPTED);
}

static void
too_large(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_TOO_LARGE);
}

static void
no_archive_and_used(struct run_builder *builder)
{
    no_archive(builder);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

/* That it was not found is said in the report, and proves nothing. */
static void
absent(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_ABSENT);
}

static void
unreadable(struct run_builder *builder)
{
    of_kind(builder, BUNDLE_UNREADABLE);
}

static void
with_an_entry_that_climbs(struct run_builder *builder)
{
    made_yesterday(builder);
    build_bundle_entry(builder, "config.txt", false);
    build_bundle_entry(builder, "../../etc/passwd", true);
}

static void
with_ordinary_entries(struct run_builder *builder)
{
    made_yesterday(builder);
    build_bundle_entry(builder, "config.txt", false);
}

/* Where it leads; what was chosen is the region us. */

static void
naming(struct run_builder *builder, const char *host)
{
    made_yesterday(builder);
    builder->run.answers.region = builder_gateway.regions[0];
    build_bundle_host(builder, builder_pki.host);
    build_bundle_host(builder, host);
}

static void
naming_the_other_region(struct run_builder *builder)
{
    naming(builder, builder_gateway2.host);
}

static void
naming_the_chosen_region(struct run_builder *builder)
{
    naming(builder, builder_gateway.host);
}

static void
naming_both_regions(struct run_builder *builder)
{
    naming(builder, builder_gateway2.host);
    build_bundle_host(builder, builder_gateway.host);
}

static void
naming_what_nobody_knows(struct run_builder *builder)
{
    naming(builder, "gw.example.com");
}

static void
naming_the_other_of_all_regions(struct run_builder *builder)
{
    naming_the_other_region(builder);
    builder->run.answers.region = NULL;
}

static void
naming_the_other_region_and_used(struct run_builder *builder)
{
    naming_the_other_region(builder);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static const struct situation situations[] = {
    WELL(made_yesterday),
    WELL(made_almost_8_days_ago),
    WELL_BUT(made_8_days_ago, "bundle-expires-soon", LOW),
    WELL_BUT(made_almost_11_days_ago, "bundle-expires-soon", LOW),
    ALONE(made_11_days_ago, "bundle-expired", LOW),
    WELL(made_in_a_day),
    WELL_BUT(made_after_tomorrow, "bundle-date-in-future", LOW),
    WELL_BUT(made_10_days_ago_with_zone, "bundle-expires-soon", LOW),
    ALONE(made_over_10_days_ago_with_zone, "bundle-expired", LOW),
    WELL(made_in_an_hour_with_zone),
    WELL_BUT(made_in_over_an_hour_with_zone, "bundle-date-in-future", LOW),
    ALONE(made_11_days_ago_and_copied, "bundle-expired", LOW),
    WELL(made_yesterday_and_older_outside),
    WELL(made_11_days_ago_and_used),
    WELL(made_at_no_time),
    WELL_BUT(encrypted_and_11_days_old, "bundle-questionable", MEDIUM),

    WELL_BUT(said_yesterday_and_made_11_days_ago, "bundle-dates-disagree",
             MEDIUM),
    BESIDE(said_11_days_ago_and_made_yesterday, "bundle-expired", MEDIUM,
           "bundle-dates-disagree", MEDIUM),
    WELL(said_and_used),
    WELL(said_a_day_after_it_was_made),
    WELL_BUT(said_over_a_day_after_it_was_made, "bundle-dates-disagree",
             MEDIUM),
    WELL(said_two_days_before_it_was_made),
    WELL_BUT(said_over_two_days_before_it_was_made, "bundle-dates-disagree",
             MEDIUM),
    WELL(said_and_of_no_time),
    ALONE(said_and_damaged, "bundle-unusable", MEDIUM),

    ALONE(empty, "bundle-unusable", MEDIUM),
    ALONE(damaged, "bundle-unusable", MEDIUM),
    WELL(damaged_and_used),
    WELL_BUT(no_archive, "bundle-questionable", MEDIUM),
    WELL_BUT(encrypted, "bundle-questionable", MEDIUM),
    WELL_BUT(too_large, "bundle-questionable", MEDIUM),
    WELL(no_archive_and_used),
    WELL(absent),
    WELL(unreadable),
    WELL_BUT(with_an_entry_that_climbs, "bundle-questionable", MEDIUM),
    WELL(with_ordinary_entries),

    ALONE(naming_the_other_region, "bundle-other-region", MEDIUM),
    WELL(naming_the_chosen_region),
    WELL(naming_both_regions),
    WELL(naming_what_nobody_knows),
    WELL(naming_the_other_of_all_regions),
    WELL(naming_the_other_region_and_used),
};

static const struct cited citations[] = {
    SAYS(made_11_days_ago, "bundle-content-made-on", NULL),
    SAYS(made_8_days_ago, "bundle-content-made-on", NULL),
    LEAVES_OPEN(made_11_days_ago, "bundle-time-without-zone"),
    LEAVES_OPEN(made_11_days_ago_and_copied, "bundle-file-is-newer"),
    SAYS(made_after_tomorrow, "bundle-content-made-on", NULL),
    SAYS(made_after_tomorrow, "bundle-issued-in-future", NULL),
    SAYS(said_11_days_ago_and_made_yesterday, "bundle-issued-on", NULL),
    SAYS(said_yesterday_and_made_11_days_ago, "bundle-issued-on", NULL),
    SAYS(said_yesterday_and_made_11_days_ago, "bundle-content-made-on", NULL),
    SAYS(empty, "bundle-is-empty", NULL),
    SAYS(damaged, "bundle-is-damaged", NULL),
    SAYS(no_archive, "bundle-is-no-archive", NULL),
    SAYS(encrypted, "bundle-is-encrypted", NULL),
    SAYS(too_large, "bundle-is-too-large", NULL),
    SAYS(with_an_entry_that_climbs, "bundle-has-odd-entries", NULL),
    SAYS(naming_the_other_region, "bundle-names-other-region", NULL),
};

static const struct unsaid unsaid[] = {
    { made_11_days_ago, "bundle-issued-on" },
    { made_11_days_ago, "bundle-file-is-newer" },
    { made_over_10_days_ago_with_zone, "bundle-time-without-zone" },
    { said_11_days_ago_and_made_yesterday, "bundle-content-made-on" },
    { encrypted, "bundle-has-odd-entries" },
};

static void
a_bundle_means_what_it_should(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_the_file(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_means_what_it_should),
        cmocka_unit_test(findings_cite_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
