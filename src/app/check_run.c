#include "app/check_run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/progress.h"
#include "app/shared_copy.h"
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
    ROW("redact", NULL, redact,
        "a report to pass on: names and addresses of your\n"
        "place under other names, the same ones each time"),
    ROW("redact-issuers", NULL, redact_issuers,
        "with --redact: hide, too, which organisation has\n"
        "issued a forged certificate"),
    ROW("redact-preview", NULL, redact_preview,
        "with --redact: list on standard error what is\n"
        "replaced by what, for you alone"),
    ROW("alias-file", "FILE", alias_file,
        "with --redact: keep the other names there, so that\n"
        "the next report has the same; it tells who is who"),
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

static bool
check_write_open(const struct session *session,
                 const struct report_format *format, const char *path,
                 struct error *error)
{
    struct buffer report = { 0 };

    format->write(&session->run, session->diagnosis, &report);

    bool written = output_write(path, &report, error);

    buffer_release(&report);
    return written;
}

/* The same report, of a copy that may be passed on. */
static bool
check_write_shared(const struct session *session,
                   const struct report_format *format,
                   const struct check_options *options, struct error *error)
{
    struct shared_wishes wishes = { options->redact_issuers != NULL,
                                    options->alias_file };
    struct shared_copy copy = { 0 };
    struct buffer report = { 0 };
    struct buffer preview = { 0 };
    bool written = false;

    if (!shared_copy_make(&copy, &session->run, session->diagnosis, &wishes,
                          error))
        goto out;
    if (options->redact_preview != NULL) {
        shared_copy_preview(&copy, &preview);
        fputs(buffer_text(&preview), stderr);
    }
    format->write(&copy.run, &copy.diagnosis, &report);
    written = shared_copy_write(&copy, options->output, &report, error);
out:
    buffer_release(&preview);
    buffer_release(&report);
    shared_copy_release(&copy);
    return written;
}

static int
check_report(const struct session *session, const struct report_format *format,
             const struct check_options *options, struct error *error)
{
    bool written =
        options->redact != NULL
            ? check_write_shared(session, format, options, error)
            : check_write_open(session, format, options->output, error);

    if (written)
        return check_run_exit_code(session);
    output_complain(error);
    return EXIT_NOT_WRITTEN;
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
    code = check_report(&session, format, options, &error);
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

/* An option that would do nothing is a mistake. */
static bool
check_redaction(const struct check_options *options, struct error *error)
{
    if (options->redact != NULL ||
        (options->redact_issuers == NULL && options->redact_preview == NULL &&
         options->alias_file == NULL))
        return true;
    return error_set(error, ERROR_USAGE, "--%s needs --redact",
                     options->redact_issuers != NULL   ? "redact-issuers"
                     : options->redact_preview != NULL ? "redact-preview"
                                                       : "alias-file");
}

int
check_run(const struct check_options *options)
{
    struct error error = { 0 };
    const struct report_format *format =
        check_run_format(options->format, &error);

    if (format != NULL && check_redaction(options, &error))
        return check_kept(options, format);
    output_complain(&error);
    return EXIT_USAGE;
}
