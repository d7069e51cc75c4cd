#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "run_builder.h"
#include "situation.h"

/*
 * What a neutral host is good for: it is cited where it makes a difference,
 * and decides nothing, however it fares.
 */
static const struct endpoint neutral = {
    .host = "www.example.net",
    .port = 443,
    .role = ROLE_NEUTRAL,
    .genuine = { .status_from = 100, .status_to = 599 },
};

static const char stranger[] = "CN=Gateway,O=Example Corp";
static const char other[] = "CN=Public CA,O=Example Trust";

static struct path *
build_neutral(struct run_builder *builder)
{
    struct target *target = build_target(builder, &neutral);

    target->control = true;
    return build_address(builder, target, "198.51.100.1");
}

static struct target *
last_target(struct run_builder *builder)
{
    return builder->run.targets[builder->run.target_count - 1];
}

/* The endpoints that decide, none of which can be reached. */
static void
build_silence(struct run_builder *builder, enum reason reason)
{
    build_not_connected(build_address(builder,
                                      build_target(builder, &builder_pki),
                                      "203.0.113.1"),
                        reason);
    build_not_connected(build_address(builder,
                                      build_target(builder, &builder_gateway),
                                      "203.0.113.2"),
                        reason);
}

static void
silent_here_alone(struct run_builder *builder)
{
    build_silence(builder, REASON_SILENT);
    build_connected(build_neutral(builder));
}

static void
refused_here_alone(struct run_builder *builder)
{
    build_silence(builder, REASON_REFUSED);
    build_connected(build_neutral(builder));
}

static void
silent_everywhere(struct run_builder *builder)
{
    build_silence(builder, REASON_SILENT);
    build_not_connected(build_neutral(builder), REASON_SILENT);
}

static void
build_inspection(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);

    build_foreign(builder, pki, build_address(builder, pki, "203.0.113.1"),
                  stranger);
}

static void
inspected_everywhere(struct run_builder *builder)
{
    struct path *path;

    build_inspection(builder);
    path = build_neutral(builder);
    build_foreign(builder, last_target(builder), path, stranger);
}

static void
inspected_here_alone(struct run_builder *builder)
{
    struct path *path;

    build_inspection(builder);
    path = build_neutral(builder);
    build_foreign(builder, last_target(builder), path, other);
    path->tls.system.done = true;
    path->tls.system.ok = true;
}

/* Another issuer that nobody knows is no answer to the question. */
static void
inspected_by_another(struct run_builder *builder)
{
    struct path *path;

    build_inspection(builder);
    path = build_neutral(builder);
    build_foreign(builder, last_target(builder), path, other);
}

static void
healthy_but_neutral(struct run_builder *builder)
{
    build_healthy(builder);
    build_not_connected(build_neutral(builder), REASON_SILENT);
}

static void
it_is_cited_where_it_differs(void **state)
{
    static const struct cited rows[] = {
        { silent_here_alone, "neutral-host-connects", EVIDENCE_SUPPORTS,
          "www.example.net" },
        { refused_here_alone, "neutral-host-connects", EVIDENCE_SUPPORTS,
          "www.example.net" },
        { inspected_everywhere, "same-issuer-on-neutral-host",
          EVIDENCE_SUPPORTS, "www.example.net" },
        { inspected_here_alone, "neutral-host-not-inspected",
          EVIDENCE_SUPPORTS, "www.example.net" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cited_check(&rows[i]);
}

static void
it_is_not_cited_where_it_does_not(void **state)
{
    (void)state;
    cited_check_absent(silent_everywhere, "neutral-host-connects");
    cited_check_absent(silent_here_alone, "other-endpoint-connects");
    cited_check_absent(inspected_everywhere, "neutral-host-not-inspected");
    cited_check_absent(inspected_here_alone, "same-issuer-on-neutral-host");
    cited_check_absent(inspected_by_another, "neutral-host-not-inspected");
    cited_check_absent(inspected_by_another, "same-issuer-on-neutral-host");
}

/* One that shares an issuer may share a public authority. */
static void
it_decides_nothing(void **state)
{
    static const struct situation rows[] = {
        { "healthy but for the neutral host",
          healthy_but_neutral,
          VERDICT_HEALTHY,
          { { 0 } } },
        { "silent here alone",
          silent_here_alone,
          VERDICT_FAULT,
          { FAULT("connection-silent", MEDIUM) } },
        { "silent everywhere",
          silent_everywhere,
          VERDICT_FAULT,
          { FAULT("connection-silent", LOW) } },
        { "inspected everywhere",
          inspected_everywhere,
          VERDICT_FAULT,
          { FAULT("tls-inspection", LOW) } },
        { "inspected here alone",
          inspected_here_alone,
          VERDICT_FAULT,
          { FAULT("tls-inspection", LOW) } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        situation_check(&rows[i]);
        situation_check_evidence(&rows[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_cited_where_it_differs),
        cmocka_unit_test(it_is_not_cited_where_it_does_not),
        cmocka_unit_test(it_decides_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
