#include "truth.h"

#include <string.h>

static const struct finding *
verdict_of(const struct diagnosis *diagnosis)
{
    if (diagnosis->outcome != VERDICT_FAULT)
        return NULL;
    return diagnosis->findings[0];
}

static void
compare_outcome(const struct scenario_truth *truth,
                const struct diagnosis *found, struct buffer *faults)
{
    if (truth->outcome == found->outcome)
        return;
    buffer_printf(faults, "  the verdict is %s, not %s\n",
                  words_id(&verdict_words, (int)found->outcome),
                  words_id(&verdict_words, (int)truth->outcome));
}

static void
compare_cause(const struct scenario_truth *truth, const struct run *run,
              const struct finding *finding, struct buffer *faults)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);

    if (truth->cause == NULL || strcmp(truth->cause, finding->cause) != 0) {
        buffer_printf(faults, "  the cause is %s, not %s\n", finding->cause,
                      truth->cause != NULL ? truth->cause : "none");
        return;
    }
    if (cause == NULL) {
        buffer_printf(faults, "  %s has no words\n", finding->cause);
        return;
    }
    if (cause->layer != truth->layer)
        buffer_printf(faults, "  the layer is %s, not %s\n",
                      words_id(&layer_words, (int)cause->layer),
                      words_id(&layer_words, (int)truth->layer));
    if (cause->owner != truth->owner)
        buffer_printf(faults, "  the owner is %s, not %s\n",
                      words_id(&owner_words, (int)cause->owner),
                      words_id(&owner_words, (int)truth->owner));
}

static bool
finding_has(const struct finding *finding, const struct target *target)
{
    for (size_t i = 0; i < finding->target_count; i++)
        if (finding->targets[i] == target)
            return true;
    return false;
}

/* Of the targets that decide; a further name may be concerned or not. */
static void
compare_targets(const struct scenario_truth *truth, const struct run *run,
                const struct finding *finding, struct buffer *faults)
{
    for (size_t i = 0; truth->targets.count > 0 && i < run->target_count;
         i++) {
        const struct target *target = run->targets[i];
        bool meant = selectors_match(&truth->targets, target->endpoint);

        if (!target_is_decisive(target, run) ||
            meant == finding_has(finding, target))
            continue;
        buffer_printf(faults, "  %s %s concerned\n", target->endpoint->host,
                      meant ? "is not" : "should not be");
    }
}

static bool
is_found(const struct diagnosis *diagnosis, const char *cause)
{
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        if (strcmp(diagnosis->findings[i]->cause, cause) == 0)
            return true;
    return false;
}

static void
compare_others(const struct scenario_truth *truth,
               const struct diagnosis *found, struct buffer *faults)
{
    for (size_t i = 0; i < truth->also_count; i++)
        if (!is_found(found, truth->also[i]))
            buffer_printf(faults, "  %s is not found\n", truth->also[i]);
}

/* A report is wrapped: to find a sentence in it, its white space is one. */
static void
append_unwrapped(struct buffer *out, const char *text)
{
    bool blank = false;

    for (; *text != '\0'; text++) {
        bool is_blank = *text == ' ' || *text == '\n';

        if (!is_blank || !blank)
            buffer_append_byte(out, is_blank ? ' ' : *text);
        blank = is_blank;
    }
}

/* Nothing that a stranger wrote may act on the terminal of who reads it. */
static void
compare_characters(const char *report, struct buffer *faults)
{
    static const char right_to_left[] = "\xe2\x80\xae";

    for (const char *at = report; *at != '\0'; at++) {
        if ((unsigned char)*at >= ' ' && *at != '\x7f')
            continue;
        if (*at == '\n')
            continue;
        buffer_printf(faults, "  the report holds the character %02x\n",
                      (unsigned)*at);
        return;
    }
    if (strstr(report, right_to_left) != NULL)
        buffer_append_text(faults, "  the report turns its direction\n");
}

static void
compare_report(const struct scenario_truth *truth, const char *report,
               struct buffer *faults)
{
    struct buffer plain = { 0 };

    append_unwrapped(&plain, report);
    for (size_t i = 0; i < truth->says_count; i++)
        if (strcasestr(buffer_text(&plain), truth->says[i]) == NULL)
            buffer_printf(faults, "  the report lacks \"%s\"\n",
                          truth->says[i]);
    for (size_t i = 0; i < truth->never_says_count; i++)
        if (strcasestr(buffer_text(&plain), truth->never_says[i]) != NULL)
            buffer_printf(faults, "  the report says \"%s\"\n",
                          truth->never_says[i]);
    buffer_release(&plain);
}

void
truth_compare(const struct session *session, const char *report,
              struct buffer *faults)
{
    const struct scenario_truth *truth = &session->stage.lab->scenario.truth;
    const struct finding *verdict = verdict_of(session->diagnosis);

    compare_outcome(truth, session->diagnosis, faults);
    if (verdict != NULL) {
        compare_cause(truth, &session->run, verdict, faults);
        compare_targets(truth, &session->run, verdict, faults);
    }
    compare_others(truth, session->diagnosis, faults);
    compare_report(truth, report, faults);
    compare_characters(report, faults);
}
