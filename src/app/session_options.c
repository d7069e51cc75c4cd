#include "app/session_options.h"

#include <stdlib.h>
#include <string.h>

#include "app/session_also.h"
#include "app/session_files.h"
#include "base/buffer.h"
#include "intake/resolver_option.h"

enum { LONGEST_TIMEOUT_S = 600 };

/* "us, eu, apj" for a sentence about a word that is none of them. */
static bool
session_reject_word(struct error *error, const char *option, const char *word,
                    const struct buffer *known)
{
    return error_set(error, ERROR_USAGE, "%s: there is no \"%s\"; known: %s",
                     option, word, buffer_text(known));
}

static bool
session_choose_service(struct session *session,
                       const struct session_options *options,
                       struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    const char *wanted =
        options->service != NULL || definitions->service_count == 0
            ? options->service
            : definitions->services[0]->id;
    struct buffer known = { 0 };

    if (wanted != NULL)
        session->run.answers.service =
            definitions_service(definitions, wanted);
    if (session->run.answers.service != NULL)
        return true;
    for (size_t i = 0; i < definitions->service_count; i++)
        buffer_printf(&known, "%s%s", i > 0 ? ", " : "",
                      definitions->services[i]->id);
    session_reject_word(error, "--service", wanted != NULL ? wanted : "",
                        &known);
    buffer_release(&known);
    return false;
}

static bool
session_choose_region(struct session *session,
                      const struct session_options *options,
                      struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    struct buffer known = { 0 };

    if (options->region == NULL || strcmp(options->region, "all") == 0)
        return true;
    session->run.answers.region =
        definitions_region(definitions, options->region);
    if (session->run.answers.region != NULL)
        return true;
    for (size_t i = 0; i < definitions->region_count; i++)
        buffer_printf(&known, "%s, ", definitions->regions[i]->id);
    buffer_append_text(&known, "all");
    session_reject_word(error, "--region", options->region, &known);
    buffer_release(&known);
    return false;
}

static bool
session_read_timeout(struct session *session,
                     const struct session_options *options,
                     struct error *error)
{
    char *end;

    if (options->timeout == NULL)
        return true;

    double seconds = strtod(options->timeout, &end);

    if (*options->timeout == '\0' || *end != '\0' ||
        !(seconds >= 0.1 && seconds <= LONGEST_TIMEOUT_S))
        return error_set(error, ERROR_USAGE,
                         "--timeout: expected seconds from 0.1 to %d, "
                         "found \"%s\"",
                         LONGEST_TIMEOUT_S, options->timeout);
    session->limits.budget_ms = (int)(seconds * 1000);
    return true;
}

bool
session_options_read(struct session *session, struct error *error)
{
    const struct session_options *options = &session->options;
    struct peer resolver;

    if (!session_files_accept(options, error) ||
        !session_choose_service(session, options, error) ||
        !session_choose_region(session, options, error) ||
        !session_read_timeout(session, options, error) ||
        !session_answers_read(&session->run.answers, &options->answers,
                              &session->run.arena, error) ||
        !session_also_read(session->run.also, options->also,
                           options->no_deep != NULL, error))
        return false;
    if (options->resolver != NULL &&
        !resolver_option_parse(options->resolver, &resolver, error))
        return false;
    return proxy_settings_read(&session->proxy, &session->run.arena,
                               options->proxy, session->stage.environment,
                               error);
}
