#ifndef UI_VERDICT_VIEW_H
#define UI_VERDICT_VIEW_H

#include "ui/sheet.h"

/*
 * What all of it means. The texts are filled in by whoever knows the words;
 * this view only puts them where a reader looks for them.
 */
struct verdict_texts {
    enum style style;     /* of the headline */
    const char *outcome;  /* "FAULT FOUND" */
    const char *headline; /* one plain sentence */
    const char *stopped;  /* that not all of it has ended; NULL: it has */
    const char *cause;    /* title and id; NULL, as all below: nothing */
    const char *owner;
    const char *confidence;
    const char *why;
    const char *supports; /* lists, a statement a line */
    const char *contradicts;
    const char *not_evaluated;
    const char *remedy;
    const char *next_test;
    const char *concerns;
    const char *others;    /* what else was found */
    const char *rounds;    /* a strip of verdicts; NULL: there is one */
    const char *over_time; /* since when each verdict, a line each */
};

void verdict_view_fill(struct sheet *sheet, const struct verdict_texts *texts);

#endif
