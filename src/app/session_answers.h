#ifndef APP_SESSION_ANSWERS_H
#define APP_SESSION_ANSWERS_H

#include "base/error.h"
#include "model/answers.h"
#include "model/scenario.h"

/*
 * What the operator says about the product, which no packet can tell: the
 * console's status and event, the history and the binding of the detector,
 * the dates of bundle and certificate, the version of Enforce. Service and
 * region are not read here.
 */
struct answer_options { /* the words of the command line; NULL: not said */
    const char *status;
    const char *event;
    const char *event_text;
    const char *never_connected;
    const char *was_connected;
    const char *bundle_issued;
    const char *certificate_expires;
    const char *binding;
    const char *dlp_version;
    const char *installation;
};

/* Those of a simulated world; dates count from `now`, Unix seconds. */
void session_answers_simulate(struct answers *answers,
                              const struct scenario_answers *scenario,
                              int64_t now);

/*
 * Those of the command line, over whatever is there already; the texts are
 * copied into the arena, safe. A text that is too long is refused, for what
 * is not kept could be what matters.
 */
MUST_USE bool session_answers_read(struct answers *answers,
                                   const struct answer_options *options,
                                   struct arena *arena, struct error *error);

#endif
