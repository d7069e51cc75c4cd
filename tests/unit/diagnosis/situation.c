#include "situation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"

enum { TEXT_SIZE = 256 };

static const struct diagnosis *
conclude(struct run_builder *builder,
         void (*build)(struct run_builder *builder))
{
    build_run(builder);
    build(builder);
    return diagnosis_conclude(&builder->run, &builder->run.arena);
}

/* The findings as one text, so that a failure shows all of them at once. */
static void
describe(char text[TEXT_SIZE], const char *name, enum verdict_outcome outcome)
{
    snprintf(text, TEXT_SIZE, "%s: %s", name,
             words_id(&verdict_words, (int)outcome));
}

static void
describe_finding(char text[TEXT_SIZE], const char *cause, bool fault,
                 enum confidence confidence)
{
    size_t used = strlen(text);

    snprintf(text + used, TEXT_SIZE - used, "; %s %s %s",
             fault ? "fault" : "remark", cause,
             words_id(&confidence_words, (int)confidence));
}

void
situation_check(const struct situation *situation)
{
    struct run_builder builder;
    const struct diagnosis *diagnosis = conclude(&builder, situation->build);
    char found[TEXT_SIZE];
    char expected[TEXT_SIZE];

    describe(found, situation->name, diagnosis->outcome);
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        describe_finding(found, diagnosis->findings[i]->cause,
                         diagnosis->findings[i]->fault,
                         diagnosis->findings[i]->confidence);
    describe(expected, situation->name, situation->outcome);
    for (size_t i = 0;
         i < MOST_FINDINGS && situation->findings[i].cause != NULL; i++)
        describe_finding(expected, situation->findings[i].cause,
                         situation->findings[i].fault,
                         situation->findings[i].confidence);
    assert_string_equal(found, expected);
    build_release(&builder);
}

static void
evidence_check_once(const struct finding *finding, size_t index)
{
    const struct evidence *evidence = finding->evidence[index];

    for (size_t i = 0; i < index; i++)
        assert_false(
            finding->evidence[i]->path == evidence->path &&
            finding->evidence[i]->target == evidence->target &&
            finding->evidence[i]->hit == evidence->hit &&
            strcmp(finding->evidence[i]->statement, evidence->statement) == 0);
}

void
situation_check_evidence(const struct situation *situation)
{
    struct run_builder builder;
    const struct diagnosis *diagnosis = conclude(&builder, situation->build);

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        assert_true(finding->evidence_count > 0);
        assert_int_equal(finding->evidence[0]->kind, EVIDENCE_SUPPORTS);
        for (size_t j = 1; j < finding->evidence_count; j++) {
            assert_true(finding->evidence[j - 1]->kind <=
                        finding->evidence[j]->kind);
            evidence_check_once(finding, j);
        }
    }
    build_release(&builder);
}

static const struct evidence *
find_evidence(const struct finding *finding, const char *statement)
{
    for (size_t i = 0; i < finding->evidence_count; i++)
        if (strcmp(finding->evidence[i]->statement, statement) == 0)
            return finding->evidence[i];
    return NULL;
}

void
cited_check(const struct cited *cited)
{
    struct run_builder builder;
    const struct diagnosis *diagnosis = conclude(&builder, cited->build);
    const struct evidence *evidence =
        find_evidence(diagnosis->findings[0], cited->statement);

    if (evidence == NULL)
        fail_msg("%s: nobody says %s", diagnosis->findings[0]->cause,
                 cited->statement);
    if (evidence->kind != cited->kind)
        fail_msg("%s: %s has another kind", diagnosis->findings[0]->cause,
                 cited->statement);
    if (cited->host != NULL)
        assert_string_equal(evidence->target->endpoint->host, cited->host);
    build_release(&builder);
}

void
cited_check_absent(void (*build)(struct run_builder *builder),
                   const char *statement)
{
    struct run_builder builder;
    const struct diagnosis *diagnosis = conclude(&builder, build);

    if (find_evidence(diagnosis->findings[0], statement) != NULL)
        fail_msg("%s: says %s", diagnosis->findings[0]->cause, statement);
    build_release(&builder);
}
