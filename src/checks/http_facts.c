#include "checks/http_facts.h"

#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/safe_text.h"

enum {
    NAME_LIMIT = 128,
    VALUE_LIMIT = 1024,
    LINE_LIMIT = 256,
    BODY_LIMIT = 8 * 1024, /* 4 kB, with room for escapes */
    SCHEME_LIMIT = 64,
};

static char *
http_safe(struct arena *arena, const char *text, size_t limit)
{
    return safe_text_copy(arena, SAFE_LINE, text, strlen(text), limit);
}

static void
http_note_headers(struct arena *arena, const struct http_answer *answer,
                  struct http_header ***headers, size_t *count)
{
    for (size_t i = 0; i < answer->field_count; i++) {
        struct http_header *header = arena_new(arena, 1, sizeof *header);

        header->name =
            http_safe(arena, http_answer_name(answer, i), NAME_LIMIT);
        header->value =
            http_safe(arena, http_answer_value(answer, i), VALUE_LIMIT);
        arena_push(arena, headers, count, header);
    }
}

static char *
http_note_body(struct arena *arena, const struct http_answer *answer)
{
    if (answer->body.length == 0)
        return NULL;
    return safe_text_copy(arena, SAFE_PAGE, answer->body.data,
                          answer->body.length, BODY_LIMIT);
}

/* What came instead of HTTP stands where the status line would. */
static char *
http_note_status_line(struct arena *arena, const struct http_answer *answer)
{
    if (http_answer_has_head(answer))
        return http_safe(arena, http_answer_status_line(answer), LINE_LIMIT);
    if (answer->head.length == 0)
        return NULL;
    return safe_text_copy(arena, SAFE_LINE, answer->head.data,
                          answer->head.length, LINE_LIMIT);
}

static void
http_note_date(struct http_facts *facts, const struct http_answer *answer,
               int64_t wall_ms)
{
    const char *date = http_answer_header(answer, "Date");

    if (date == NULL || !clock_parse_http(date, &facts->date))
        return;
    facts->has_date = true;
    facts->clock_offset_s = wall_ms / 1000 - facts->date;
}

void
http_facts_note(struct http_facts *facts, struct arena *arena,
                const struct http_answer *answer, int64_t wall_ms)
{
    facts->status = answer->status;
    facts->status_line = http_note_status_line(arena, answer);
    facts->body = http_note_body(arena, answer);
    facts->body_bytes = (int64_t)answer->body_bytes;
    facts->bytes_in = (int64_t)answer->bytes_in;
    if (!http_answer_has_head(answer))
        return;
    http_note_headers(arena, answer, &facts->headers, &facts->header_count);
    http_note_date(facts, answer, wall_ms);
}

/* The first word of each Proxy-Authenticate is its scheme (RFC 9110 11.6). */
static void
proxy_note_schemes(struct proxy_facts *facts, struct arena *arena,
                   const struct http_answer *answer)
{
    for (size_t i = 0; i < answer->field_count; i++) {
        const char *value = http_answer_value(answer, i);
        size_t length = strcspn(value, " \t,");

        if (strcasecmp(http_answer_name(answer, i), "Proxy-Authenticate") != 0)
            continue;
        arena_push(
            arena, &facts->schemes, &facts->scheme_count,
            safe_text_copy(arena, SAFE_LINE, value, length, SCHEME_LIMIT));
    }
}

void
proxy_facts_note(struct proxy_facts *facts, struct arena *arena,
                 const struct http_answer *answer)
{
    facts->status = answer->status;
    facts->status_line = http_note_status_line(arena, answer);
    facts->body = http_note_body(arena, answer);
    facts->bytes_in = (int64_t)answer->bytes_in;
    if (!http_answer_has_head(answer))
        return;
    http_note_headers(arena, answer, &facts->headers, &facts->header_count);
    proxy_note_schemes(facts, arena, answer);
}
