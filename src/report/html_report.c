#include "report/report.h"

#include <string.h>

#include "report/extras.h"
#include "report/headline.h"
#include "report/html_parts.h"
#include "report/markup.h"
#include "report/terms.h"
#include "report/text_sections.h"
#include "report/units.h"

/*
 * One file that asks for nothing else: the policy in its head forbids
 * scripts, forms and every load but of images that it holds itself.
 */
static const char html_begin[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n";

static const struct {
    const char *id;
    const char *title;
} html_parts[] = {
    { "endpoints", "All endpoints" },
    { "seen", "What was seen" },
    { "times", "Times" },
    { "send", "Text to send" },
    { "screens", "Screens" },
    { "notes", "Notes" },
    { "run", "This run" },
};

static const char *
verdict_class(enum verdict_outcome outcome)
{
    switch (outcome) {
    case VERDICT_HEALTHY:
        return "is-pass";
    case VERDICT_FAULT:
        return "is-fail";
    case VERDICT_INCONCLUSIVE:
    case VERDICT_COUNT:
        break;
    }
    return "is-warn";
}

static void
title_fill(struct buffer *title, const struct run *run,
           const struct diagnosis *diagnosis)
{
    const struct answers *answers = &run->answers;

    buffer_append_text(title, terms_verdict(diagnosis->outcome));
    if (answers->service == NULL)
        return;
    buffer_append_text(title, ": ");
    units_append_line(title, answers->service->name);
    buffer_append_text(title, ", ");
    units_append_line(title, answers->region != NULL ? answers->region->name
                                                     : "all regions");
    buffer_append_text(title, run->route.kind == ROUTE_PROXY ? ", by a proxy"
                                                             : ", direct");
}

static void
head_write(const struct run *run, const struct diagnosis *diagnosis,
           struct buffer *out)
{
    struct buffer title = { 0 };

    buffer_append_text(out, html_begin);
    buffer_append_text(out, "<title>");
    title_fill(&title, run, diagnosis);
    markup_append_buffer(out, &title);
    buffer_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n",
                  html_style);
    buffer_release(&title);
}

static void
paragraph_write(struct buffer *out, struct buffer *text)
{
    buffer_append_text(out, "<p>");
    markup_append_buffer(out, text);
    buffer_append_text(out, "</p>\n");
}

static void
verdict_write(const struct run *run, const struct diagnosis *diagnosis,
              struct buffer *out)
{
    const struct finding *finding = headline_finding(diagnosis);
    struct buffer text = { 0 };

    buffer_printf(out, "<section class=\"verdict %s\">\n<h2>",
                  verdict_class(diagnosis->outcome));
    title_fill(&text, run, diagnosis);
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</h2>\n");
    headline_append(&text, run, diagnosis);
    paragraph_write(out, &text);
    if (run->cancelled)
        buffer_append_text(
            out, "<p>Something of this run was stopped "
                 "before its end; what had not ended is not judged.</p>\n");
    buffer_append_text(out, "</section>\n");
    if (finding != NULL)
        html_finding_write(run, finding, out);
    buffer_release(&text);
}

static void
simulation_write(const struct run *run, struct buffer *out)
{
    struct buffer text = { 0 };

    if (run->simulation == NULL)
        return;
    buffer_append_text(&text, "Simulated network \"");
    units_append_line(&text, run->simulation);
    buffer_append_text(&text, "\": ");
    units_append_line(&text, run->simulation_title);
    buffer_append_text(&text, ". Nothing here was seen on a real network.");
    paragraph_write(out, &text);
    buffer_release(&text);
}

static bool
has_requests(const struct run *run, const struct diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        if (text_findings_has_request(run, diagnosis, diagnosis->findings[i]))
            return true;
    return false;
}

static bool
has_screens(const struct report_extras *extras)
{
    return extras != NULL && extras->screen_count > 0;
}

static bool
has_part(const char *id, const struct run *run,
         const struct diagnosis *diagnosis, const struct report_extras *extras)
{
    if (strcmp(id, "send") == 0)
        return has_requests(run, diagnosis);
    if (strcmp(id, "notes") == 0)
        return run->note_count > 0;
    return strcmp(id, "screens") != 0 || has_screens(extras);
}

static void
contents_write(const struct run *run, const struct diagnosis *diagnosis,
               const struct report_extras *extras, struct buffer *out)
{
    buffer_append_text(out, "<nav aria-label=\"Parts of this report\">\n"
                            "<ul>\n");
    for (size_t i = 0; i < sizeof html_parts / sizeof html_parts[0]; i++)
        if (has_part(html_parts[i].id, run, diagnosis, extras))
            buffer_printf(out, "<li><a href=\"#%s\">%s</a></li>\n",
                          html_parts[i].id, html_parts[i].title);
    buffer_append_text(out, "</ul>\n</nav>\n");
}

static void
others_write(const struct run *run, const struct diagnosis *diagnosis,
             struct buffer *out)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        if (finding == headline_finding(diagnosis))
            continue;
        buffer_printf(out, "<h2>%s</h2>\n",
                      finding->fault ? "Also at fault"
                                     : "Good to know, no fault by itself");
        headline_append_summary(&text, run, finding);
        paragraph_write(out, &text);
        html_finding_write(run, finding, out);
    }
    buffer_release(&text);
}

static void
requests_write(const struct run *run, const struct diagnosis *diagnosis,
               struct buffer *out)
{
    struct buffer text = { 0 };

    if (has_requests(run, diagnosis))
        buffer_append_text(out, "<h2 id=\"send\">Text to send</h2>\n");
    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        if (!text_findings_has_request(run, diagnosis, finding))
            continue;
        buffer_printf(
            out, "<h3>To the %s</h3>\n<pre>",
            terms_owner(
                definitions_cause(run->definitions, finding->cause)->owner));
        text_findings_fill_request(&text, run, finding);
        markup_append_buffer(out, &text);
        buffer_append_text(out, "</pre>\n");
    }
    buffer_release(&text);
}

/* Three bytes become four characters (RFC 4648, 4). */
static void
base64_append(struct buffer *out, const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i += 3) {
        unsigned bits = 0;

        for (size_t j = 0; j < 3; j++)
            bits =
                bits << 8 | (i + j < length ? (unsigned char)text[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            buffer_append_byte(out, i + j <= length
                                        ? digits[bits >> (18 - 6 * j) & 63]
                                        : '=');
    }
}

static void
screens_write(const struct report_extras *extras, struct buffer *out)
{
    if (has_screens(extras))
        buffer_append_text(out, "<h2 id=\"screens\">Screens</h2>\n");
    for (size_t i = 0; extras != NULL && i < extras->screen_count; i++) {
        const struct report_screen *screen = &extras->screens[i];

        buffer_append_text(out, "<figure>\n<img alt=\"Screen: ");
        markup_append(out, screen->title);
        buffer_append_text(out, "\" src=\"data:image/svg+xml;base64,");
        base64_append(out, screen->svg);
        buffer_append_text(out, "\">\n<figcaption>");
        markup_append(out, screen->title);
        buffer_append_text(out, "</figcaption>\n</figure>\n");
    }
}

static void
machine_write(const struct run *run, struct buffer *out)
{
    struct buffer text = { 0 };

    text_files_write(run, &text);
    text_machine_write(run, &text);
    buffer_append_text(out, "<h2 id=\"run\">This run</h2>\n<pre>");
    markup_append_page(out,
                       buffer_text(&text) + strspn(buffer_text(&text), "\n"));
    buffer_append_text(out, "</pre>\n");
    buffer_release(&text);
}

static void
notes_write(const struct run *run, struct buffer *out)
{
    struct buffer text = { 0 };

    if (run->note_count == 0)
        return;
    buffer_append_text(out, "<section id=\"notes\">\n<h2>Notes</h2>\n"
                            "<ul>\n");
    for (size_t i = 0; i < run->note_count; i++) {
        note_append_place(&text, run->notes[i]);
        buffer_append_text(&text, ": ");
        units_append_line(&text, run->notes[i]->text);
        buffer_append_text(out, "<li>");
        markup_append_buffer(out, &text);
        buffer_append_text(out, "</li>\n");
    }
    buffer_append_text(out, "</ul>\n</section>\n");
    buffer_release(&text);
}

void
html_report_write_with(const struct run *run,
                       const struct diagnosis *diagnosis,
                       const struct report_extras *extras, struct buffer *out)
{
    head_write(run, diagnosis, out);
    buffer_append_text(out, "<header>\n<h1>Cloud Detection Server: "
                            "connection check</h1>\n");
    simulation_write(run, out);
    buffer_append_text(out, "</header>\n");
    contents_write(run, diagnosis, extras, out);
    buffer_append_text(out, "<main>\n");
    verdict_write(run, diagnosis, out);
    html_table_write(run, out);
    others_write(run, diagnosis, out);
    html_targets_write(run, out);
    html_hops_write(run, out);
    html_times_write(run, out);
    requests_write(run, diagnosis, out);
    screens_write(extras, out);
    notes_write(run, out);
    machine_write(run, out);
    buffer_append_text(out, "</main>\n</body>\n</html>\n");
}

void
html_report_write(const struct run *run, const struct diagnosis *diagnosis,
                  struct buffer *out)
{
    html_report_write_with(run, diagnosis, NULL, out);
}
