#include "app/line_command.h"

#include <stdbool.h>
#include <string.h>

struct line_word {
    const char *word;
    enum line_verb verb;
    bool alone; /* nothing may stand behind it */
};

static const struct line_word line_words[] = {
    { "b", LINE_BACK, true },          { "?", LINE_MORE, true },
    { "g", LINE_TERM, false },         { "note", LINE_NOTE, false },
    { "private", LINE_PRIVATE, true }, { "r", LINE_AGAIN, true },
    { "q", LINE_QUIT, true },          { "back", LINE_BACK, true },
    { "help", LINE_MORE, true },       { "quit", LINE_QUIT, true },
    { "w", LINE_WATCH, false },        { "u", LINE_CHANGES, true },
    { "o", LINE_TIMELINE, true },      { "compare", LINE_COMPARE, false },
};

enum { WORDS = sizeof line_words / sizeof line_words[0], MOST_DIGITS = 4 };

/* A number of a few digits at the start; NULL when there is none. */
static const char *
number_read(const char *text, size_t *number)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > MOST_DIGITS)
        return NULL;
    *number = 0;
    for (size_t i = 0; i < digits; i++)
        *number = *number * 10 + (size_t)(text[i] - '0');
    return text + digits;
}

static bool
numbers_read(const char *line, struct line_command *command)
{
    const char *rest = number_read(line, &command->number);

    if (rest == NULL)
        return false;
    if (*rest == '\0')
        return true;
    if (*rest != ' ')
        return false;
    rest = number_read(rest + strspn(rest, " "), &command->depth);
    return rest != NULL && *rest == '\0' && command->depth > 0;
}

/* "s 3"; what is no number behind the word is no step. */
static bool
step_read(const char *line, struct line_command *command)
{
    const char *rest;

    if (line[0] != 's' || line[1] != ' ')
        return false;
    rest = number_read(line + 1 + strspn(line + 1, " "), &command->number);
    return rest != NULL && *rest == '\0';
}

struct line_command
line_command_read(const char *line)
{
    struct line_command command = { .verb = LINE_ANSWER, .rest = line };
    size_t length = strcspn(line, " ");

    if (*line == '\0') {
        command.verb = LINE_ENTER;
        return command;
    }
    for (size_t i = 0; i < WORDS; i++) {
        const struct line_word *known = &line_words[i];

        if (strlen(known->word) != length ||
            strncmp(known->word, line, length) != 0 ||
            (known->alone && line[length] != '\0'))
            continue;
        command.verb = known->verb;
        command.rest = line + length + strspn(line + length, " ");
        return command;
    }
    if (step_read(line, &command))
        command.verb = LINE_STEP;
    else if (numbers_read(line, &command))
        command.verb = LINE_NUMBER;
    return command;
}
