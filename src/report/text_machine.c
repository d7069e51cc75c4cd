#include "report/text_sections.h"

#include "base/clock.h"
#include "report/text_wrap.h"
#include "report/units.h"

static void
machine_write_time(const struct run *run, struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_time(&line, run->started / 1000);
    buffer_append_text(&line, ", took ");
    units_append_duration(&line, run->duration_ms);
    text_wrap_labelled_buffer(out, "Time", &line);
    buffer_release(&line);
}

static void
machine_write_host(const struct machine *machine, struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_line(&line, machine->hostname);
    buffer_append_text(&line, ", as user ");
    units_append_line(&line, machine->user);
    text_wrap_labelled_buffer(out, "Host", &line);
    if (machine->system != NULL) {
        units_append_line(&line, machine->system);
        if (machine->kernel != NULL) {
            buffer_append_text(&line, ", ");
            units_append_line(&line, machine->kernel);
        }
        text_wrap_labelled_buffer(out, "System", &line);
    }
    buffer_release(&line);
}

static void
machine_write_service(const struct run *run, struct buffer *out)
{
    const struct answers *answers = &run->answers;
    struct buffer line = { 0 };

    units_append_line(&line, answers->service != NULL ? answers->service->name
                                                      : NULL);
    buffer_append_text(&line, ", ");
    if (answers->region != NULL) {
        buffer_append_text(&line, "region ");
        units_append_line(&line, answers->region->name);
    } else {
        buffer_append_text(&line, "all regions");
    }
    text_wrap_labelled_buffer(out, "Service", &line);
    buffer_release(&line);
}

static void
machine_write_route(const struct route *route, struct buffer *out)
{
    struct buffer line = { 0 };

    if (route->kind == ROUTE_PROXY) {
        buffer_append_text(&line, "by the proxy ");
        units_append_place(
            &line, route->proxy_host != NULL ? route->proxy_host : "unknown",
            route->proxy_port);
    } else {
        buffer_append_text(&line, "direct");
    }
    if (route->origin != NULL) {
        buffer_append_text(&line, " (");
        units_append_line(&line, route->origin);
        buffer_append_byte(&line, ')');
    }
    text_wrap_labelled_buffer(out, "Route", &line);
    buffer_release(&line);
}

static void
machine_add_answer(struct buffer *line, const char *label, const char *value)
{
    buffer_printf(line, "%s%s %s", line->length > 0 ? ", " : "", label, value);
}

static void
machine_add_day(struct buffer *line, const char *label, int64_t unix_seconds)
{
    enum { DAY = sizeof "2026-11-24" - 1 };
    char text[CLOCK_TEXT_SIZE];

    if (unix_seconds == 0)
        return;
    clock_format(unix_seconds, text);
    text[DAY] = '\0';
    machine_add_answer(line, label, text);
}

/* What the operator said, which no packet can tell. */
static void
machine_write_answers(const struct answers *said, struct buffer *out)
{
    struct buffer line = { 0 };

    if (said->status != CONSOLE_NOT_SAID)
        machine_add_answer(&line, "status",
                           words_id(&console_status_words, (int)said->status));
    if (said->event != 0)
        buffer_printf(&line, "%sevent %lld", line.length > 0 ? ", " : "",
                      (long long)said->event);
    if (said->history != HISTORY_NOT_SAID)
        machine_add_answer(&line, "detector",
                           said->history == HISTORY_NEVER_CONNECTED
                               ? "never connected"
                               : "connected before");
    machine_add_day(&line, "bundle issued", said->bundle_issued);
    machine_add_day(&line, "certificate expires", said->certificate_expires);
    if (line.length > 0)
        text_wrap_labelled_buffer(out, "Said", &line);
    buffer_release(&line);
}

static void
machine_write_resolvers(const struct machine *machine, struct buffer *out)
{
    struct buffer line = { 0 };

    if (machine->resolver_count == 0)
        text_wrap_labelled(out, "Resolvers", "none is configured");
    for (size_t i = 0; i < machine->resolver_count; i++) {
        const struct machine_resolver *resolver = machine->resolvers[i];

        units_append_peer(&line, &resolver->address, (uint16_t)resolver->port);
        buffer_append_text(&line, " (");
        units_append_line(&line, resolver->source);
        buffer_append_byte(&line, ')');
        text_wrap_labelled_buffer(out, i == 0 ? "Resolvers" : "", &line);
    }
    buffer_release(&line);
}

static void
machine_write_store(const struct machine *machine, struct buffer *out)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < machine->store_count; i++) {
        const struct machine_store *store = machine->stores[i];

        if (!store->in_force)
            continue;
        units_append_line(&line, store->path);
        buffer_append_text(&line, " (");
        units_append_line(&line, store->source);
        buffer_append_byte(&line, ')');
        text_wrap_labelled_buffer(out, "Trust store", &line);
        buffer_release(&line);
        return;
    }
    text_wrap_labelled(out, "Trust store", "none could be read");
}

static void
machine_write_tool(const struct run *run, struct buffer *out)
{
    struct buffer line = { 0 };

    buffer_append_text(&line, "cdsdoctor ");
    units_append_line(&line, run->tool.version);
    buffer_append_text(&line, ", OpenSSL ");
    units_append_line(&line, run->tool.openssl);
    buffer_append_text(&line, ", c-ares ");
    units_append_line(&line, run->tool.c_ares);
    text_wrap_labelled_buffer(out, "Versions", &line);
    units_append_line(&line, run->definitions->version);
    buffer_append_text(&line, " of ");
    units_append_line(&line, run->definitions->date);
    buffer_append_text(&line, run->definitions->roots_replaced
                                  ? ", genuine roots replaced by --trust"
                                  : "");
    text_wrap_labelled_buffer(out, "Definitions", &line);
    buffer_release(&line);
}

static void
machine_write_notes(const struct machine *machine, struct buffer *out)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < machine->note_count; i++) {
        units_append_line(&line, machine->notes[i]);
        text_wrap_labelled_buffer(out, i == 0 ? "Not read" : "", &line);
    }
    buffer_release(&line);
}

void
text_machine_write_simulation(const struct run *run, struct buffer *out)
{
    struct buffer line = { 0 };

    if (run->simulation == NULL)
        return;
    buffer_append_text(&line, "SIMULATED NETWORK \"");
    units_append_line(&line, run->simulation);
    buffer_append_text(&line, "\": ");
    units_append_line(&line, run->simulation_title);
    buffer_append_text(&line, ". Nothing below was seen on a real network.");
    text_wrap_buffer(out, "", "", &line);
    if (run->simulation_phone != NULL) {
        buffer_append_text(out, "\nOn the phone\n");
        text_wrap(out, "  ", "  ", run->simulation_phone);
    }
    buffer_append_byte(out, '\n');
    buffer_release(&line);
}

void
text_machine_write(const struct run *run, struct buffer *out)
{
    text_heading(out, "THIS RUN");
    machine_write_time(run, out);
    machine_write_host(&run->machine, out);
    machine_write_service(run, out);
    machine_write_route(&run->route, out);
    machine_write_answers(&run->answers, out);
    machine_write_resolvers(&run->machine, out);
    machine_write_store(&run->machine, out);
    machine_write_tool(run, out);
    machine_write_notes(&run->machine, out);
}
