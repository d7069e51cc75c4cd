#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "situation_rows.h"

/*
 * What follows from what is said of the detector's earlier life, of the
 * version of Enforce and of how it was installed.
 */
enum { DAY_S = 86400 };

static void
well(struct run_builder *builder, enum console_status status)
{
    build_healthy(builder);
    builder->run.answers.status = status;
}

static void
silent(struct run_builder *builder)
{
    struct target *gateway = build_target(builder, &builder_gateway);

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_not_connected(build_address(builder, gateway, "203.0.113.2"),
                        REASON_SILENT);
}

/* The binding. */

static void
moved(struct run_builder *builder)
{
    well(builder, CONSOLE_DISCONNECTED);
    builder->run.answers.binding = BINDING_MOVED;
}

static void
moved_and_nothing_said(struct run_builder *builder)
{
    well(builder, CONSOLE_NOT_SAID);
    builder->run.answers.binding = BINDING_MOVED;
}

static void
moved_and_connected(struct run_builder *builder)
{
    well(builder, CONSOLE_CONNECTED);
    builder->run.answers.binding = BINDING_MOVED;
}

static void
moved_and_silence(struct run_builder *builder)
{
    silent(builder);
    builder->run.answers.binding = BINDING_MOVED;
}

static void
rebuilt(struct run_builder *builder)
{
    well(builder, CONSOLE_DISCONNECTED);
    builder->run.answers.binding = BINDING_REBUILT;
}

static void
same(struct run_builder *builder)
{
    well(builder, CONSOLE_DISCONNECTED);
    builder->run.answers.binding = BINDING_SAME;
}

static void
unbound(struct run_builder *builder)
{
    well(builder, CONSOLE_DISCONNECTED);
    builder->run.answers.binding = BINDING_UNBOUND;
}

static void
unbound_and_connected(struct run_builder *builder)
{
    well(builder, CONSOLE_CONNECTED);
    builder->run.answers.binding = BINDING_UNBOUND;
}

/* Who renews the certificate. */

static void
expired(struct run_builder *builder, const char *version,
        enum installation installation)
{
    well(builder, CONSOLE_NOT_SAID);
    builder->run.answers.certificate_expires =
        builder->run.started / 1000 - 3 * (int64_t)DAY_S;
    builder->run.answers.dlp_version = version;
    builder->run.answers.installation = installation;
}

static void
expired_of_new(struct run_builder *builder)
{
    expired(builder, "15.8 MP2", INSTALLATION_NEW);
}

static void
expired_of_new_without_version(struct run_builder *builder)
{
    expired(builder, NULL, INSTALLATION_NEW);
}

static void
expired_of_new_and_used_by_nobody(struct run_builder *builder)
{
    expired(builder, NULL, INSTALLATION_NEW);
    builder->run.answers.history = HISTORY_NEVER_CONNECTED;
}

static void
expired_of_upgraded(struct run_builder *builder)
{
    expired(builder, "15.8", INSTALLATION_UPGRADED);
}

static void
expired_of_15_1(struct run_builder *builder)
{
    expired(builder, "15.1", INSTALLATION_NEW);
}

static void
expired_of_anything(struct run_builder *builder)
{
    expired(builder, "15.8", INSTALLATION_NOT_SAID);
}

static void
not_expired_of_new(struct run_builder *builder)
{
    expired(builder, "15.8", INSTALLATION_NEW);
    builder->run.answers.certificate_expires += 400 * (int64_t)DAY_S;
}

/* A second detector. */

static void
version_is(struct run_builder *builder, const char *version)
{
    well(builder, CONSOLE_NOT_SAID);
    builder->run.answers.dlp_version = version;
}

static void
version_14_6(struct run_builder *builder)
{
    version_is(builder, "14.6");
}

static void
version_15_0(struct run_builder *builder)
{
    version_is(builder, "Symantec DLP 15.0");
}

static void
version_15_0_mp1(struct run_builder *builder)
{
    version_is(builder, "15.0 MP1");
}

static void
version_15(struct run_builder *builder)
{
    version_is(builder, "15");
}

static void
version_16(struct run_builder *builder)
{
    version_is(builder, "16.0.1");
}

static void
version_of_nothing(struct run_builder *builder)
{
    version_is(builder, "the newest, 4711000000000000000000");
}

static void
version_14_6_and_connected(struct run_builder *builder)
{
    version_is(builder, "14.6");
    builder->run.answers.status = CONSOLE_CONNECTED;
}

static const struct situation situations[] = {
    ALONE(moved, "detector-bound-elsewhere", MEDIUM),
    ALONE(moved_and_nothing_said, "detector-bound-elsewhere", MEDIUM),
    WELL(moved_and_connected),
    { "moved, and silence",
      moved_and_silence,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM),
        FAULT("detector-bound-elsewhere", LOW) } },
    ALONE(rebuilt, "detector-bound-elsewhere", MEDIUM),
    ALONE(same, "product-path-differs", LOW),
    { "unbound",
      unbound,
      VERDICT_FAULT,
      { FAULT("product-path-differs", LOW),
        REMARK("detector-may-bind-again", LOW) } },
    WELL(unbound_and_connected),

    { "expired, of a new installation",
      expired_of_new,
      VERDICT_FAULT,
      { FAULT("cloud-certificate-expired", HIGH),
        REMARK("cloud-certificate-not-renewed", MEDIUM) } },
    { "expired, of a new installation of some version",
      expired_of_new_without_version,
      VERDICT_FAULT,
      { FAULT("cloud-certificate-expired", HIGH),
        REMARK("cloud-certificate-not-renewed", MEDIUM) } },
    WELL(expired_of_new_and_used_by_nobody),
    ALONE(expired_of_upgraded, "cloud-certificate-expired", HIGH),
    ALONE(expired_of_15_1, "cloud-certificate-expired", HIGH),
    ALONE(expired_of_anything, "cloud-certificate-expired", HIGH),
    WELL(not_expired_of_new),

    WELL_BUT(version_14_6, "second-detector-on-old-version", LOW),
    WELL_BUT(version_15_0, "second-detector-on-old-version", LOW),
    WELL(version_15_0_mp1),
    WELL(version_15),
    WELL(version_16),
    WELL(version_of_nothing),
    WELL(version_14_6_and_connected),
};

static const struct cited citations[] = {
    SAYS(moved, "detector-was-moved", NULL),
    SAYS(moved, "all-required-answered", NULL),
    LEAVES_OPEN(moved, "binding-not-seen"),
    SAYS(rebuilt, "enforce-was-rebuilt", NULL),
    SAYS(expired_of_new, "renewal-is-automatic", NULL),
    SAYS(expired_of_upgraded, "renewal-is-first-by-hand", NULL),
    SAYS(expired_of_15_1, "renewal-is-by-hand", NULL),
    LEAVES_OPEN(expired_of_anything, "renewal-not-said"),
    SAYS(version_14_6, "version-is", NULL),
    LEAVES_OPEN(version_14_6, "other-detectors-not-said"),
};

static const struct unsaid unsaid[] = {
    { moved, "enforce-was-rebuilt" },
    { rebuilt, "detector-was-moved" },
    { expired_of_new, "renewal-not-said" },
};

static void
answers_mean_what_they_should(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_the_answers(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_mean_what_they_should),
        cmocka_unit_test(findings_cite_the_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
