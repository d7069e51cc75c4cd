#ifndef APP_SESSION_ANSWERS_H
#define APP_SESSION_ANSWERS_H

#include "base/error.h"
#include "model/scenario.h"

/*
 * What the operator says about the product, which no packet can tell: the
 * console's status and event, the history of the detector, the dates of
 * bundle and certificate. Service and region are not read here.
 */
struct answer_options { /* the words of the command line; NULL: not said */
    const char *status;
    const char *event;
    const char *never_connected;
    const char *was_connected;
    const char *bundle_issued;
    const char *certificate_expires;
};

/* Those of a simulated world; dates count from `now`, Unix seconds. */
void session_answers_simulate(struct answers *answers,
                              const struct scenario_answers *scenario,
                              int64_t now);

/* Those of the command line, over whatever is there already. */
MUST_USE bool session_answers_read(struct answers *answers,
                                   const struct answer_options *options,
                                   struct error *error);

#endif
