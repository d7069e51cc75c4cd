/*
 * How many finished runs a second are judged, one Markdown row for each kind
 * of run. Beside it stands the parsing of the JSON report about the same run,
 * which is what any other program does first with it. No I/O and no network:
 * the runs are made in memory, by the builders of the tests.
 *
 *   bench_diagnosis [MILLISECONDS]     for each figure; usually 500
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jansson.h>

#include "../tests/unit/diagnosis/probe_worlds.h"
#include "diagnosis/diagnosis.h"
#include "report/report.h"

enum { USUAL_MS = 500, REGIONS = 18, MANY = 1000 };

static double
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Runs. */

static void
all_well(struct run_builder *builder)
{
    build_healthy(builder);
}

static void
name_filtered(struct run_builder *builder)
{
    build_no_handshake(build_lone_gateway(builder), REASON_TLS_RESET);
    build_probes(builder, name_is_cut);
}

static void
inspected(struct run_builder *builder)
{
    struct target *pki = build_target(builder, &builder_pki);
    struct target *gateway = build_target(builder, &builder_gateway);

    build_foreign(builder, pki, build_address(builder, pki, "203.0.113.1"),
                  "CN=Acme Proxy CA");
    build_foreign(builder, gateway,
                  build_address(builder, gateway, "203.0.113.2"),
                  "CN=Acme Proxy CA");
    build_probes(builder, everything_is_cut);
}

/* Each endpoint in both families, and none answers. */
static void
so_many_silent(struct run_builder *builder, size_t count)
{
    static struct endpoint endpoints[MANY];
    static char hosts[MANY][32];

    for (size_t i = 0; i < count; i++) {
        struct target *target;
        char address[32];

        endpoints[i] = builder_pki;
        snprintf(hosts[i], sizeof hosts[i], "gw%zu.example.net", i);
        endpoints[i].host = hosts[i];
        target = build_target(builder, &endpoints[i]);
        snprintf(address, sizeof address, "203.%zu.113.%zu", i / 250,
                 i % 250 + 1);
        build_no_handshake(build_address(builder, target, address),
                           REASON_TLS_SILENT);
        snprintf(address, sizeof address, "2001:db8::%zx", i + 1);
        build_no_handshake(build_address(builder, target, address),
                           REASON_TLS_SILENT);
    }
    build_probes(builder, nothing_is_answered);
}

static void
all_silent(struct run_builder *builder)
{
    so_many_silent(builder, REGIONS);
}

static void
many_silent(struct run_builder *builder)
{
    so_many_silent(builder, MANY);
}

struct kind {
    const char *name;
    void (*build)(struct run_builder *builder);
};

static const struct kind kinds[] = {
    { "3 endpoints, healthy", all_well },
    { "2 endpoints, TLS inspected", inspected },
    { "2 endpoints, one name filtered", name_filtered },
    { "18 endpoints in both families, silent", all_silent },
    { "1,000 endpoints in both families, silent", many_silent },
};

/* What is measured. */

struct subject {
    struct run_builder builder;
    struct buffer report;
};

static void
judge(struct subject *subject)
{
    struct arena arena = { 0 };

    if (diagnosis_conclude(&subject->builder.run, &arena) == NULL)
        abort();
    arena_release(&arena);
}

static void
parse(struct subject *subject)
{
    json_t *root =
        json_loadb(subject->report.data, subject->report.length, 0, NULL);

    if (root == NULL)
        abort();
    json_decref(root);
}

static double
per_second(void (*work)(struct subject *subject), struct subject *subject,
           double budget_ms)
{
    double start = now_ms();
    double spent = 0;
    double count = 0;

    while (spent < budget_ms) {
        work(subject);
        count++;
        spent = now_ms() - start;
    }
    return count * 1e3 / spent;
}

static void
measure(const struct kind *kind, double budget_ms)
{
    struct subject subject = { 0 };
    struct arena arena = { 0 };
    double judged;
    double parsed;

    build_run(&subject.builder);
    kind->build(&subject.builder);
    json_report_write(&subject.builder.run,
                      diagnosis_conclude(&subject.builder.run, &arena),
                      &subject.report);
    judged = per_second(judge, &subject, budget_ms);
    parsed = per_second(parse, &subject, budget_ms);
    printf("| %s | %zu | %.0f | %.0f | %.0f | %.3f |\n", kind->name,
           subject.builder.run.probe_count,
           (double)subject.report.length / 1e3, judged, parsed,
           parsed / judged);
    arena_release(&arena);
    buffer_release(&subject.report);
    build_release(&subject.builder);
}

int
main(int argc, char **argv)
{
    int budget_ms = argc > 1 ? atoi(argv[1]) : USUAL_MS;

    puts("| Run | Probes | Report, kB | Judged a second | Parsed a second | "
         "Time, ratio |");
    puts("| --- | --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        measure(&kinds[i], budget_ms);
    return 0;
}
