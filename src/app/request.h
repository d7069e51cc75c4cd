#ifndef APP_REQUEST_H
#define APP_REQUEST_H

#include "report/report.h"

/*
 * A text to send, as the operator has edited it: the requests to whoever can
 * fix it, or what another writer makes of a run. An edit holds for as long as
 * the same would be made from what was found: another run or another answer
 * begins anew. All zero is nothing yet.
 */
struct request {
    struct buffer made;   /* from what was found */
    struct buffer text;   /* with the edits */
    report_writer *write; /* NULL: that of the requests */
};

/* To be read and edited; empty when there is nobody to ask. */
struct buffer *request_text(struct request *request, const struct run *run,
                            const struct diagnosis *diagnosis);

/* Whether there is an edit, and it still holds. */
bool request_is_edited(const struct request *request, const struct run *run,
                       const struct diagnosis *diagnosis);

void request_release(struct request *request);

#endif
