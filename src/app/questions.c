#include "app/questions_accept.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/keeping.h"
#include "base/clock.h"
#include "base/safe_text.h"

/* One question: where it is asked, and the option that its answer becomes. */
struct question_row {
    enum guide_step_id step;
    enum question_kind kind;
    size_t option; /* of a const char * in struct session_options; 0: it is
                    * said in questions_options */
};

enum { LINES_SHOWN = 60 }; /* bytes of an answer of several lines */

#define OPTION(member) .option = offsetof(struct session_options, member)

static const struct question_row question_rows[] = {
    [QUESTION_STATUS] = { GUIDE_SYMPTOM, QUESTION_CHOICE },
    [QUESTION_EVENT] = { GUIDE_SYMPTOM, QUESTION_NUMBER,
                         OPTION(answers.event) },
    [QUESTION_EVENT_TEXT] = { GUIDE_SYMPTOM, QUESTION_LINES,
                              OPTION(answers.event_text) },
    [QUESTION_HISTORY] = { GUIDE_SYMPTOM, QUESTION_CHOICE },
    [QUESTION_SERVICE] = { GUIDE_SERVICE, QUESTION_CHOICE },
    [QUESTION_REGION] = { GUIDE_SERVICE, QUESTION_CHOICE, OPTION(region) },
    [QUESTION_ROUTE] = { GUIDE_SERVICE, QUESTION_CHOICE },
    [QUESTION_PROXY_URL] = { GUIDE_SERVICE, QUESTION_URL },
    [QUESTION_BUNDLE_ISSUED] = { GUIDE_ENROLMENT, QUESTION_DATE,
                                 OPTION(answers.bundle_issued) },
    [QUESTION_CERTIFICATE_EXPIRES] = { GUIDE_ENROLMENT, QUESTION_DATE,
                                       OPTION(answers.certificate_expires) },
    [QUESTION_BINDING] = { GUIDE_ENROLMENT, QUESTION_CHOICE,
                           OPTION(answers.binding) },
    [QUESTION_DLP_VERSION] = { GUIDE_ENROLMENT, QUESTION_LINE,
                               OPTION(answers.dlp_version) },
    [QUESTION_INSTALLATION] = { GUIDE_ENROLMENT, QUESTION_CHOICE,
                                OPTION(answers.installation) },
    [QUESTION_BUNDLE] = { GUIDE_ENROLMENT, QUESTION_PATH, OPTION(bundle) },
    [QUESTION_LOGS] = { GUIDE_ENROLMENT, QUESTION_PATH, OPTION(logs) },
};

static_assert(sizeof question_rows / sizeof question_rows[0] == QUESTION_COUNT,
              "every question has a row");

enum guide_step_id
question_step(enum guide_question_id id)
{
    return question_rows[id].step;
}

enum question_kind
question_kind(enum guide_question_id id)
{
    return question_rows[id].kind;
}

/* What is known at the beginning. */

static const char *
questions_day(struct questions *questions, int64_t seconds)
{
    enum { DATE = 10 };
    static const char midnight[] = "T00:00:00Z";
    char text[CLOCK_TEXT_SIZE];

    if (seconds == 0)
        return "";
    clock_format(seconds, text);
    if (strcmp(text + DATE, midnight) == 0)
        text[DATE] = '\0';
    return arena_text(&questions->arena, text);
}

static const char *
questions_number(struct questions *questions, int64_t number)
{
    if (number == 0)
        return "";
    return arena_printf(&questions->arena, "%lld", (long long)number);
}

static const char *
route_of_option(const char *proxy)
{
    if (proxy == NULL)
        return "environment";
    return strcmp(proxy, "none") == 0 ? "direct" : "proxy";
}

static const char *
questions_text(struct questions *questions, const char *text)
{
    return text != NULL ? arena_text(&questions->arena, text) : "";
}

static void
questions_begin(struct questions *questions, const struct session *session)
{
    const struct answers *said = &session->run.answers;
    const struct session_options *options = &session->options;
    const char *proxy = options->proxy;
    const char *route = route_of_option(proxy);
    const char *const first[QUESTION_COUNT] = {
        [QUESTION_STATUS] = words_id(&console_status_words, (int)said->status),
        [QUESTION_EVENT] = questions_number(questions, said->event),
        [QUESTION_EVENT_TEXT] = questions_text(questions, said->event_text),
        [QUESTION_HISTORY] = words_id(&history_words, (int)said->history),
        [QUESTION_BINDING] = words_id(&binding_words, (int)said->binding),
        [QUESTION_DLP_VERSION] = questions_text(questions, said->dlp_version),
        [QUESTION_INSTALLATION] =
            words_id(&installation_words, (int)said->installation),
        [QUESTION_SERVICE] = said->service->id,
        [QUESTION_REGION] = said->region != NULL ? said->region->id : "all",
        [QUESTION_ROUTE] = route,
        [QUESTION_PROXY_URL] = strcmp(route, "proxy") == 0
                                   ? arena_text(&questions->arena, proxy)
                                   : "",
        [QUESTION_BUNDLE] = questions_text(questions, options->bundle),
        [QUESTION_LOGS] = questions_text(questions, options->logs),
        [QUESTION_BUNDLE_ISSUED] =
            questions_day(questions, said->bundle_issued),
        [QUESTION_CERTIFICATE_EXPIRES] =
            questions_day(questions, said->certificate_expires),
    };

    for (int i = 0; i < QUESTION_COUNT; i++) {
        questions->defaults[i] = first[i] != NULL ? first[i] : "";
        questions->answers[i] = questions->defaults[i];
    }
}

/* "proxy.example.com:3128, from HTTPS_PROXY"; "no proxy is set". */
static const char *
questions_look_at_environment(struct questions *questions)
{
    struct proxy_settings settings;
    struct error error = { 0 };
    const char *text;

    if (!proxy_settings_read(&settings, &questions->arena, NULL,
                             questions->environment, &error))
        text =
            arena_printf(&questions->arena, "cannot be used: %s", error.text);
    else if (settings.route.kind == ROUTE_PROXY)
        text = arena_printf(
            &questions->arena, "%s:%u, from %s", settings.route.proxy_host,
            (unsigned)settings.route.proxy_port, settings.route.origin);
    else
        text = arena_text(&questions->arena, settings.route.origin);
    proxy_settings_wipe(&settings);
    return text;
}

void
questions_open(struct questions *questions, const struct session *session)
{
    *questions = (struct questions){
        .definitions = &session->definitions,
        .start = session->options,
        .environment = session->stage.environment,
    };
    questions_begin(questions, session);
    questions->environment_route = questions_look_at_environment(questions);
}

void
questions_close(struct questions *questions)
{
    arena_release(&questions->arena);
    *questions = (struct questions){ 0 };
}

/* What can be answered, and what was. */

/* How Enforce was installed matters from 15.5 on. */
static bool
renewal_is_open(const char *dlp_version)
{
    struct answers answers = { .dlp_version = dlp_version };

    return answers_renewal(&answers) == RENEWAL_NOT_KNOWN;
}

bool
questions_ask(const struct questions *questions, enum guide_question_id id)
{
    if (id == QUESTION_PROXY_URL)
        return strcmp(questions->answers[QUESTION_ROUTE], "proxy") == 0;
    if (id == QUESTION_INSTALLATION)
        return renewal_is_open(questions->answers[QUESTION_DLP_VERSION]);
    return true;
}

static size_t
choices_of_services(const struct definitions *in,
                    struct question_choice *choices)
{
    size_t count = 0;

    for (size_t i = 0; i < in->service_count && i < QUESTION_CHOICES_MOST; i++)
        choices[count++] = (struct question_choice){ in->services[i]->id,
                                                     in->services[i]->name,
                                                     in->services[i]->about };
    return count;
}

static size_t
choices_of_regions(const struct definitions *in,
                   struct question_choice *choices)
{
    size_t count = 0;

    for (size_t i = 0; i < in->region_count && i < QUESTION_CHOICES_MOST / 2;
         i++)
        choices[count++] =
            (struct question_choice){ .id = in->regions[i]->id,
                                      .label = in->regions[i]->name };
    return count;
}

size_t
questions_choices(const struct questions *questions, enum guide_question_id id,
                  struct question_choice *choices)
{
    const struct definitions *in = questions->definitions;
    const struct guide_question *question = guide_question_find(in, id);
    size_t count = 0;

    if (id == QUESTION_SERVICE)
        count = choices_of_services(in, choices);
    if (id == QUESTION_REGION)
        count = choices_of_regions(in, choices);
    for (size_t i = 0; i < question->choice_count; i++)
        choices[count++] =
            (struct question_choice){ .id = question->choices[i]->id,
                                      .label = question->choices[i]->label };
    if (id == QUESTION_ROUTE)
        choices[0].detail = questions->environment_route;
    return count;
}

const char *
questions_answer(const struct questions *questions, enum guide_question_id id)
{
    return questions->answers[id];
}

const char *
questions_default(const struct questions *questions, enum guide_question_id id)
{
    return questions->defaults[id];
}

void
questions_show(const struct questions *questions, enum guide_question_id id,
               struct buffer *out)
{
    struct question_choice choices[QUESTION_CHOICES_MOST];
    size_t count = questions_choices(questions, id, choices);
    const char *answer = questions->answers[id];

    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].id, answer) == 0) {
            buffer_append_text(out, choices[i].label);
            return;
        }
    safe_text_append(out, SAFE_LINE, answer, strlen(answer),
                     question_rows[id].kind == QUESTION_LINES ? LINES_SHOWN
                                                              : ANSWER_LIMIT);
}

/* Taking an answer. */

bool
questions_set(struct questions *questions, enum guide_question_id id,
              const char *text, struct error *error)
{
    const char *before = questions->answers[id];

    if (*text == '\0') {
        questions->answers[id] = question_rows[id].kind == QUESTION_CHOICE
                                     ? questions->defaults[id]
                                     : "";
    } else {
        if (!questions_accept(questions, id, &text, error))
            return false;
        questions->answers[id] = arena_text(&questions->arena, text);
    }
    if (strcmp(before, questions->answers[id]) != 0)
        keeping_answer(questions->start.keeping, id, questions->answers[id]);
    return true;
}

/* What the answers become. */

static const char *
said(const char *answer)
{
    return *answer == '\0' || strcmp(answer, "not-said") == 0 ? NULL : answer;
}

static const char *
proxy_option(const struct questions *questions)
{
    const char *route = questions->answers[QUESTION_ROUTE];

    if (strcmp(route, "direct") == 0)
        return "none";
    if (strcmp(route, "proxy") == 0)
        return said(questions->answers[QUESTION_PROXY_URL]);
    return NULL;
}

struct session_options
questions_options(const struct questions *questions)
{
    const char *const *answers = questions->answers;
    const char *history = answers[QUESTION_HISTORY];
    struct session_options options = questions->start;

    for (int i = 0; i < QUESTION_COUNT; i++)
        if (question_rows[i].option != 0)
            *(const char **)((char *)&options + question_rows[i].option) =
                said(answers[i]);
    options.service = answers[QUESTION_SERVICE];
    options.proxy = proxy_option(questions);
    options.answers.status = said(answers[QUESTION_STATUS]);
    options.answers.never_connected =
        strcmp(history, "never-connected") == 0 ? "" : NULL;
    options.answers.was_connected =
        strcmp(history, "was-connected") == 0 ? "" : NULL;
    options.asked = true;
    return options;
}
