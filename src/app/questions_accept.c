#include "app/questions_accept.h"

#include <stdlib.h>
#include <string.h>

#include "intake/file_reader.h"
#include "intake/log_files.h"

static const char *
choice_named(const struct question_choice *choices, size_t count,
             const char *text)
{
    char *end;
    unsigned long number;

    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].id, text) == 0)
            return choices[i].id;
    if (*text < '0' || *text > '9')
        return NULL;
    number = strtoul(text, &end, 10);
    return *end == '\0' && number >= 1 && number <= count
               ? choices[number - 1].id
               : NULL;
}

static bool
choice_accept(const struct questions *questions, enum guide_question_id id,
              const char **text, struct error *error)
{
    struct question_choice choices[QUESTION_CHOICES_MOST];
    size_t count = questions_choices(questions, id, choices);
    const char *chosen = choice_named(choices, count, *text);

    if (chosen == NULL)
        return error_set(error, ERROR_USAGE,
                         "Expected a number from 1 to %zu, found \"%.80s\"",
                         count, *text);
    *text = chosen;
    return true;
}

static bool
number_accept(const char *text, struct error *error)
{
    struct answer_options options = { .event = text };
    struct answers answers = { 0 };
    struct arena scratch = { 0 }; /* no text is read */
    struct error reason = { 0 };

    if (session_answers_read(&answers, &options, &scratch, &reason))
        return true;
    return error_set(error, ERROR_USAGE,
                     "Expected the number of an event, such as 4201, found "
                     "\"%.80s\"",
                     text);
}

static bool
date_accept(const char *text, struct error *error)
{
    struct answer_options options = { .bundle_issued = text };
    struct answers answers = { 0 };
    struct arena scratch = { 0 }; /* no text is read */
    struct error reason = { 0 };

    if (session_answers_read(&answers, &options, &scratch, &reason))
        return true;
    return error_set(error, ERROR_USAGE,
                     "Expected a date such as 2026-11-24, found \"%.80s\"",
                     text);
}

static bool
version_accept(const char *text, struct error *error)
{
    if (strlen(text) <= DLP_VERSION_LIMIT)
        return true;
    return error_set(error, ERROR_LIMIT,
                     "Expected at most %d bytes, such as 15.8 MP2, found more",
                     DLP_VERSION_LIMIT);
}

static bool
url_accept(const struct questions *questions, const char *text,
           struct error *error)
{
    struct arena scratch = { 0 };
    struct proxy_settings settings;
    bool good = strcmp(text, "none") != 0;

    if (!good)
        return error_set(error, ERROR_USAGE,
                         "Expected the URL of a proxy; for none, choose the "
                         "direct route");
    good = proxy_settings_read(&settings, &scratch, text,
                               questions->environment, error);
    proxy_settings_wipe(&settings);
    arena_release(&scratch);
    return good;
}

bool
questions_accept(const struct questions *questions, enum guide_question_id id,
                 const char **text, struct error *error)
{
    if (strlen(*text) > ANSWER_LIMIT)
        return error_set(error, ERROR_LIMIT,
                         "Expected at most %d bytes, found more",
                         ANSWER_LIMIT);
    switch (question_kind(id)) {
    case QUESTION_CHOICE:
        return choice_accept(questions, id, text, error);
    case QUESTION_NUMBER:
        return number_accept(*text, error);
    case QUESTION_DATE:
        return date_accept(*text, error);
    case QUESTION_URL:
        return url_accept(questions, *text, error);
    case QUESTION_LINE:
        return version_accept(*text, error);
    case QUESTION_PATH:
    case QUESTION_LINES:
        return true;
    }
    return false;
}

/* What may be wrong with them. */

static bool
file_is_doubtful(const char *path, struct error *doubt)
{
    struct open_file file;
    const char *why = NULL;

    switch (file_reader_open(&file, path, 0, &why)) {
    case FILE_READ:
    case FILE_CUT:
        file_reader_close(&file);
        return false;
    case FILE_ABSENT:
        error_set(doubt, ERROR_USAGE, "There is no file \"%.160s\"", path);
        break;
    case FILE_REFUSED:
        error_set(doubt, ERROR_USAGE, "\"%.120s\" cannot be read: %s", path,
                  why);
        break;
    }
    return true;
}

/* A directory without logs in it is as good as none. */
static bool
logs_are_doubtful(const char *path, struct error *doubt)
{
    struct log_files files = { 0 };
    const char *why = "";
    enum logs_state state = log_files_find(&files, path, &why);
    bool doubtful = true;

    if (state == LOGS_ABSENT)
        error_set(doubt, ERROR_USAGE,
                  "There is no file or directory \"%.160s\"", path);
    else if (state == LOGS_UNREADABLE)
        error_set(doubt, ERROR_USAGE, "\"%.120s\" cannot be read: %s", path,
                  why);
    else if (files.count == 0)
        error_set(doubt, ERROR_USAGE,
                  "There are no logs (*.log, not packed) in \"%.120s\"", path);
    else
        doubtful = file_is_doubtful(files.files[0]->path, doubt);
    log_files_release(&files);
    return doubtful;
}

bool
questions_doubt(const struct questions *questions, enum guide_question_id id,
                struct error *doubt)
{
    const char *answer = questions_answer(questions, id);

    if (*answer == '\0' || question_kind(id) != QUESTION_PATH)
        return false;
    return id == QUESTION_LOGS ? logs_are_doubtful(answer, doubt)
                               : file_is_doubtful(answer, doubt);
}
