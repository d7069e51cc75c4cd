#ifndef APP_WIZARD_PRIVATE_H
#define APP_WIZARD_PRIVATE_H

#include "app/shared_copy.h"
#include "app/wizard.h"

/*
 * The wizard with other names: a second one, of which everything that is
 * shown stands under the aliases that exports of this session have too. The
 * views are given it in the place of the first and know nothing of that, so
 * that none can forget to hide something. It is made anew when what it shows
 * has changed; while checks run no more often than a key can wait for.
 */
struct wizard_private {
    bool on;
    struct aliases *aliases; /* of the whole session, and every run in it */

    struct shared_copy copy; /* of the run */
    const struct session *of;
    enum wizard_run run;
    uint64_t revision;
    int64_t made_ms;

    struct shared_copy before_copy; /* of runs that are shown beside it */
    struct shared_copy chosen_copy;
    const struct session *of_before;
    const struct saved_run *of_chosen;
    struct session before;
    struct saved_run chosen;
    struct news news;                   /* masked as they came */
    const struct news_line *first_news; /* of the list that they are of */
    struct arena frame;                 /* of the present picture */
    struct session session;             /* that of the second wizard */
    struct wizard shown;

    bool shares;              /* what is saved next is to pass on */
    struct run share_run;     /* with the notes */
    struct shared_copy share; /* that copy, while it is looked at */
};

/* All of it is made at once, and nothing hidden yet. */
struct wizard_private *wizard_private_new(void);
void wizard_private_free(struct wizard_private *private);

#endif
