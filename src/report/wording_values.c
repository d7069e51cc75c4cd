#include "report/wording_values.h"

#include <inttypes.h>

#include "report/terms.h"
#include "report/units.h"
#include "report/wording_list.h"

/* The first address of the target that the finding has evidence about. */
static const struct path *
finding_path(const struct finding *finding, const struct target *target)
{
    for (size_t i = 0; finding != NULL && i < finding->evidence_count; i++)
        if (finding->evidence[i]->target == target &&
            finding->evidence[i]->path != NULL)
            return finding->evidence[i]->path;
    return NULL;
}

struct subject
subject_of(const struct wording *wording)
{
    struct subject subject = {
        .run = wording->run,
        .finding = wording->finding,
        .target = wording->target,
        .path = wording->path,
        .hit = wording->hit,
        .whole = wording->target == NULL && wording->finding != NULL,
        .brief = wording->brief,
    };

    if (subject.whole && subject.finding->target_count > 0)
        subject.target = subject.finding->targets[0];
    if (subject.whole && subject.target != NULL)
        subject.path = finding_path(subject.finding, subject.target);
    return subject;
}

/* The endpoint and where it is. */

void
value_host(struct buffer *out, const struct subject *subject)
{
    if (subject->target != NULL)
        units_append_line(out, subject->target->endpoint->host);
}

/* A finding about the run as a whole is about all that was looked at. */
static void
hosts_of_run(struct wording_list *list, const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (target_is_decisive(run->targets[i], run))
            wording_list_add(list, run->targets[i]->endpoint->host);
}

void
value_hosts(struct buffer *out, const struct subject *subject)
{
    const struct finding *finding = subject->finding;
    struct wording_list list = { 0 };

    if (finding == NULL) {
        value_host(out, subject);
        return;
    }
    if (finding->target_count == 0)
        hosts_of_run(&list, subject->run);
    for (size_t i = 0; i < finding->target_count; i++)
        wording_list_add(&list, finding->targets[i]->endpoint->host);
    if (subject->brief)
        wording_list_append_brief(out, &list);
    else
        wording_list_append(out, &list);
}

void
value_port(struct buffer *out, const struct subject *subject)
{
    if (subject->target != NULL)
        buffer_printf(out, "%u", (unsigned)subject->target->endpoint->port);
}

void
value_role(struct buffer *out, const struct subject *subject)
{
    if (subject->target != NULL)
        buffer_append_text(out, terms_role(subject->target->endpoint->role));
}

void
value_region(struct buffer *out, const struct subject *subject)
{
    const struct region *region =
        subject->target != NULL && subject->target->region != NULL
            ? subject->target->region
            : subject->run->answers.region;

    if (region != NULL)
        units_append_line(out, region->name);
    else
        buffer_append_text(out, "all regions");
}

void
value_service(struct buffer *out, const struct subject *subject)
{
    if (subject->run->answers.service != NULL)
        units_append_line(out, subject->run->answers.service->name);
}

void
value_opens(struct buffer *out, const struct subject *subject)
{
    if (subject->target != NULL)
        buffer_append_text(out, terms_owner(subject->target->endpoint->opens));
}

void
value_address(struct buffer *out, const struct subject *subject)
{
    if (subject->path != NULL)
        units_append_address(out, &subject->path->address);
}

/* With a proxy the paths lead to the proxy, so the name is asked instead. */
static void
addresses_of_target(struct wording_addresses *list,
                    const struct target *target)
{
    const struct name *name = target->name;

    if (target->route.kind == ROUTE_DIRECT)
        for (size_t i = 0; i < target->path_count; i++)
            wording_addresses_add(list, &target->paths[i]->address);
    if (name == NULL)
        return;
    wording_addresses_add(list, &name->literal);
    for (size_t i = 0; i < name->system.address_count; i++)
        wording_addresses_add(list, name->system.addresses[i]);
    for (size_t i = 0; i < name->answer_count; i++)
        for (size_t j = 0; j < name->answers[i]->record_count; j++)
            wording_addresses_add(list,
                                  &name->answers[i]->records[j]->address);
}

void
value_addresses(struct buffer *out, const struct subject *subject)
{
    const struct finding *finding = subject->finding;
    struct wording_addresses list = { 0 };

    if (subject->whole)
        for (size_t i = 0; i < finding->target_count; i++)
            addresses_of_target(&list, finding->targets[i]);
    else if (subject->target != NULL)
        addresses_of_target(&list, subject->target);
    wording_addresses_append(out, &list);
}

/* Names. */

void
value_resolvers(struct buffer *out, const struct subject *subject)
{
    const struct machine *machine = &subject->run->machine;
    size_t count = machine->resolver_count;

    if (count == 0)
        buffer_append_text(out, "none known");
    for (size_t i = 0; i < count && i < WORDING_LIST; i++) {
        const struct machine_resolver *resolver = machine->resolvers[i];

        wording_list_separate(out, i, count);
        units_append_peer(out, &resolver->address, (uint16_t)resolver->port);
    }
    wording_list_append_left_out(out, count);
}

/* Why it went no further: the first check that failed, else the name. */

static enum check_id
path_setback(const struct path *path)
{
    int check = 0;

    while (check < CHECK_COUNT && path->results[check].outcome != OUTCOME_FAIL)
        check++;
    return (enum check_id)check;
}

static const struct name *
target_first_name(const struct target *target)
{
    return target->proxy_name != NULL ? target->proxy_name : target->name;
}

enum check_id
subject_setback(const struct subject *subject)
{
    if (subject->path != NULL)
        return path_setback(subject->path);
    return subject->target != NULL &&
                   target_first_name(subject->target)->result.outcome ==
                       OUTCOME_FAIL
               ? CHECK_DNS
               : CHECK_COUNT;
}

static const struct result *
path_last_result(const struct path *path)
{
    const struct result *last = NULL;

    for (int check = 0; check < CHECK_COUNT; check++)
        if (path->results[check].outcome == OUTCOME_PASS ||
            path->results[check].outcome == OUTCOME_WARN)
            last = &path->results[check];
    return last;
}

static const struct result *
subject_result(const struct subject *subject)
{
    if (subject->path != NULL) {
        enum check_id setback = path_setback(subject->path);

        return setback != CHECK_COUNT ? &subject->path->results[setback]
                                      : path_last_result(subject->path);
    }
    return subject->target != NULL
               ? &target_first_name(subject->target)->result
               : NULL;
}

/* What the servers said about the name: records are what they should say. */
static enum reason
name_servers_reason(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->reason == REASON_NONE)
            return REASON_NONE;
    for (size_t i = 0; i < name->answer_count; i++)
        if (name->answers[i]->rcode != NULL)
            return name->answers[i]->reason;
    return name->result.reason;
}

static bool
subject_is_name(const struct subject *subject)
{
    return !subject->whole && subject->path == NULL &&
           subject->target != NULL &&
           subject->target->route.kind == ROUTE_DIRECT;
}

void
value_reason(struct buffer *out, const struct subject *subject)
{
    const struct result *result = subject_result(subject);

    if (subject_is_name(subject)) {
        enum reason reason = name_servers_reason(subject->target->name);

        buffer_append_text(out, reason == REASON_NONE ? "an address was given"
                                                      : reason_phrase(reason));
    } else if (result != NULL)
        buffer_append_text(out, reason_phrase(result->reason));
}

/*
 * The reason, and by name and number what the other side said:
 * "TLS alert, access_denied (49)"
 */
void
value_result(struct buffer *out, const struct subject *subject)
{
    const struct result *result = subject_result(subject);
    enum reason reason = result != NULL ? result->reason : REASON_NONE;
    size_t before;

    value_reason(out, subject);
    before = out->length;
    buffer_append_text(out, ", ");
    if (reason == REASON_TLS_ALERT || reason == REASON_HTTP_ALERT)
        value_alert(out, subject);
    else if (reason == REASON_STATUS_UNEXPECTED)
        value_status(out, subject);
    if (out->length == before + 2)
        buffer_cut(out, before);
}

void
value_duration(struct buffer *out, const struct subject *subject)
{
    const struct result *result = subject_result(subject);

    if (result != NULL)
        units_append_duration(out, result->duration_ms);
}

void
value_error(struct buffer *out, const struct subject *subject)
{
    const char *error = NULL;

    if (subject->path != NULL && subject->path->tcp.error != NULL)
        error = subject->path->tcp.error;
    else if (subject->path != NULL)
        error = subject->path->tls.error;
    else if (subject->target != NULL && subject->target->name != NULL)
        error = subject->target->name->system.error;
    if (error != NULL)
        units_append_line(out, error);
}

void
value_sender(struct buffer *out, const struct subject *subject)
{
    if (subject->path != NULL &&
        subject->path->tcp.sender.family != FAMILY_NONE)
        units_append_address(out, &subject->path->tcp.sender);
}

/* Without a sender no ICMP was seen, whatever the numbers say. */
void
value_icmp(struct buffer *out, const struct subject *subject)
{
    const struct path *path = subject->path;

    if (path == NULL || path->tcp.sender.family == FAMILY_NONE)
        return;
    buffer_printf(out, "%s type %" PRId64 " code %" PRId64,
                  path->address.family == FAMILY_IPV6 ? "ICMPv6" : "ICMP",
                  path->tcp.icmp_type, path->tcp.icmp_code);
}

/* The first router, of the family that is spoken of. */
void
value_gateway(struct buffer *out, const struct subject *subject)
{
    const struct machine *machine = &subject->run->machine;
    enum family family =
        subject->path != NULL ? subject->path->address.family : FAMILY_IPV4;
    const struct address *gateway = machine_gateway(machine, family);

    if (gateway != NULL)
        units_append_address(out, gateway);
}

/* The proxy. */

/* A target that goes past the proxy has none of its own. */
static const struct route *
subject_proxy(const struct subject *subject)
{
    const struct target *target = subject->target;

    return target != NULL && target->route.proxy_host != NULL
               ? &target->route
               : &subject->run->route;
}

void
value_proxy(struct buffer *out, const struct subject *subject)
{
    const struct route *route = subject_proxy(subject);

    if (route->proxy_host != NULL)
        units_append_place(out, route->proxy_host, route->proxy_port);
}

/* For commands: "http://proxy.corp.example:3128" */
void
value_proxy_url(struct buffer *out, const struct subject *subject)
{
    const struct route *route = subject_proxy(subject);

    if (route->proxy_host == NULL)
        return;
    buffer_append_text(out, route->proxy_is_tls ? "https://" : "http://");
    units_append_place(out, route->proxy_host, route->proxy_port);
}

void
value_schemes(struct buffer *out, const struct subject *subject)
{
    struct wording_list list = { 0 };

    if (subject->path == NULL)
        return;
    for (size_t i = 0; i < subject->path->proxy.scheme_count; i++)
        wording_list_add(&list, subject->path->proxy.schemes[i]);
    wording_list_append(out, &list);
}

/* The run. */

/* When it was tried, for whoever looks for it in a log; else of the run. */
void
value_time(struct buffer *out, const struct subject *subject)
{
    enum { MS = 1000 };
    const struct result *result = subject_result(subject);
    int64_t since_ms = result != NULL ? result->started_ms : 0;

    units_append_time(out, (subject->run->started + since_ms) / MS);
}

void
value_hostname(struct buffer *out, const struct subject *subject)
{
    if (subject->run->machine.hostname != NULL)
        units_append_line(out, subject->run->machine.hostname);
}
