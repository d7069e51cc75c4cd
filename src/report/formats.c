#include "report/formats.h"

#include <string.h>
#include <time.h>

const struct report_format report_formats[] = {
    { "text", "text, for mail and for reading", "report", "txt",
      text_report_write },
    { "markdown", "Markdown, for a ticket", "report", "md",
      markdown_report_write },
    { "html", "HTML, one file that prints well", "report", "html",
      html_report_write, html_report_write_with, true },
    { "json", "JSON, everything that was seen", "report", "json",
      json_report_write },
    { "ndjson", "JSON, a line for each check", "events", "ndjson",
      ndjson_report_write },
    { "junit", "JUnit XML, for a pipeline", "junit", "xml",
      junit_report_write },
    { "prometheus", "metrics for the textfile collector", "metrics", "prom",
      prometheus_report_write },
    { "monitoring", "a line for a monitoring system", "monitoring", "txt",
      monitoring_report_write },
    { "support", "summary for a support case", "support", "txt",
      support_report_write, support_report_write_with },
    { "pem", "the certificates that were shown, PEM", "certificates", "pem",
      pem_report_write },
    { "zip", "all of these and the screens, one archive", "everything", "zip",
      zip_report_write, zip_report_write_with, true },
};

const size_t report_format_count =
    sizeof report_formats / sizeof report_formats[0];

const struct report_format *
report_format_find(const char *id)
{
    for (size_t i = 0; i < report_format_count; i++)
        if (strcmp(report_formats[i].id, id) == 0)
            return &report_formats[i];
    return NULL;
}

void
report_format_write(const struct report_format *format, const struct run *run,
                    const struct diagnosis *diagnosis,
                    const struct report_extras *extras, struct buffer *out)
{
    if (format->write_with != NULL)
        format->write_with(run, diagnosis, extras, out);
    else
        format->write(run, diagnosis, out);
}

void
report_formats_list(struct buffer *out)
{
    for (size_t i = 0; i < report_format_count; i++) {
        if (i > 0)
            buffer_append_text(out,
                               i + 1 < report_format_count ? ", " : " or ");
        buffer_append_text(out, report_formats[i].id);
    }
}

void
report_file_kind(struct buffer *out, const struct report_format *format)
{
    if (strcmp(format->file, "report") != 0)
        buffer_printf(out, "-%s", format->file);
}

void
report_file_stem(struct buffer *out, const struct run *run)
{
    enum { SECOND_MS = 1000 };
    time_t started = (time_t)(run->started / SECOND_MS);
    struct tm parts;
    char stamp[32] = "";

    if (gmtime_r(&started, &parts) != NULL)
        strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &parts);
    buffer_printf(out, "cdsdoctor-%s", stamp);
}
