#ifndef MODEL_NOTE_H
#define MODEL_NOTE_H

#include <stdint.h>

#include "model/guide.h"

/* What the operator wrote down on the way. The text is safe. */
struct note {
    int64_t time;            /* Unix seconds */
    enum guide_step_id step; /* at which it was written */
    const char *text;
};

#endif
