#ifndef MODEL_ANSWERS_H
#define MODEL_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/definitions.h"
#include "model/words.h"

/*
 * What the operator says about the product, which no packet can tell, and
 * what follows from it alone. 0 and NULL mean: not said. Texts are safe.
 */
enum { EVENT_TEXT_LIMIT = 4096, DLP_VERSION_LIMIT = 80 };

struct answers {
    const struct service *service;
    const struct region *region; /* NULL: all */
    enum console_status status;
    int64_t event;          /* the number of the console's event */
    const char *event_text; /* its text as it was given, in lines */
    enum history history;
    int64_t bundle_issued;       /* Unix seconds */
    int64_t certificate_expires; /* of the cloud certificate, likewise */
    enum binding binding;
    const char *dlp_version; /* "15.8 MP2" */
    enum installation installation;
};

/* The first number in a version, and the one behind its dot. */
struct dlp_version {
    bool known; /* there is such a number */
    int major;
    int minor;        /* -1: not said */
    const char *rest; /* what stands behind them, such as " MP2" */
};

/* NULL is a version that is not known. */
struct dlp_version dlp_version_read(const char *text);

/* For certain: "15" alone may be 15.8, and is not before 15.5. */
bool dlp_version_is_before(const struct dlp_version *version, int major,
                           int minor);

/* How the cloud certificate is renewed (KB 173719). */
enum renewal {
    RENEWAL_NOT_KNOWN,
    RENEWAL_AUTOMATIC,     /* installed new, as 15.5 or later */
    RENEWAL_FIRST_BY_HAND, /* upgraded: once by hand after the upgrade */
    RENEWAL_BY_HAND,       /* of before 15.5 */
};

/* A version that is before 15.5 counts more than what is said besides. */
enum renewal answers_renewal(const struct answers *answers);

#endif
