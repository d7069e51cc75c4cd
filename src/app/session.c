#include "app/session.h"

#include <stdlib.h>
#include <string.h>

#include "app/keeping.h"
#include "app/session_files.h"
#include "app/session_options.h"
#include "app/session_trust.h"
#include "app/version.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "catalog/catalog.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/plan.h"
#include "intake/neutral_option.h"
#include "net/library.h"

enum { USUAL_PATIENCE_MS = 4000 };

static struct catalog_options
session_files(const struct session *session)
{
    return (struct catalog_options){
        .regions_file = session->options.regions,
        .trust_file = session->options.trust,
        /* A simulated world says which cause is the true one. */
        .without_causes =
            session->options.to_ask && session->options.lab == NULL,
    };
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

/* It is shown and cited for comparison, and decides nothing. */
static bool
session_add_neutral(struct session *session, struct error *error)
{
    const char *wanted = session->options.neutral;
    struct run *run = &session->run;
    struct endpoint *endpoint;
    struct route route;

    if (wanted == NULL)
        return true;
    endpoint = arena_new(&run->arena, 1, sizeof *endpoint);
    if (!neutral_option_parse(wanted, &run->arena, endpoint, error))
        return false;
    route = proxy_settings_route(&session->proxy, &run->arena, endpoint->host);
    run_add_target(run, endpoint, NULL, &route)->control = true;
    return true;
}

/*
 * What the operator of a simulated world would have said. What was said here
 * comes first.
 */
static void
session_take_answers(struct session *session)
{
    struct session_options *options = &session->options;
    const struct scenario *scenario = &session->stage.lab->scenario;
    const struct scenario_answers *answers = &scenario->answers;
    int64_t now_s = net_wall_ms(&session->stage.net) / 1000;

    if (options->service == NULL)
        options->service = answers->service;
    if (options->region == NULL)
        options->region = answers->region;
    if (options->proxy == NULL)
        options->proxy = answers->proxy;
    if (options->neutral == NULL)
        options->neutral = answers->neutral;
    if (options->also == NULL && options->no_deep == NULL)
        options->also = answers->also;
    /* Whoever issues a bundle has another clock than this machine. */
    session_answers_simulate(&session->run.answers, answers,
                             now_s - scenario->machine.clock_offset_s);
}

static void
session_note_simulation(struct session *session)
{
    const struct scenario *scenario = &session->stage.lab->scenario;

    session->run.simulation = scenario->id;
    session->run.simulation_title = scenario->title;
    session->run.simulation_phone = scenario->phone;
}

/* The network of the session before, or another one. */
static bool
session_enter_stage(struct session *session, struct session *last,
                    struct error *error)
{
    const struct session_options *options = &session->options;

    struct catalog_options files = session_files(session);

    if (last != NULL) /* borrowed, until all is planned */
        session->stage = last->stage;
    if (options->lab == NULL)
        return true;
    if (last == NULL &&
        !stage_enter_lab(&session->stage, options->lab, options->lab_real_time,
                         &files, error))
        return false;
    stage_adopt_roots(&session->stage, &session->definitions);
    if (!options->asked)
        session_take_answers(session);
    session_note_simulation(session);
    return true;
}

static struct stage_wishes
session_wishes(const struct session *session)
{
    return (struct stage_wishes){
        .ca_file = session->options.ca_file,
        .resolver = session->options.resolver,
    };
}

static void
session_note_tool(struct session *session)
{
    session->run.tool.version = CDSDOCTOR_VERSION;
    session->run.tool.openssl = net_library_tls();
    session->run.tool.c_ares = net_library_dns();
}

static bool
session_plan(struct session *session, struct session *last,
             const struct session_options *options, struct error *error)
{
    struct run *run = &session->run;
    struct stage_wishes wishes;
    struct catalog_options files;

    session->options = *options;
    session_note_tool(session);
    files = session_files(session);
    if (!catalog_load(&session->definitions, &files, error))
        return false;
    run->definitions = &session->definitions;
    if (!session_enter_stage(session, last, error) ||
        !session_options_read(session, error))
        return false;
    run->route = session->proxy.route;
    if (!session_plan_targets(session, error) ||
        !session_add_neutral(session, error))
        return false;
    wishes = session_wishes(session);
    stage_look(&session->stage, &wishes, run);
    session_files_read(session, options->bundle, options->logs);
    return true;
}

bool
session_open(struct session *session, const struct session_options *options,
             char **environment, struct error *error)
{
    stage_open(&session->stage, environment);
    return session_plan(session, NULL, options, error);
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
            net_resolver_new(&session->stage.net, &server, patience);
    }
    tools->resolver_count = machine->resolver_count;
}

bool
session_prepare(struct session *session, struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    struct check_tools *tools = &session->tools;
    struct stage_wishes wishes = session_wishes(session);

    session->genuine_roots = net_roots_from_pem(
        definitions->roots_pem, definitions->roots_pem_length, error);
    if (session->genuine_roots == NULL)
        return error_add_context(error, "the genuine roots");
    if (!session_trust_hold(session, error))
        return false;
    if (!stage_load_store(&session->stage, &wishes, &session->run,
                          &session->system_roots, error))
        return false;
    session_add_resolvers(session);
    session->proxy_authorization =
        proxy_settings_authorization(&session->proxy);

    tools->net = &session->stage.net;
    tools->tls = net_tls_context_new();
    tools->genuine_roots = session->genuine_roots;
    tools->system_roots = session->system_roots;
    tools->proxy_authorization = session->proxy_authorization;
    return true;
}

static bool
session_plan_probes(void *context, struct run *run)
{
    (void)context;
    return diagnosis_plan(run);
}

/* The transcript hears of an event first, whatever becomes of the screen. */
static void
session_hear(void *context, const struct event *event)
{
    struct session *session = context;

    keeping_hear(session->options.keeping, &session->run, event);
    if (session->listener != NULL)
        session->listener(session->listener_context, event);
}

void
session_begin(struct session *session, event_listener *listener, void *context)
{
    session->listener = listener;
    session->listener_context = context;
    /* A world stands still while nobody waits for it; that is no delay. */
    if (session->stage.lab != NULL)
        net_wait(&session->stage.net, NULL, 0, 0);
    session->driver = driver_new(&session->run, &session->tools,
                                 &session->limits, session_hear, session);
    keeping_plan(session->options.keeping, &session->run,
                 session->options.no_deep == NULL);
    if (session->options.no_deep == NULL)
        driver_set_planner(session->driver, session_plan_probes, NULL);
}

bool
session_turn(struct session *session, struct net_watch **more,
             size_t more_count, int timeout_ms)
{
    return driver_turn(session->driver, more, more_count, timeout_ms);
}

void
session_stop(struct session *session)
{
    driver_cancel(session->driver);
}

bool
session_conclude(struct session *session)
{
    session->diagnosis =
        diagnosis_conclude(&session->run, &session->run.arena);
    keeping_run(session->options.keeping, &session->run, session->diagnosis);
    return !session->run.cancelled;
}

void
session_replace_run(struct session *session, struct run *run,
                    const struct diagnosis *diagnosis)
{
    session->before = session->run.arena; /* settings still point there */
    session->run = *run;
    session->diagnosis =
        arena_new(&session->run.arena, 1, sizeof *session->diagnosis);
    *session->diagnosis = *diagnosis;
    *run = (struct run){ 0 };
}

static bool
text_is_other(const char *left, const char *right)
{
    if (left == NULL || right == NULL)
        return left != right;
    return strcmp(left, right) != 0;
}

bool
session_answer(struct session *session, const struct session_options *options,
               struct error *error)
{
    struct answers answers = { .service = session->run.answers.service,
                               .region = session->run.answers.region };
    bool text_changed;

    if (!session_answers_read(&answers, &options->answers, &session->run.arena,
                              error))
        return false;
    text_changed =
        text_is_other(session->run.answers.event_text, answers.event_text);
    session->run.answers = answers;
    if (text_changed ||
        text_is_other(session->options.bundle, options->bundle) ||
        text_is_other(session->options.logs, options->logs))
        session_files_read(session, options->bundle, options->logs);
    return true;
}

bool
session_check(struct session *session, event_listener *listener, void *context,
              struct net_watch *stop)
{
    struct net_watch *more[] = { stop };
    size_t more_count = stop != NULL ? 1 : 0;

    session_begin(session, listener, context);
    while (session_turn(session, more, more_count, -1))
        if (stop != NULL && stop->ready != 0) {
            session_stop(session);
            break;
        }
    return session_conclude(session);
}

/* Gives back all that stands on the network, but not the network. */
static void
session_release_tools(struct session *session)
{
    struct check_tools *tools = &session->tools;

    driver_free(session->driver);
    session->driver = NULL;
    for (size_t i = 0; i < tools->resolver_count; i++)
        net_resolver_free(tools->resolvers[i]);
    free(tools->resolvers);
    net_tls_context_free(tools->tls);
    *tools = (struct check_tools){ 0 };
    net_roots_free(session->genuine_roots);
    net_roots_free(session->system_roots);
    session->genuine_roots = NULL;
    session->system_roots = NULL;
    proxy_settings_wipe_text(session->proxy_authorization);
    free(session->proxy_authorization);
    session->proxy_authorization = NULL;
}

bool
session_open_after(struct session *session, struct session *last,
                   const struct session_options *options, struct error *error)
{
    bool planned = session_plan(session, last, options, error);

    if (planned) {
        session_release_tools(last);
        stage_take_over(&session->stage, &last->stage);
    } else {
        session->stage = (struct stage){ 0 };
    }
    return planned;
}

void
session_close(struct session *session)
{
    session_release_tools(session);
    proxy_settings_wipe(&session->proxy);
    run_release(&session->run);
    arena_release(&session->before);
    stage_close(&session->stage);
    catalog_release(&session->definitions);
    *session = (struct session){ 0 };
}

void
session_free(struct session *session)
{
    if (session == NULL)
        return;
    session_close(session);
    free(session);
}
