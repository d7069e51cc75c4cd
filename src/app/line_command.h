#ifndef APP_LINE_COMMAND_H
#define APP_LINE_COMMAND_H

#include <stddef.h>

/*
 * What a line of the line mode asks for. The words are the same everywhere;
 * what is none of them is an answer, and whoever asked knows what it means.
 */
enum line_verb {
    LINE_ENTER,    /* an empty line: what is right for most */
    LINE_BACK,     /* b */
    LINE_MORE,     /* ?: the next depth */
    LINE_TERM,     /* g TERM; g alone lists them */
    LINE_NOTE,     /* note TEXT */
    LINE_PRIVATE,  /* private: names of the place under aliases, or not */
    LINE_AGAIN,    /* r */
    LINE_STEP,     /* s N: a step of the way, by its number */
    LINE_WATCH,    /* w, or w SECONDS */
    LINE_CHANGES,  /* u: beside the checks before */
    LINE_TIMELINE, /* o: the verdicts over time */
    LINE_COMPARE,  /* compare, or compare PATH: beside a transcript */
    LINE_QUIT,     /* q */
    LINE_NUMBER,   /* N or N D: a row or a choice, and a depth from 1 */
    LINE_ANSWER,   /* anything else */
};

struct line_command {
    enum line_verb verb;
    const char *rest; /* the text behind the word; of an answer, all of it */
    size_t number;
    size_t depth; /* 0: not said */
};

/* The line is safe text without blanks around it; it is borrowed. */
struct line_command line_command_read(const char *line);

#endif
