#include "report/text_evidence.h"

#include <string.h>

#include "report/text_wrap.h"
#include "report/wording.h"

enum { MOST_REPEATS = 6 };

static const char *const evidence_titles[EVIDENCE_KIND_COUNT] = {
    [EVIDENCE_SUPPORTS] = "What speaks for it",
    [EVIDENCE_CONTRADICTS] = "What speaks against it",
    [EVIDENCE_NOT_EVALUATED] = "What this run did not look at",
};

static void
evidence_fill(struct buffer *line, const struct run *run,
              const struct finding *finding, const struct evidence *evidence)
{
    const struct statement *statement =
        definitions_statement(run->definitions, evidence->statement);
    struct wording wording = { run, finding, evidence->target, evidence->path,
                               evidence->hit };

    if (statement != NULL)
        wording_fill(line, statement->text, &wording);
    else
        buffer_append_text(line, evidence->statement);
}

/* Different signs of the logs are worth a line each. */
static bool
evidence_has_sign_of(const struct log_hit *left, const struct log_hit *right)
{
    if (left == NULL || right == NULL)
        return left == right;
    return strcmp(left->sign, right->sign) == 0;
}

static bool
evidence_is_like(const struct evidence *left, const struct evidence *right)
{
    return left->kind == right->kind &&
           strcmp(left->statement, right->statement) == 0 &&
           evidence_has_sign_of(left->hit, right->hit);
}

static bool
evidence_is_repeated(const struct finding *finding, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (evidence_is_like(finding->evidence[i], finding->evidence[index]))
            return true;
    return false;
}

/* Where a statement was seen beyond the first place. */
struct repeats {
    const struct target *hosts[MOST_REPEATS];
    size_t host_count;    /* all of them, also those without room */
    size_t address_count; /* further addresses of the first host */
};

static void
repeats_add(struct repeats *repeats, const struct evidence *first,
            const struct evidence *other)
{
    size_t known = repeats->host_count;

    if (known > MOST_REPEATS)
        known = MOST_REPEATS;
    if (other->target == NULL)
        return;
    if (other->target == first->target) {
        repeats->address_count += other->path != first->path;
        return;
    }
    for (size_t i = 0; i < known; i++)
        if (repeats->hosts[i] == other->target)
            return;
    if (known < MOST_REPEATS)
        repeats->hosts[known] = other->target;
    repeats->host_count++;
}

static void
repeats_fill(struct buffer *line, const struct repeats *repeats)
{
    const char *link = " The same goes for ";

    if (repeats->address_count > 0) {
        buffer_printf(line, "%s%zu further address%s", link,
                      repeats->address_count,
                      repeats->address_count == 1 ? "" : "es");
        link = ", and for ";
    }
    for (size_t i = 0; i < repeats->host_count && i < MOST_REPEATS; i++)
        buffer_printf(line, "%s%s", i == 0 ? link : ", ",
                      repeats->hosts[i]->endpoint->host);
    if (repeats->host_count > MOST_REPEATS)
        buffer_append_text(line, " and others");
    if (repeats->address_count > 0 || repeats->host_count > 0)
        buffer_append_byte(line, '.');
}

static void
evidence_write_one(const struct run *run, const struct finding *finding,
                   size_t index, struct buffer *out)
{
    const struct evidence *first = finding->evidence[index];
    struct repeats repeats = { 0 };
    struct buffer line = { 0 };

    for (size_t i = index + 1; i < finding->evidence_count; i++)
        if (evidence_is_like(first, finding->evidence[i]))
            repeats_add(&repeats, first, finding->evidence[i]);
    evidence_fill(&line, run, finding, first);
    repeats_fill(&line, &repeats);
    text_wrap_buffer(out, "  - ", "    ", &line);
    buffer_release(&line);
}

void
text_evidence_collect(struct buffer *out, const struct run *run,
                      const struct finding *finding, enum evidence_kind kind,
                      size_t most)
{
    size_t shown = 0;

    for (size_t i = 0; i < finding->evidence_count && shown < most; i++) {
        if (finding->evidence[i]->kind != kind ||
            evidence_is_repeated(finding, i))
            continue;
        evidence_write_one(run, finding, i, out);
        shown++;
    }
}

void
text_evidence_write(const struct run *run, const struct finding *finding,
                    struct buffer *out)
{
    for (int kind = 0; kind < EVIDENCE_KIND_COUNT; kind++) {
        struct buffer list = { 0 };

        text_evidence_collect(&list, run, finding, (enum evidence_kind)kind,
                              finding->evidence_count);
        if (list.length > 0)
            buffer_printf(out, "\n%s\n%s", evidence_titles[kind],
                          buffer_text(&list));
        buffer_release(&list);
    }
}
