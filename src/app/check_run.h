#ifndef APP_CHECK_RUN_H
#define APP_CHECK_RUN_H

#include "app/command_line.h"
#include "app/session.h"
#include "app/told.h"

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
    const char *force;         /* given: a file that is there is replaced */
    const struct buffer *kept; /* the transcript that is reported; NULL */
};

/*
 * The options of both. `lab` names its scenario itself and leaves the last,
 * --lab, to `check`.
 */
enum { CHECK_RUN_ROWS = 32, CHECK_RUN_LAB_ROWS = CHECK_RUN_ROWS - 1 };
extern const struct option_row check_run_rows[CHECK_RUN_ROWS];

/* Whether it says what becomes of the report, which is not always one. */
bool check_run_is_about_report(const struct option_row *row);

struct report_format;

/* The format of that name, NULL for the usual one; NULL: there is none. */
const struct report_format *check_run_format(const char *name,
                                             struct error *error);

/*
 * Writes the report to where the options say. Returns the exit code of the
 * process, in the language of the format.
 */
int check_run_report(const struct run *run, const struct diagnosis *diagnosis,
                     const struct report_format *format,
                     const struct check_options *wanted);

/* The lines of each check are out as NDJSON; this writes those of the end. */
int check_run_report_end(const struct session *session,
                         const struct report_format *format,
                         const struct check_options *wanted);

/* An option that would do nothing is a mistake. */
MUST_USE bool check_run_options_are_whole(const struct check_options *options,
                                          struct error *error);

bool check_run_is_for_monitoring(const struct report_format *format);

/* Says why nothing could be done; returns the code, in the same language. */
int check_run_refuse(const struct report_format *format,
                     const struct error *error, int code);

/* The exit code that a run stands for. */
int check_run_code(const struct run *run, const struct diagnosis *diagnosis);

/* The exit code that a session which has concluded stands for. */
int check_run_exit_code(const struct session *session);

/*
 * What to return when the words of the command line could not be used: a
 * monitoring system reads standard output and has its own codes.
 */
int check_run_misused(int argc, char **argv, const struct command_line *line);

/*
 * session_check for whoever tells of it while it goes on: the line of
 * progress counts while a connection is held idle and nothing else happens.
 */
bool check_run_execute(struct session *session, struct told *told,
                       struct net_watch *stop);

/* Returns the exit code of the process. */
int check_run(const struct check_options *options);

#endif
