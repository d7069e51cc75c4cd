#include "model/guide.h"

#include <assert.h>
#include <string.h>

#include "model/definitions.h"

static const char *const step_ids[] = {
    [GUIDE_SYMPTOM] = "symptom",
    [GUIDE_SERVICE] = "service",
    [GUIDE_NAMES] = "names",
    [GUIDE_REACHABILITY] = "reachability",
    [GUIDE_CERTIFICATES] = "certificates",
    [GUIDE_ANSWERS] = "answers",
    [GUIDE_PATH] = "path",
    [GUIDE_ENROLMENT] = "enrolment",
    [GUIDE_VERDICT] = "verdict",
    [GUIDE_HAND_OVER] = "hand-over",
};

static const char *const question_ids[] = {
    [QUESTION_STATUS] = "status",
    [QUESTION_EVENT] = "event",
    [QUESTION_EVENT_TEXT] = "event-text",
    [QUESTION_HISTORY] = "history",
    [QUESTION_SERVICE] = "service",
    [QUESTION_REGION] = "region",
    [QUESTION_ROUTE] = "route",
    [QUESTION_PROXY_URL] = "proxy-url",
    [QUESTION_BUNDLE] = "bundle",
    [QUESTION_BUNDLE_ISSUED] = "bundle-issued",
    [QUESTION_CERTIFICATE_EXPIRES] = "certificate-expires",
    [QUESTION_LOGS] = "logs",
    [QUESTION_BINDING] = "binding",
    [QUESTION_DLP_VERSION] = "dlp-version",
    [QUESTION_INSTALLATION] = "installation",
};

static const char *const depth_ids[] = {
    [GUIDE_WHAT] = "what",
    [GUIDE_WHY] = "why",
    [GUIDE_PACKETS] = "packets",
};

enum { PLACE_HOST, PLACE_PORT, PLACE_RESOLVER, PLACE_PROXY, PLACES };

static const char *const placeholder_ids[PLACES] = {
    [PLACE_HOST] = "host",
    [PLACE_PORT] = "port",
    [PLACE_RESOLVER] = "resolver",
    [PLACE_PROXY] = "proxy",
};

static const char *const status_choices[] = { "disconnected", "unknown",
                                              "connected", "not-said" };
static const char *const history_choices[] = { "never-connected",
                                               "was-connected", "not-said" };
static const char *const region_choices[] = { "all" };
static const char *const route_choices[] = { "environment", "direct",
                                             "proxy" };

static const char *const binding_choices[] = { "same", "moved", "rebuilt",
                                               "unbound", "not-said" };
static const char *const installation_choices[] = { "new", "upgraded",
                                                    "not-said" };

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static_assert(COUNT_OF(step_ids) == GUIDE_STEP_COUNT, "every step has an id");
static_assert(COUNT_OF(question_ids) == QUESTION_COUNT,
              "every question has an id");
static_assert(COUNT_OF(depth_ids) == GUIDE_DEPTH_COUNT,
              "every depth has an id");

const struct words guide_step_words = { step_ids, GUIDE_STEP_COUNT };
const struct words guide_question_words = { question_ids, QUESTION_COUNT };
const struct words guide_depth_words = { depth_ids, GUIDE_DEPTH_COUNT };
const struct words guide_placeholders = { placeholder_ids, PLACES };

const struct words guide_choice_words[QUESTION_COUNT] = {
    [QUESTION_STATUS] = { status_choices, COUNT_OF(status_choices) },
    [QUESTION_HISTORY] = { history_choices, COUNT_OF(history_choices) },
    [QUESTION_REGION] = { region_choices, COUNT_OF(region_choices) },
    [QUESTION_ROUTE] = { route_choices, COUNT_OF(route_choices) },
    [QUESTION_BINDING] = { binding_choices, COUNT_OF(binding_choices) },
    [QUESTION_INSTALLATION] = { installation_choices,
                                COUNT_OF(installation_choices) },
};

const struct guide_step *
guide_step_find(const struct definitions *in, enum guide_step_id id)
{
    for (size_t i = 0; i < in->guide_step_count; i++)
        if (in->guide_steps[i]->id == id)
            return in->guide_steps[i];
    return NULL;
}

const struct guide_question *
guide_question_find(const struct definitions *in, enum guide_question_id id)
{
    for (size_t i = 0; i < in->guide_question_count; i++)
        if (in->guide_questions[i]->id == id)
            return in->guide_questions[i];
    return NULL;
}

/* Terms. */

static int
lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

static bool
word_is(const char *known, const char *word, size_t length)
{
    if (strlen(known) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (lower(known[i]) != lower(word[i]))
            return false;
    return true;
}

static bool
term_is_called(const struct guide_term *term, const char *word, size_t length)
{
    if (word_is(term->id, word, length) || word_is(term->name, word, length))
        return true;
    for (size_t i = 0; i < term->also_count; i++)
        if (word_is(term->also[i], word, length))
            return true;
    return false;
}

const struct guide_term *
guide_term_find(const struct definitions *in, const char *word)
{
    size_t length;

    word += strspn(word, " ");
    length = strlen(word);
    while (length > 0 && word[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < in->guide_term_count; i++)
        if (term_is_called(in->guide_terms[i], word, length))
            return in->guide_terms[i];
    return NULL;
}

/* Texts. */

const char *
guide_step_text(const struct guide_step *step, enum guide_depth depth)
{
    switch (depth) {
    case GUIDE_WHAT:
        return step->what;
    case GUIDE_WHY:
        return step->why;
    case GUIDE_PACKETS:
        return step->packets;
    case GUIDE_DEPTH_COUNT:
        break;
    }
    return "";
}

/* The placeholder that the text begins with; PLACES when it is none. */
static int
place_at(const char *text, size_t *length)
{
    for (int i = 0; i < PLACES; i++) {
        size_t name = strlen(placeholder_ids[i]);

        if (text[0] == '{' &&
            strncmp(text + 1, placeholder_ids[i], name) == 0 &&
            text[1 + name] == '}') {
            *length = name + 2;
            return i;
        }
    }
    return PLACES;
}

static void
place_fill(struct buffer *out, int place, const struct guide_values *values)
{
    enum { HTTPS = 443 };
    const char *const texts[PLACES] = {
        [PLACE_HOST] = values->host != NULL ? values->host : "HOST",
        [PLACE_RESOLVER] =
            values->resolver != NULL ? values->resolver : "RESOLVER",
        [PLACE_PROXY] = values->proxy != NULL ? values->proxy : "PROXY:PORT",
    };

    if (place == PLACE_PORT)
        buffer_printf(out, "%d", values->port != 0 ? values->port : HTTPS);
    else
        buffer_append_text(out, texts[place]);
}

void
guide_fill(struct buffer *out, const char *text,
           const struct guide_values *values)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "{");
        int place;

        buffer_append(out, text, length);
        text += length;
        place = place_at(text, &length);
        if (place < PLACES) {
            place_fill(out, place, values);
            text += length;
        } else if (*text != '\0') {
            buffer_append_byte(out, *text++);
        }
    }
}

bool
guide_text_needs(const char *text, const char *placeholder)
{
    size_t length;

    for (; (text = strchr(text, '{')) != NULL; text++) {
        int place = place_at(text, &length);

        if (place < PLACES && strcmp(placeholder_ids[place], placeholder) == 0)
            return true;
    }
    return false;
}
