#include "net/http.h"

#include <stdlib.h>
#include <string.h>

/*
 * The first byte chooses how the rest is cut and whether it answers CONNECT.
 * However it is cut, the answer must be the same, and within its limits.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { HEAD_ONLY = 1, CLOSES = 2, STEP_SHIFT = 2 };

static size_t
take_in_steps(struct http_answer *answer, const uint8_t *bytes, size_t length,
              size_t step)
{
    size_t taken = 0;

    for (size_t at = 0; at < length; at += step) {
        size_t piece = length - at < step ? length - at : step;
        size_t some = http_answer_take(answer, bytes + at, piece);

        if (some > piece || (some < piece && !http_answer_is_final(answer)))
            abort();
        taken += some;
    }
    return taken;
}

static void
check_text(const struct http_answer *answer, const char *text)
{
    const struct buffer *head = &answer->head;

    if (text < head->data || text >= head->data + head->length ||
        strlen(text) >= head->length)
        abort();
}

static void
check_limits(const struct http_answer *answer)
{
    if (answer->head.length > HTTP_HEAD_LIMIT ||
        answer->body.length > HTTP_BODY_KEPT ||
        answer->body_bytes > HTTP_BODY_LIMIT ||
        answer->field_count > HTTP_HEADER_LIMIT ||
        answer->framing_bytes > HTTP_BODY_LIMIT)
        abort();
    if (!http_answer_has_head(answer)) {
        if (answer->field_count > 0 || answer->body_bytes > 0)
            abort();
        return;
    }
    if (answer->status < 100 || answer->status > 999)
        abort();
    check_text(answer, http_answer_status_line(answer));
    for (size_t i = 0; i < answer->field_count; i++) {
        check_text(answer, http_answer_name(answer, i));
        check_text(answer, http_answer_value(answer, i));
        if (*http_answer_name(answer, i) == '\0')
            abort();
    }
}

static int
buffers_differ(const struct buffer *left, const struct buffer *right)
{
    return left->length != right->length ||
           (left->length > 0 &&
            memcmp(left->data, right->data, left->length) != 0);
}

static void
check_same(const struct http_answer *left, const struct http_answer *right)
{
    if (left->state != right->state || left->status != right->status ||
        left->field_count != right->field_count ||
        left->body_bytes != right->body_bytes ||
        left->bytes_in != right->bytes_in ||
        left->content_length != right->content_length ||
        buffers_differ(&left->head, &right->head) ||
        buffers_differ(&left->body, &right->body))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct http_answer whole;
    struct http_answer cut;
    uint8_t how;

    if (length == 0)
        return 0;
    how = *bytes++;
    length--;
    http_answer_init(&whole, (how & HEAD_ONLY) != 0);
    http_answer_init(&cut, (how & HEAD_ONLY) != 0);
    if (take_in_steps(&whole, bytes, length, length + 1) !=
        take_in_steps(&cut, bytes, length, (size_t)(how >> STEP_SHIFT) + 1))
        abort();
    if ((how & CLOSES) != 0) {
        http_answer_end(&whole);
        http_answer_end(&cut);
    }
    check_limits(&whole);
    check_same(&whole, &cut);
    http_answer_release(&whole);
    http_answer_release(&cut);
    return 0;
}
