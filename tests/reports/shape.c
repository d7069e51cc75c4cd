#include "shape.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 16, LONGEST_NAME = 64, MOST_SAMPLES = 20000 };

static void
complain(struct buffer *faults, const char *what, const char *at)
{
    buffer_printf(faults, "  %s: %.60s\n", what, at);
}

/* XML. */

struct xml {
    const char *at;
    char open[DEEPEST][LONGEST_NAME];
    int depth;
    struct buffer *faults;
};

static bool
xml_reference(const char *at)
{
    static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;",
                                         "&#39;" };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(at, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

static const char *
xml_name(const char *at, char name[LONGEST_NAME])
{
    size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz-"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if (length == 0 || length >= LONGEST_NAME)
        return NULL;
    memcpy(name, at, length);
    name[length] = '\0';
    return at + length;
}

/* ' name="value"' */
static const char *
xml_attribute(const char *at)
{
    char name[LONGEST_NAME];

    at = xml_name(at + 1, name);
    if (at == NULL || strncmp(at, "=\"", 2) != 0)
        return NULL;
    for (at += 2; *at != '"'; at++)
        if (*at == '\0' || *at == '<' || (*at == '&' && !xml_reference(at)))
            return NULL;
    return at + 1;
}

static const char *
xml_close(struct xml *xml)
{
    char name[LONGEST_NAME];
    const char *end = xml_name(xml->at + 2, name);

    if (end == NULL || *end != '>' || xml->depth == 0 ||
        strcmp(xml->open[--xml->depth], name) != 0)
        return NULL;
    return end + 1;
}

static const char *
xml_open(struct xml *xml)
{
    char name[LONGEST_NAME];
    const char *at = xml_name(xml->at + 1, name);

    while (at != NULL && *at == ' ')
        at = xml_attribute(at);
    if (at != NULL && strncmp(at, "/>", 2) == 0)
        return at + 2;
    if (at == NULL || *at != '>' || xml->depth == DEEPEST)
        return NULL;
    strcpy(xml->open[xml->depth++], name);
    return at + 1;
}

void
shape_xml(const struct buffer *report, struct buffer *faults)
{
    static const char begin[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    struct xml xml = { .at = buffer_text(report), .faults = faults };

    if (strncmp(xml.at, begin, sizeof begin - 1) != 0) {
        complain(faults, "no XML", xml.at);
        return;
    }
    xml.at += sizeof begin - 1;
    while (*xml.at != '\0') {
        const char *next = xml.at + 1;

        if (*xml.at == '<')
            next = xml.at[1] == '/' ? xml_close(&xml) : xml_open(&xml);
        else if ((*xml.at == '&' && !xml_reference(xml.at)) ||
                 *xml.at == '>' ||
                 ((unsigned char)*xml.at < ' ' && *xml.at != '\n'))
            next = NULL;
        if (next == NULL) {
            complain(faults, "not well-formed", xml.at);
            return;
        }
        xml.at = next;
    }
    if (xml.depth != 0)
        complain(faults, "not closed", xml.open[xml.depth - 1]);
}

/* Metrics. */

static const char *
metric_name(const char *at)
{
    if (!isalpha((unsigned char)*at) && *at != '_')
        return NULL;
    while (isalnum((unsigned char)*at) || *at == '_' || *at == ':')
        at++;
    return at;
}

/* 'name="value"' with its escapes. */
static const char *
metric_label(const char *at)
{
    at = metric_name(at);
    if (at == NULL || strncmp(at, "=\"", 2) != 0)
        return NULL;
    for (at += 2; *at != '"'; at++) {
        if (*at == '\n' || *at == '\0')
            return NULL;
        if (*at == '\\' && strchr("\\\"n", *++at) == NULL)
            return NULL;
    }
    return at + 1;
}

/* The name and its labels; what follows is a space and the value. */
static const char *
metric_series(const char *at)
{
    at = metric_name(at);
    if (at == NULL || *at != '{')
        return at;
    do {
        at = metric_label(at + 1);
    } while (at != NULL && *at == ',');
    return at != NULL && *at == '}' ? at + 1 : NULL;
}

struct metrics {
    char current[LONGEST_NAME]; /* of the last TYPE */
    char **seen;                /* names and series, each once */
    size_t count;
    struct buffer *faults;
};

static void
metrics_once(struct metrics *metrics, const char *at, size_t length)
{
    for (size_t i = 0; i < metrics->count; i++)
        if (strlen(metrics->seen[i]) == length &&
            memcmp(metrics->seen[i], at, length) == 0)
            complain(metrics->faults, "twice", at);
    if (metrics->count < MOST_SAMPLES)
        metrics->seen[metrics->count++] = strndup(at, length);
}

static void
metrics_sample(struct metrics *metrics, const char *line)
{
    const char *end = metric_series(line);
    size_t name = strlen(metrics->current);
    char *number_end;

    if (end == NULL || *end != ' ') {
        complain(metrics->faults, "no sample", line);
        return;
    }
    if (strncmp(line, metrics->current, name) != 0 ||
        (line[name] != '{' && line[name] != ' '))
        complain(metrics->faults, "not behind its TYPE", line);
    metrics_once(metrics, line, (size_t)(end - line));
    (void)strtod(end + 1, &number_end);
    if (number_end == end + 1 || *number_end != '\n')
        complain(metrics->faults, "no number", line);
}

/* "# TYPE name gauge", after "# HELP name text". */
static void
metrics_type(struct metrics *metrics, const char *line)
{
    const char *end = metric_name(line + 7);
    size_t length = end != NULL ? (size_t)(end - line) - 7 : 0;

    if (length == 0 || length >= LONGEST_NAME ||
        strncmp(end, " gauge\n", 7) != 0) {
        complain(metrics->faults, "no type", line);
        return;
    }
    memcpy(metrics->current, line + 7, length);
    metrics->current[length] = '\0';
    metrics_once(metrics, line, (size_t)(end - line));
}

void
shape_metrics(const struct buffer *report, struct buffer *faults)
{
    struct metrics metrics = { .faults = faults };
    const char *line = buffer_text(report);

    metrics.seen = calloc(MOST_SAMPLES, sizeof *metrics.seen);
    while (*line != '\0') {
        const char *end = strchr(line, '\n');

        if (end == NULL) {
            complain(faults, "no end of line", line);
            break;
        }
        if (strncmp(line, "# TYPE ", 7) == 0)
            metrics_type(&metrics, line);
        else if (strncmp(line, "# HELP ", 7) != 0)
            metrics_sample(&metrics, line);
        line = end + 1;
    }
    if (metrics.count == 0)
        complain(faults, "no metrics", "");
    for (size_t i = 0; i < metrics.count; i++)
        free(metrics.seen[i]);
    free(metrics.seen);
}

/* The plugin. */

void
shape_plugin(const struct buffer *report, struct buffer *faults)
{
    static const char *const states[] = { "OK", "WARNING", "CRITICAL",
                                          "UNKNOWN" };
    const char *text = buffer_text(report);
    const char *bar = strchr(text, '|');
    bool known = false;

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct buffer begin = { 0 };

        buffer_printf(&begin, "CDSDOCTOR %s - ", states[i]);
        known = known || strncmp(text, buffer_text(&begin), begin.length) == 0;
        buffer_release(&begin);
    }
    if (!known)
        complain(faults, "no state", text);
    if (bar == NULL || strchr(bar + 1, '|') != NULL ||
        bar > text + strcspn(text, "\n"))
        complain(faults, "not one bar in the first line", text);
    else if (strncmp(bar, "|time=", 6) != 0)
        complain(faults, "no performance data", bar);
}
