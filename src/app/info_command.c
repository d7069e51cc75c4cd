#include "app/commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command_line.h"
#include "app/output.h"
#include "app/session.h"
#include "base/clock.h"

#define ROW(of_name, of_argument, of_member, of_help)                         \
    {                                                                         \
        .name = (of_name), .argument = (of_argument), .help = (of_help),      \
        .offset = offsetof(struct session_options, of_member)                 \
    }

static const struct option_row info_rows[] = {
    ROW("proxy", "URL|none", proxy, "as in check"),
    ROW("resolver", "ADDR[:PORT]", resolver, "as in check"),
    ROW("regions", "FILE", regions, "as in check"),
    ROW("trust", "FILE", trust, "as in check"),
    ROW("ca-file", "FILE", ca_file, "as in check"),
};

#undef ROW

static const struct option_table info_table = {
    .usage = "cdsdoctor info [options]",
    .example = "cdsdoctor info",
    .about = "What this machine and this program are, and what a check would "
             "use.\nSends nothing.",
    .rows = info_rows,
    .row_count = sizeof info_rows / sizeof info_rows[0],
};

static const char *
info_or_unknown(const char *text)
{
    return text != NULL ? text : "unknown";
}

static void
info_write_tool(const struct run *run, struct buffer *out)
{
    const struct definitions *definitions = run->definitions;

    buffer_printf(out, "cdsdoctor %s\n", run->tool.version);
    buffer_printf(out, "  libraries    OpenSSL %s, c-ares %s\n",
                  run->tool.openssl, run->tool.c_ares);
    buffer_printf(out, "  definitions  %s of %s\n", definitions->version,
                  definitions->date);
    for (size_t i = 0; i < definitions->source_count; i++)
        buffer_printf(out, "               %s: %s\n",
                      definitions->sources[i]->name,
                      definitions->sources[i]->origin);
}

static void
info_write_machine(const struct machine *machine, struct buffer *out)
{
    char when[CLOCK_TEXT_SIZE];

    buffer_printf(out, "\nThis machine\n  name         %s\n",
                  info_or_unknown(machine->hostname));
    buffer_printf(out, "  system       %s, %s\n",
                  info_or_unknown(machine->system),
                  info_or_unknown(machine->kernel));
    buffer_printf(out, "  user         %s\n", info_or_unknown(machine->user));
    buffer_printf(out, "  time         %s (local zone %s)\n",
                  clock_format(machine->local_time, when),
                  info_or_unknown(machine->time_zone));
}

static void
info_write_addresses(const struct machine_interface *interface,
                     struct buffer *out)
{
    char text[ADDRESS_TEXT_SIZE];

    for (size_t i = 0; i < interface->address_count; i++)
        buffer_printf(out, " %s",
                      address_format(interface->addresses[i], text));
}

static void
info_write_network(const struct machine *machine, struct buffer *out)
{
    char text[ADDRESS_TEXT_SIZE];

    buffer_append_text(out, "\nNetwork\n");
    for (size_t i = 0; i < machine->interface_count; i++) {
        const struct machine_interface *interface = machine->interfaces[i];

        buffer_printf(out, "  %-12s %s, MTU %lld bytes,", interface->name,
                      interface->up ? "up" : "down",
                      (long long)interface->mtu);
        info_write_addresses(interface, out);
        buffer_append_byte(out, '\n');
    }
    for (size_t i = 0; i < machine->default_route_count; i++) {
        const struct machine_route *route = machine->default_routes[i];

        buffer_printf(out, "  default      by %s through %s\n",
                      route->gateway.family != FAMILY_NONE
                          ? address_format(&route->gateway, text)
                          : "no gateway",
                      route->interface);
    }
    if (machine->default_route_count == 0)
        buffer_append_text(out, "  default      no default route\n");
}

static void
info_write_names(const struct machine *machine, struct buffer *out)
{
    char text[ADDRESS_TEXT_SIZE];

    buffer_append_text(out, "\nNames\n");
    for (size_t i = 0; i < machine->resolver_count; i++) {
        const struct machine_resolver *resolver = machine->resolvers[i];

        buffer_printf(out, "  resolver     %s port %lld (%s)\n",
                      address_format(&resolver->address, text),
                      (long long)resolver->port, resolver->source);
    }
    if (machine->name_service != NULL)
        buffer_printf(out, "  order        %s\n", machine->name_service);
    for (size_t i = 0; i < machine->host_count; i++) {
        const struct machine_host *host = machine->hosts[i];

        buffer_printf(out, "  hosts file   %s:%lld: %s %s\n", host->file,
                      (long long)host->line,
                      address_format(&host->address, text), host->host);
    }
}

static void
info_write_route(const struct run *run, struct buffer *out)
{
    const struct route *route = &run->route;

    buffer_append_text(out, "\nRoute\n");
    if (route->kind == ROUTE_DIRECT)
        buffer_printf(out, "  direct (%s)\n", route->origin);
    else
        buffer_printf(out, "  proxy        %s port %u (%s)\n",
                      route->proxy_host, (unsigned)route->proxy_port,
                      route->origin);
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->route.bypass != NULL)
            buffer_printf(out, "  bypassed by  %s, matched by \"%s\"\n",
                          run->targets[i]->endpoint->host,
                          run->targets[i]->route.bypass);
}

static void
info_write_rest(const struct machine *machine, struct buffer *out)
{
    char when[CLOCK_TEXT_SIZE];

    buffer_append_text(out, "\nTrust stores\n");
    for (size_t i = 0; i < machine->store_count; i++) {
        const struct machine_store *store = machine->stores[i];

        buffer_printf(out, "  %s %s (%s, %s, changed %.10s)\n",
                      store->in_force ? "*" : " ", store->path, store->kind,
                      store->source, clock_format(store->modified, when));
    }
    if (machine->store_count == 0)
        buffer_append_text(out, "  none found\n");
    buffer_append_text(out, "  * the one this program asks; the Enforce "
                            "service has a Java store of its own\n");
    if (machine->variable_count > 0)
        buffer_append_text(out, "\nEnvironment\n");
    for (size_t i = 0; i < machine->variable_count; i++)
        buffer_printf(out, "  %s=%s\n", machine->variables[i]->name,
                      machine->variables[i]->value);
    if (machine->note_count > 0)
        buffer_append_text(out, "\nNotes\n");
    for (size_t i = 0; i < machine->note_count; i++)
        buffer_printf(out, "  %s\n", machine->notes[i]);
}

static int
info_print(const struct session_options *options)
{
    struct session session = { 0 };
    struct buffer out = { 0 };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (!session_open(&session, options, environ, &error)) {
        output_complain(&error);
        goto out;
    }
    info_write_tool(&session.run, &out);
    info_write_machine(&session.run.machine, &out);
    info_write_network(&session.run.machine, &out);
    info_write_names(&session.run.machine, &out);
    info_write_route(&session.run, &out);
    info_write_rest(&session.run.machine, &out);
    code = output_write(NULL, &out, &error) ? EXIT_HEALTHY : EXIT_NOT_WRITTEN;
out:
    buffer_release(&out);
    session_close(&session);
    return code;
}

int
info_command(int argc, char **argv)
{
    struct session_options options = { 0 };
    struct command_line line;

    if (!command_line_read(&line, &info_table, argc, argv, &options, 0))
        return line.code;
    return info_print(&options);
}
