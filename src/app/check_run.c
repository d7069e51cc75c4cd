#include "app/check_run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/stop_signal.h"
#include "report/formats.h"
#include "report/ndjson_report.h"

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
    ROW("event-text", "TEXT", session.answers.event_text,
        "the text and the detail of that event, as they stand\n"
        "there; recorded, and searched as logs are"),
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
    ROW("binding", "WORD", session.answers.binding,
        "same (enrolled from this Enforce, which is the same\n"
        "still), moved (the detector had another Enforce),\n"
        "rebuilt (Enforce was made anew since) or unbound\n"
        "(one of the two, and Support has released it)"),
    ROW("dlp-version", "TEXT", session.answers.dlp_version,
        "the version of Enforce, such as 15.8 MP2"),
    ROW("installation", "WORD", session.answers.installation,
        "new (as 15.5 or later) or upgraded (from before)"),
    ROW("logs", "PATH|-", session.logs,
        "a log of Enforce, or the directory of its logs; - is\n"
        "standard input, for check only"),
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
        "no differential probes: what has failed is not tried\n"
        "again with one thing changed, and the resolvers are\n"
        "not asked in all ways about a name that met trouble"),
    ROW("also", "WORDS", session.also,
        "what is tried only when asked for, separated by\n"
        "commas: reserved (one connection to an address that\n"
        "nobody has) and hold (a connection is left idle for\n"
        "one minute, then for two)"),
    ROW("neutral", "HOST[:PORT]", session.neutral,
        "a host of your choice that is looked at as well, for\n"
        "comparison; it decides nothing (default: none)"),
    ROW("format", "FORMAT", format,
        "text, markdown, html, json, ndjson, junit, prometheus,\n"
        "monitoring, support, pem or zip (default: text)"),
    ROW("output", "FILE", output,
        "write the report there; never over another file"),
    ROW("force", NULL, force,
        "with --output: replace a regular file that is there"),
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

/*
 * "--logs -": logs come on standard input. No transcript has the option, for
 * whoever goes on with one has other input.
 */
static struct session_options
check_session_options(const struct check_options *options)
{
    struct session_options session = options->session;

    session.reads_input =
        session.logs != NULL && strcmp(session.logs, "-") == 0;
    if (session.reads_input)
        session.logs = NULL;
    if (session.reads_input && isatty(STDIN_FILENO) == 1)
        fputs("Paste or type what the logs say; Ctrl-D on a line of its own "
              "ends it.\n",
              stderr);
    return session;
}

/* Lines are told while they happen where somebody can read them so. */
static bool
check_tells_live(const struct check_options *options,
                 const struct report_format *format)
{
    return format->write == ndjson_report_write && options->redact == NULL &&
           (options->output == NULL || strcmp(options->output, "-") == 0);
}

bool
check_run_execute(struct session *session, struct told *told,
                  struct net_watch *stop)
{
    struct net *net = &session->stage.net;
    struct net_watch *more[] = { stop };
    int64_t began;

    session_begin(session, told_hear, told);
    began = net_monotonic_ms(net);
    while (session_turn(session, more, 1,
                        progress_patience_ms(&told->progress))) {
        progress_tick(&told->progress, net_monotonic_ms(net) - began);
        if (stop->ready == 0)
            continue;
        session_stop(session);
        break;
    }
    return session_conclude(session);
}

static int
check_session(const struct check_options *options,
              const struct report_format *format)
{
    bool live = check_tells_live(options, format);
    struct session session = { 0 };
    struct told told = { 0 };
    struct stop_signal stop;
    struct error error = { 0 };
    int code;

    if (!session_open(&session, &options->session, environ, &error)) {
        code = check_run_refuse(format, &error, EXIT_USAGE);
        goto out;
    }
    told_begin(&told, &session.run, live);
    if (!session_prepare(&session, &error)) {
        told_end(&told);
        code = check_run_refuse(format, &error, EXIT_USAGE);
        goto out;
    }
    stop_signal_open(&stop);
    check_run_execute(&session, &told, &stop.watch);
    told_end(&told);
    code = live ? check_run_report_end(&session, format, options)
                : check_run_report(&session.run, session.diagnosis, format,
                                   options);
    if (told.unwritten)
        code = EXIT_NOT_WRITTEN;
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

    kept.session = check_session_options(options);
    if (options->transcript == NULL)
        return check_session(&kept, format);
    if (!keeping_open_file(&keeping, KEEPING_CHECK, &kept.session,
                           options->transcript, &error))
        return check_run_refuse(format, &error, EXIT_NOT_WRITTEN);
    kept.session.keeping = &keeping;
    code = check_session(&kept, format);
    if (code != EXIT_NOT_WRITTEN && keeping_has_begun(&keeping))
        keeping_export(&keeping,
                       options->redact != NULL ? "shared report" : "report",
                       options->output);
    keeping_end(&keeping, code);
    keeping_take_back(&keeping);
    trouble = keeping_trouble(&keeping);
    if (trouble != NULL) {
        error_set(&error, ERROR_SYSTEM, "%s", trouble);
        output_complain(&error);
        /* The report is out: a plugin has said its line. */
        code = check_run_is_for_monitoring(format) ? (int)MONITORING_UNKNOWN
                                                   : (int)EXIT_NOT_WRITTEN;
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

    if (format != NULL && check_run_options_are_whole(options, &error))
        return check_kept(options, format);
    return check_run_refuse(format, &error, EXIT_USAGE);
}
