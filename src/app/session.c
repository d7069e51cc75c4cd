#include "app/session.h"

#include <stdlib.h>
#include <string.h>

#include "app/version.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "catalog/catalog.h"
#include "diagnosis/diagnosis.h"
#include "intake/machine_intake.h"
#include "intake/resolver_option.h"
#include "net/library.h"

enum { LONGEST_TIMEOUT_S = 600, USUAL_PATIENCE_MS = 4000 };

static bool
session_load_definitions(struct session *session,
                         const struct session_options *options,
                         struct error *error)
{
    struct catalog_options files = {
        .regions_file = options->regions,
        .trust_file = options->trust,
    };

    return catalog_load(&session->definitions, &files, error);
}

/* "us, eu, apj" for a sentence about a word that is none of them. */
static bool
session_reject_word(struct error *error, const char *option, const char *word,
                    const struct buffer *known)
{
    return error_set(error, ERROR_USAGE, "%s: there is no \"%s\"; known: %s",
                     option, word, buffer_text(known));
}

static bool
session_choose_service(struct session *session,
                       const struct session_options *options,
                       struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    const char *wanted =
        options->service != NULL || definitions->service_count == 0
            ? options->service
            : definitions->services[0]->id;
    struct buffer known = { 0 };

    if (wanted != NULL)
        session->run.answers.service =
            definitions_service(definitions, wanted);
    if (session->run.answers.service != NULL)
        return true;
    for (size_t i = 0; i < definitions->service_count; i++)
        buffer_printf(&known, "%s%s", i > 0 ? ", " : "",
                      definitions->services[i]->id);
    session_reject_word(error, "--service", wanted != NULL ? wanted : "",
                        &known);
    buffer_release(&known);
    return false;
}

static bool
session_choose_region(struct session *session,
                      const struct session_options *options,
                      struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    struct buffer known = { 0 };

    if (options->region == NULL || strcmp(options->region, "all") == 0)
        return true;
    session->run.answers.region =
        definitions_region(definitions, options->region);
    if (session->run.answers.region != NULL)
        return true;
    for (size_t i = 0; i < definitions->region_count; i++)
        buffer_printf(&known, "%s, ", definitions->regions[i]->id);
    buffer_append_text(&known, "all");
    session_reject_word(error, "--region", options->region, &known);
    buffer_release(&known);
    return false;
}

static bool
session_read_timeout(struct session *session,
                     const struct session_options *options,
                     struct error *error)
{
    char *end;

    if (options->timeout == NULL)
        return true;

    double seconds = strtod(options->timeout, &end);

    if (*options->timeout == '\0' || *end != '\0' ||
        !(seconds >= 0.1 && seconds <= LONGEST_TIMEOUT_S))
        return error_set(error, ERROR_USAGE,
                         "--timeout: expected seconds from 0.1 to %d, "
                         "found \"%s\"",
                         LONGEST_TIMEOUT_S, options->timeout);
    session->limits.budget_ms = (int)(seconds * 1000);
    return true;
}

static bool
session_plan_targets(struct session *session, struct error *error)
{
    struct run *run = &session->run;
    const struct definitions *definitions = &session->definitions;

    for (size_t i = 0; i < definitions->endpoint_count; i++) {
        const struct endpoint *endpoint = definitions->endpoints[i];
        const struct region *region =
            endpoint->region_count == 1 ? endpoint->regions[0] : NULL;

        if (!endpoint_serves(endpoint, run->answers.service,
                             run->answers.region))
            continue;

        struct route route =
            proxy_settings_route(&session->proxy, &run->arena, endpoint->host);

        run_add_target(run, endpoint, region, &route);
    }
    if (run->target_count == 0)
        return error_set(error, ERROR_DATA,
                         "no endpoint is defined for the service \"%s\" in "
                         "the region \"%s\"",
                         run->answers.service->id,
                         run->answers.region != NULL ? run->answers.region->id
                                                     : "all");
    return true;
}

static void
session_look_at_machine(struct session *session,
                        const struct session_options *options,
                        char **environment)
{
    struct run *run = &session->run;
    const char **hosts =
        arena_new(&run->arena, run->name_count, sizeof *hosts);
    struct machine_intake intake = {
        .root = "",
        .ca_file = options->ca_file,
        .resolver = options->resolver,
        .hosts = hosts,
        .host_count = run->name_count,
        .environment = environment,
        .now = net_wall_ms(&session->net) / 1000,
    };

    for (size_t i = 0; i < run->name_count; i++)
        hosts[i] = run->names[i]->host;
    machine_intake_fill(&run->machine, &run->arena, &intake);
}

static void
session_note_tool(struct session *session)
{
    session->run.tool.version = CDSDOCTOR_VERSION;
    session->run.tool.openssl = net_library_tls();
    session->run.tool.c_ares = net_library_dns();
}

bool
session_open(struct session *session, const struct session_options *options,
             char **environment, struct error *error)
{
    struct run *run = &session->run;
    struct peer resolver;

    session->options = *options;
    session->real = real_net_new();
    session->net = real_net_use(session->real);
    session_note_tool(session);
    if (!session_load_definitions(session, options, error))
        return false;
    run->definitions = &session->definitions;
    if (!session_choose_service(session, options, error) ||
        !session_choose_region(session, options, error) ||
        !session_read_timeout(session, options, error))
        return false;
    if (options->resolver != NULL &&
        !resolver_option_parse(options->resolver, &resolver, error))
        return false;
    if (!proxy_settings_read(&session->proxy, &run->arena, options->proxy,
                             environment, error))
        return false;
    run->route = session->proxy.route;
    if (!session_plan_targets(session, error))
        return false;
    session_look_at_machine(session, options, environment);
    return true;
}

static void
session_add_resolvers(struct session *session)
{
    const struct machine *machine = &session->run.machine;
    struct check_tools *tools = &session->tools;
    int budget = session->limits.budget_ms;
    /* A little less than the check has, so that it hears how it ended. */
    int patience = budget > 0 ? budget - budget / 10 : USUAL_PATIENCE_MS;

    tools->resolvers =
        memory_new(machine->resolver_count, sizeof(struct net_resolver *));
    for (size_t i = 0; i < machine->resolver_count; i++) {
        struct peer server = {
            .address = machine->resolvers[i]->address,
            .port = (uint16_t)machine->resolvers[i]->port,
        };

        tools->resolvers[i] =
            net_resolver_new(&session->net, &server, patience);
    }
    tools->resolver_count = machine->resolver_count;
}

/*
 * The machine's own store is not needed to judge who answers, so one that
 * cannot be read costs only the remark about it, unless it was asked for.
 */
static bool
session_load_system_roots(struct session *session, struct error *error)
{
    struct run *run = &session->run;
    const struct machine_store *store = machine_store_in_force(&run->machine);
    const char *wanted = session->options.ca_file;

    if (wanted == NULL && store == NULL)
        return true;
    session->system_roots =
        net_roots_from_file(wanted != NULL ? wanted : store->path, error);
    if (session->system_roots != NULL)
        return true;
    if (wanted != NULL)
        return error_add_context(error, "--ca-file");
    arena_push(&run->arena, &run->machine.notes, &run->machine.note_count,
               arena_text(&run->arena, error->text));
    return true;
}

static bool
session_roots_are_built_in(const struct definitions *definitions)
{
    for (size_t i = 0; i < definitions->source_count; i++)
        if (strcmp(definitions->sources[i]->name, "roots.pem") == 0)
            return strcmp(definitions->sources[i]->origin, "built in") == 0;
    return false;
}

/*
 * Holds the certificates of a roots.pem from outside to the digests of its
 * roots.yaml; those built in are held to each other by a test.
 */
static bool
session_hold_roots(struct session *session, struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    size_t count = net_roots_count(session->genuine_roots);

    if (definitions->roots_replaced || session_roots_are_built_in(definitions))
        return true;
    if (count != definitions->root_count)
        return error_set(error, ERROR_DATA,
                         "roots.pem: expected %zu readable certificates, "
                         "found %zu",
                         definitions->root_count, count);
    for (size_t i = 0; i < count; i++) {
        struct net_certificate root;

        net_roots_describe(session->genuine_roots, i, &session->run.arena,
                           &root);
        if (root.sha256 == NULL ||
            definitions_root(definitions, root.sha256) == NULL)
            return error_set(error, ERROR_DATA,
                             "roots.pem: expected the certificates that "
                             "roots.yaml lists, found one more: %s",
                             root.subject != NULL ? root.subject
                                                  : "unreadable");
    }
    return true;
}

bool
session_prepare(struct session *session, struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    struct check_tools *tools = &session->tools;

    session->genuine_roots = net_roots_from_pem(
        definitions->roots_pem, definitions->roots_pem_length, error);
    if (session->genuine_roots == NULL)
        return error_add_context(error, "the genuine roots");
    if (!session_hold_roots(session, error))
        return false;
    if (!session_load_system_roots(session, error))
        return false;
    session_add_resolvers(session);
    session->proxy_authorization =
        proxy_settings_authorization(&session->proxy);

    tools->net = &session->net;
    tools->tls = net_tls_context_new();
    tools->genuine_roots = session->genuine_roots;
    tools->system_roots = session->system_roots;
    tools->proxy_authorization = session->proxy_authorization;
    return true;
}

bool
session_check(struct session *session, event_listener *listener, void *context,
              struct net_watch *stop)
{
    struct net_watch *more[] = { stop };
    size_t more_count = stop != NULL ? 1 : 0;

    session->driver = driver_new(&session->run, &session->tools,
                                 &session->limits, listener, context);
    while (driver_turn(session->driver, more, more_count, -1))
        if (stop != NULL && stop->ready != 0) {
            driver_cancel(session->driver);
            break;
        }
    session->diagnosis =
        diagnosis_conclude(&session->run, &session->run.arena);
    return !session->run.cancelled;
}

void
session_close(struct session *session)
{
    struct check_tools *tools = &session->tools;

    driver_free(session->driver);
    for (size_t i = 0; i < tools->resolver_count; i++)
        net_resolver_free(tools->resolvers[i]);
    free(tools->resolvers);
    net_tls_context_free(tools->tls);
    net_roots_free(session->genuine_roots);
    net_roots_free(session->system_roots);
    proxy_settings_wipe_text(session->proxy_authorization);
    free(session->proxy_authorization);
    proxy_settings_wipe(&session->proxy);
    run_release(&session->run);
    catalog_release(&session->definitions);
    real_net_free(session->real);
    *session = (struct session){ 0 };
}
