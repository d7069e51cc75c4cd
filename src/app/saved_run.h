#ifndef APP_SAVED_RUN_H
#define APP_SAVED_RUN_H

#include "base/error.h"
#include "model/finding.h"
#include "transcript/transcript.h"

/*
 * The last checks of a transcript, with the words of the definitions in
 * force: for commands that tell of what was, and send nothing.
 */
struct saved_run {
    struct definitions definitions;
    struct buffer bytes; /* of the file */
    struct transcript transcript;
    struct run run;
    struct diagnosis diagnosis;
    char *remark; /* it was made with other definitions; NULL */
};

/* The saved run must be all zero; saved_run_close ends it in any case. */
MUST_USE bool saved_run_open(struct saved_run *saved, const char *path,
                             struct error *error);

/* Says the remark on standard error, when there is one. */
void saved_run_tell(const struct saved_run *saved);

void saved_run_close(struct saved_run *saved);

#endif
