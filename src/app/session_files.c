#include "app/session_files.h"

#include <string.h>
#include <unistd.h>

#include "intake/bundle_intake.h"
#include "intake/log_intake.h"

bool
session_files_accept(const struct session_options *options,
                     struct error *error)
{
    if (options->logs == NULL || strcmp(options->logs, "-") != 0)
        return true;
    return error_set(error, ERROR_USAGE,
                     "--logs -: standard input is read by check only");
}

void
session_files_read(struct session *session, const char *bundle_path,
                   const char *logs_path)
{
    struct run *run = &session->run;
    const char *event_text = run->answers.event_text;
    struct bundle_intake bundle = {
        .path = bundle_path,
        .definitions = &session->definitions,
    };
    struct log_intake logs = {
        .path = logs_path,
        .definitions = &session->definitions,
    };

    session->options.bundle = bundle_path;
    session->options.logs = logs_path;
    run->bundle = (struct bundle_facts){ 0 };
    run->logs = (struct log_facts){ 0 };
    bundle_intake_fill(&run->bundle, &run->arena, &bundle);
    if (session->options.reads_input)
        log_intake_scan_stream(&run->logs, &run->arena, &session->definitions,
                               STDIN_FILENO);
    else
        log_intake_fill(&run->logs, &run->arena, &logs);
    if (event_text != NULL)
        log_intake_scan_text(&run->logs, &run->arena, &session->definitions,
                             event_text, strlen(event_text));
}
