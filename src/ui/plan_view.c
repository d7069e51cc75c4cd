#include "ui/plan_view.h"

enum { INDENT = 2, HANG = 4 };

static void
fill_names(struct sheet *sheet, const struct run *run)
{
    const struct machine *machine = &run->machine;
    char address[ADDRESS_TEXT_SIZE];

    sheet_add(sheet, STYLE_HEADING, 0, 0, "Names are asked of");
    sheet_add(sheet, STYLE_PLAIN, INDENT, HANG,
              "this machine's own name service");
    for (size_t i = 0; i < machine->resolver_count; i++)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG,
                    "%s, UDP and TCP port %u",
                    address_format(&machine->resolvers[i]->address, address),
                    (unsigned)machine->resolvers[i]->port);
    sheet_space(sheet);
}

static void
fill_target(struct sheet *sheet, const struct target *target)
{
    const struct endpoint *endpoint = target->endpoint;
    const struct route *route = &target->route;

    sheet_print(sheet, STYLE_STRONG, INDENT, HANG, "%s port %u%s%s",
                endpoint->host, (unsigned)endpoint->port,
                target->region != NULL ? ", " : "",
                target->region != NULL ? target->region->name : "");
    if (route->kind == ROUTE_PROXY)
        sheet_print(sheet, STYLE_PLAIN, HANG, HANG,
                    "through the proxy %s port %u (%s)", route->proxy_host,
                    (unsigned)route->proxy_port, route->origin);
    else if (route->bypass != NULL)
        sheet_print(sheet, STYLE_PLAIN, HANG, HANG,
                    "direct, for NO_PROXY has %s", route->bypass);
    sheet_add(sheet, STYLE_PLAIN, HANG, HANG,
              endpoint->why != NULL ? endpoint->why
                                    : "A host that you named for comparison; "
                                      "it decides nothing.");
}

void
plan_view_fill(struct sheet *sheet, const struct run *run)
{
    if (run->simulation != NULL)
        sheet_print(sheet, STYLE_WARN, 0, 0,
                    "This is a simulation, %s: nothing leaves this program.",
                    run->simulation);
    if (run->simulation_phone != NULL) {
        sheet_space(sheet);
        sheet_print(sheet, STYLE_PLAIN, 0, 0, "The caller says: %s",
                    run->simulation_phone);
    }
    sheet_space(sheet);
    sheet_add(sheet, STYLE_PLAIN, 0, 0,
              "Nothing has been sent yet. With Enter these are asked, each "
              "as Enforce would: a connection (TCP), a handshake (TLS, "
              "without a client certificate), one request (GET /). No login, "
              "no data of yours. What fails may be tried again with one "
              "thing changed.");
    sheet_space(sheet);
    fill_names(sheet, run);
    sheet_add(sheet, STYLE_HEADING, 0, 0, "Connections are opened to");
    for (size_t i = 0; i < run->target_count; i++)
        fill_target(sheet, run->targets[i]);
}
