#ifndef APP_CHECK_RUN_H
#define APP_CHECK_RUN_H

#include "app/command_line.h"
#include "app/session.h"

/*
 * Every check at once and a report of it: what `check` does on the real
 * network and `lab` on a simulated one.
 */
struct check_options {
    struct session_options session;
    const char *format;
    const char *output;
    const char *transcript;
    const char *redact;         /* given: the report is of a masked copy */
    const char *redact_issuers; /* given: those of certificates, too */
    const char *redact_preview; /* given: says what is replaced */
    const char *alias_file;
};

/*
 * The options of both. `lab` names its scenario itself and leaves the last,
 * --lab, to `check`.
 */
enum { CHECK_RUN_ROWS = 27, CHECK_RUN_LAB_ROWS = CHECK_RUN_ROWS - 1 };
extern const struct option_row check_run_rows[CHECK_RUN_ROWS];

struct report_format;

/* The format of that name, NULL for the usual one; NULL: there is none. */
const struct report_format *check_run_format(const char *name,
                                             struct error *error);

/* The exit code that a run stands for. */
int check_run_code(const struct run *run, const struct diagnosis *diagnosis);

/* The exit code that a session which has concluded stands for. */
int check_run_exit_code(const struct session *session);

/* Returns the exit code of the process. */
int check_run(const struct check_options *options);

#endif
