#include "app/session_answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/safe_text.h"

enum { DAY_S = 24 * 3600, EVENT_DIGITS = 6 };

void
session_answers_simulate(struct answers *answers,
                         const struct scenario_answers *scenario, int64_t now)
{
    answers->status = scenario->status;
    answers->event = scenario->event;
    answers->event_text = scenario->event_text;
    answers->history = scenario->history;
    answers->binding = scenario->binding;
    answers->dlp_version = scenario->dlp_version;
    answers->installation = scenario->installation;
    if (scenario->bundle_age_days != 0)
        answers->bundle_issued = now - scenario->bundle_age_days * DAY_S;
    if (scenario->certificate_days != 0)
        answers->certificate_expires =
            now + scenario->certificate_days * DAY_S;
}

static bool
read_status(struct answers *answers, const char *word, struct error *error)
{
    for (int i = CONSOLE_DISCONNECTED; i < CONSOLE_STATUS_COUNT; i++)
        if (strcmp(word, words_id(&console_status_words, i)) == 0) {
            answers->status = (enum console_status)i;
            return true;
        }
    return error_set(error, ERROR_USAGE,
                     "--status: expected disconnected, unknown or connected, "
                     "found \"%s\"",
                     word);
}

/* One of the words behind the first, which stands for "not said". */
static bool
read_word(int *into, const struct words *words, const char *word,
          const char *expected, struct error *error)
{
    for (size_t i = 1; i < words->count; i++)
        if (strcmp(word, words_id(words, (int)i)) == 0) {
            *into = (int)i;
            return true;
        }
    return error_set(error, ERROR_USAGE, "%s, found \"%s\"", expected, word);
}

/* An escape takes more room than its byte: such a text ends with "...". */
static bool
read_text(const char **into, const char *option, const char *text,
          enum safe_text_shape shape, size_t limit, struct arena *arena,
          struct error *error)
{
    size_t length = strlen(text);

    if (length > limit)
        return error_set(error, ERROR_USAGE,
                         "%s: expected at most %zu bytes, found %zu", option,
                         limit, length);
    if (length > 0)
        *into = safe_text_copy(arena, shape, text, length, limit);
    return true;
}

static bool
read_event(struct answers *answers, const char *word, struct error *error)
{
    size_t digits = strspn(word, "0123456789");

    if (digits == 0 || digits > EVENT_DIGITS || word[digits] != '\0' ||
        strspn(word, "0") == digits)
        return error_set(error, ERROR_USAGE,
                         "--event: expected the number of an event, such as "
                         "4201, found \"%s\"",
                         word);
    answers->event = strtol(word, NULL, 10);
    return true;
}

static bool
read_day(int64_t *into, const char *option, const char *word,
         struct error *error)
{
    if (clock_parse(word, into) && *into != 0)
        return true;
    return error_set(error, ERROR_USAGE,
                     "%s: expected a date such as 2026-11-24, found \"%s\"",
                     option, word);
}

static bool
read_history(struct answers *answers, const struct answer_options *options,
             struct error *error)
{
    if (options->never_connected != NULL && options->was_connected != NULL)
        return error_set(error, ERROR_USAGE,
                         "--never-connected and --was-connected exclude each "
                         "other");
    if (options->never_connected != NULL)
        answers->history = HISTORY_NEVER_CONNECTED;
    if (options->was_connected != NULL)
        answers->history = HISTORY_WAS_CONNECTED;
    return true;
}

/* What no date and no word of the detector is. */
static bool
read_product(struct answers *answers, const struct answer_options *options,
             struct arena *arena, struct error *error)
{
    int binding = (int)answers->binding;
    int installation = (int)answers->installation;

    if (options->binding != NULL &&
        !read_word(&binding, &binding_words, options->binding,
                   "--binding: expected same, moved, rebuilt or unbound",
                   error))
        return false;
    if (options->installation != NULL &&
        !read_word(&installation, &installation_words, options->installation,
                   "--installation: expected new or upgraded", error))
        return false;
    answers->binding = (enum binding)binding;
    answers->installation = (enum installation)installation;
    if (options->event_text != NULL &&
        !read_text(&answers->event_text, "--event-text", options->event_text,
                   SAFE_PAGE, EVENT_TEXT_LIMIT, arena, error))
        return false;
    return options->dlp_version == NULL ||
           read_text(&answers->dlp_version, "--dlp-version",
                     options->dlp_version, SAFE_LINE, DLP_VERSION_LIMIT, arena,
                     error);
}

bool
session_answers_read(struct answers *answers,
                     const struct answer_options *options, struct arena *arena,
                     struct error *error)
{
    if (options->status != NULL &&
        !read_status(answers, options->status, error))
        return false;
    if (options->event != NULL && !read_event(answers, options->event, error))
        return false;
    if (options->bundle_issued != NULL &&
        !read_day(&answers->bundle_issued, "--bundle-issued",
                  options->bundle_issued, error))
        return false;
    if (options->certificate_expires != NULL &&
        !read_day(&answers->certificate_expires, "--certificate-expires",
                  options->certificate_expires, error))
        return false;
    return read_history(answers, options, error) &&
           read_product(answers, options, arena, error);
}
