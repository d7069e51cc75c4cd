#include "app/check_run.h"

#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/progress.h"
#include "app/stop_signal.h"
#include "report/formats.h"

#define ROW(of_name, of_argument, of_member, of_help)                         \
    {                                                                         \
        .name = (of_name), .argument = (of_argument), .help = (of_help),      \
        .offset = offsetof(struct check_options, of_member)                   \
    }

const struct option_row check_run_rows[CHECK_RUN_ROWS] = {
    ROW("service", "ID", session.service, "cds or email (default: cds)"),
    ROW("region", "ID", session.region, "us, eu, apj or all (default: all)"),
    ROW("proxy", "URL|none", session.proxy,
        "the proxy that Enforce uses (default: HTTPS_PROXY,\n"
        "ALL_PROXY and NO_PROXY, as curl reads them)"),
    ROW("status", "WORD", session.answers.status,
        "what the console shows: disconnected, unknown or\n"
        "connected"),
    ROW("event", "CODE", session.answers.event,
        "the event of the console, such as 4201"),
    ROW("never-connected", NULL, session.answers.never_connected,
        "the detector was never connected"),
    ROW("was-connected", NULL, session.answers.was_connected,
        "the detector was connected before"),
    ROW("bundle-issued", "DATE", session.answers.bundle_issued,
        "the day on which the enrollment bundle was issued"),
    ROW("bundle", "FILE", session.bundle,
        "the enrollment bundle itself; only looked into"),
    ROW("certificate-expires", "DATE", session.answers.certificate_expires,
        "\"Expires on\" of the cloud certificate"),
    ROW("logs", "PATH", session.logs,
        "a log of Enforce, or the directory of its logs"),
    ROW("resolver", "ADDR[:PORT]", session.resolver,
        "ask this DNS server (default: the system's)"),
    ROW("regions", "FILE", session.regions,
        "definitions to use instead of the built-in ones"),
    ROW("trust", "FILE", session.trust,
        "PEM roots that count as genuine, instead of the\n"
        "shipped list"),
    ROW("ca-file", "FILE", session.ca_file,
        "the system store (default: SSL_CERT_FILE, then\n"
        "where the distribution keeps it)"),
    ROW("timeout", "SECONDS", session.timeout,
        "how long to wait for any one answer (default: 4)"),
    ROW("no-deep", NULL, session.no_deep,
        "no differential probes: nothing is tried again with\n"
        "one thing changed"),
    ROW("also", "WORDS", session.also,
        "what is tried only when asked for, separated by\n"
        "commas: reserved (one connection to an address that\n"
        "nobody has) and hold (a connection is left idle for\n"
        "one minute, then for two)"),
    ROW("neutral", "HOST[:PORT]", session.neutral,
        "a host of your choice that is looked at as well, for\n"
        "comparison; it decides nothing (default: none)"),
    ROW("format", "FORMAT", format, "text or json (default: text)"),
    ROW("output", "FILE", output,
        "write the report there; never over another file"),
    ROW("transcript", "FILE", transcript,
        "keep a transcript there, to be shown again by\n"
        "cdsdoctor report; never over another file"),
    ROW("lab", "SCENARIO", session.lab,
        "a simulated network instead of the real one, its\n"
        "time passing at once; see cdsdoctor lab list"),
};

#undef ROW

const struct report_format *
check_run_format(const char *name, struct error *error)
{
    const struct report_format *format =
        name != NULL ? report_format_find(name) : &report_formats[0];
    struct buffer known = { 0 };

    if (format == NULL) {
        report_formats_list(&known);
        error_set(error, ERROR_USAGE, "--format: expected %s, found \"%s\"",
                  buffer_text(&known), name);
        buffer_release(&known);
    }
    return format;
}

int
check_run_code(const struct run *run, const struct diagnosis *diagnosis)
{
    static const int of_verdict[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = EXIT_HEALTHY,
        [VERDICT_FAULT] = EXIT_FAULT,
        [VERDICT_INCONCLUSIVE] = EXIT_INCONCLUSIVE,
    };

    if (run->cancelled)
        return EXIT_STOPPED;
    return of_verdict[diagnosis->outcome];
}

int
check_run_exit_code(const struct session *session)
{
    return check_run_code(&session->run, session->diagnosis);
}

static int
check_report(const struct session *session, const struct report_format *format,
             const char *path, struct error *error)
{
    struct buffer report = { 0 };
    int code = check_run_exit_code(session);

    format->write(&session->run, session->diagnosis, &report);
    if (!output_write(path, &report, error)) {
        output_complain(error);
        code = EXIT_NOT_WRITTEN;
    }
    buffer_release(&report);
    return code;
}

static int
check_session(const struct check_options *options,
              const struct report_format *format)
{
    struct session session = { 0 };
    struct progress progress;
    struct stop_signal stop;
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (!session_open(&session, &options->session, environ, &error)) {
        output_complain(&error);
        goto out;
    }
    progress_begin(&progress, &session.run);
    if (!session_prepare(&session, &error)) {
        progress_end(&progress);
        output_complain(&error);
        goto out;
    }
    stop_signal_open(&stop);
    session_check(&session, progress_hear, &progress, &stop.watch);
    progress_end(&progress);
    code = check_report(&session, format, options->output, &error);
    stop_signal_close(&stop);
out:
    session_close(&session);
    return code;
}

/* A transcript that was asked for and is not whole is told of. */
static int
check_kept(const struct check_options *options,
           const struct report_format *format)
{
    struct check_options kept = *options;
    struct keeping keeping;
    struct error error = { 0 };
    const char *trouble;
    int code;

    if (options->transcript == NULL)
        return check_session(options, format);
    if (!keeping_open_file(&keeping, &options->session, options->transcript,
                           &error)) {
        output_complain(&error);
        return EXIT_NOT_WRITTEN;
    }
    kept.session.keeping = &keeping;
    code = check_session(&kept, format);
    keeping_end(&keeping, code);
    trouble = keeping_trouble(&keeping);
    if (trouble != NULL) {
        error_set(&error, ERROR_SYSTEM, "%s", trouble);
        output_complain(&error);
        code = EXIT_NOT_WRITTEN;
    }
    keeping_close(&keeping);
    return code;
}

int
check_run(const struct check_options *options)
{
    struct error error = { 0 };
    const struct report_format *format =
        check_run_format(options->format, &error);

    if (format != NULL)
        return check_kept(options, format);
    output_complain(&error);
    return EXIT_USAGE;
}
