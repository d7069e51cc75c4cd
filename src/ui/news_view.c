#include "ui/news_view.h"

#include <inttypes.h>

static void
news_add(struct news *news, int64_t at_ms, enum style style,
         const struct buffer *text)
{
    struct news_line *line = arena_new(&news->arena, 1, sizeof *line);

    line->at_ms = at_ms;
    line->style = style;
    line->text = arena_text(&news->arena, buffer_text(text));
    arena_push(&news->arena, &news->lines, &news->line_count, line);
}

static const struct result *
event_result(const struct event *event)
{
    if (event->name != NULL)
        return &event->name->result;
    return event->path != NULL ? &event->path->results[event->check] : NULL;
}

static void
append_place(struct buffer *out, const struct event *event)
{
    char address[ADDRESS_TEXT_SIZE];

    if (event->target != NULL)
        buffer_append_text(out, event->target->endpoint->host);
    else if (event->name != NULL)
        buffer_append_text(out, event->name->host);
    if (event->path != NULL)
        buffer_printf(out, " (%s)",
                      address_format(&event->path->address, address));
}

/* What is tried once more is the business of the path's page. */
static bool
is_of_probe(const struct event *event)
{
    if (event->path != NULL)
        return event->path->probe != NULL;
    return event->name != NULL &&
           (event->name->random || event->name->again != NULL);
}

static void
hear_end(struct news *news, const struct event *event)
{
    static const struct {
        enum style style;
        const char *word;
    } looks[OUTCOME_COUNT] = {
        [OUTCOME_PASS] = { STYLE_PLAIN, "good" },
        [OUTCOME_WARN] = { STYLE_WARN, "a remark" },
        [OUTCOME_FAIL] = { STYLE_BAD, "failed" },
    };
    const struct result *result = event_result(event);
    struct buffer text = { 0 };

    if (result == NULL || is_of_probe(event) ||
        looks[result->outcome].word == NULL)
        return;
    buffer_printf(&text, "%s ", words_id(&check_words, (int)event->check));
    append_place(&text, event);
    buffer_printf(&text, ": %s", looks[result->outcome].word);
    if (result->reason != REASON_NONE)
        buffer_printf(&text, ", %s", reason_phrase(result->reason));
    buffer_printf(&text, ", %" PRId64 " ms", result->duration_ms);
    news_add(news, event->at_ms, looks[result->outcome].style, &text);
    buffer_release(&text);
}

/* What stands in a chip, as a word: "no answer", "good". */
static const char *
word_of(const struct result *result)
{
    if (result->reason != REASON_NONE)
        return reason_phrase(result->reason);
    return result->outcome == OUTCOME_PASS
               ? "good"
               : words_id(&outcome_words, (int)result->outcome);
}

static enum style
style_of_change(const struct result *result)
{
    if (result->outcome == OUTCOME_PASS)
        return STYLE_GOOD;
    return result->outcome == OUTCOME_FAIL ? STYLE_BAD : STYLE_WARN;
}

/* "; tcp was: no answer, is: good" */
static bool
append_change(struct buffer *out, enum check_id check,
              const struct result *before, const struct result *after)
{
    /* What was not tried only follows from what was said before. */
    if ((before->outcome == after->outcome &&
         before->reason == after->reason) ||
        after->reason == REASON_NEED_FAILED)
        return false;
    buffer_printf(out, "; %s was: %s, is: %s",
                  words_id(&check_words, (int)check), word_of(before),
                  word_of(after));
    return true;
}

/* What is fresh beside what is old, which is still there. */
static void
hear_again(struct news *news, const struct event *event)
{
    struct buffer text = { 0 };
    enum style style = STYLE_PLAIN;
    bool changed = false;

    if (is_of_probe(event))
        return;
    buffer_append_text(&text, "Checked again: ");
    append_place(&text, event);
    if (event->name != NULL &&
        append_change(&text, CHECK_DNS, &event->old_name->result,
                      &event->name->result)) {
        style = style_of_change(&event->name->result);
        changed = true;
    }
    for (int check = 0; event->path != NULL && check < CHECK_COUNT; check++)
        if (append_change(&text, (enum check_id)check,
                          &event->old_path->results[check],
                          &event->path->results[check])) {
            if (!changed)
                style = style_of_change(&event->path->results[check]);
            changed = true;
        }
    news->again++;
    news->changed += changed;
    buffer_append_text(&text, changed ? "." : "; nothing has changed.");
    news_add(news, event->at_ms, style, &text);
    buffer_release(&text);
}

void
news_hear(struct news *news, const struct event *event)
{
    static const char *const sentences[EVENT_KIND_COUNT] = {
        [EVENT_RUN_BEGAN] = "The checks have begun.",
        [EVENT_PROBES_BEGAN] = "Some things are tried again with one thing "
                               "changed, to tell causes apart.",
        [EVENT_RUN_ENDED] = "All checks have ended.",
    };
    struct buffer text = { 0 };

    if (event->kind == EVENT_CHECK_ENDED) {
        hear_end(news, event);
        return;
    }
    if (event->kind == EVENT_CHECKED_AGAIN) {
        hear_again(news, event);
        return;
    }
    /* After a part of the run the news of that part are the last. */
    if (sentences[event->kind] == NULL ||
        (event->kind == EVENT_RUN_ENDED && news->again > 0))
        return;
    buffer_append_text(&text, sentences[event->kind]);
    news_add(news, event->at_ms, STYLE_STRONG, &text);
    buffer_release(&text);
}

void
news_release(struct news *news)
{
    arena_release(&news->arena);
    *news = (struct news){ 0 };
}

void
news_view_fill(struct sheet *sheet, const struct news *news)
{
    enum { HANG = 9 };

    for (size_t i = 0; i < news->line_count; i++) {
        const struct news_line *line = news->lines[i];

        sheet_print(sheet, line->style, 0, HANG,
                    "%4" PRId64 ".%03" PRId64 " %s", line->at_ms / 1000,
                    line->at_ms % 1000, line->text);
    }
}
