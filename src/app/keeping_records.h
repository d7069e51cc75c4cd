#ifndef APP_KEEPING_RECORDS_H
#define APP_KEEPING_RECORDS_H

#include "app/keeping.h"

/* Between the files that keep: keeping.c, keeping_run.c, keeping_export.c. */

/* Whether there is somebody to tell. */
bool keeping_listens(const struct keeping *keeping);

/* Appends a record, which is taken over; the first begins the file. */
void keeping_record(struct keeping *keeping, const char *kind, json_t *record,
                    enum journal_care care);

/* The operator stands before a verdict, or one has come: it has been seen. */
void keeping_view(struct keeping *keeping);

/* There is a verdict that nobody has seen yet. */
void keeping_set_verdict(struct keeping *keeping,
                         const struct diagnosis *diagnosis);

#endif
