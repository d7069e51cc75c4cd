#include <inttypes.h>

#include "model/probe_tally.h"
#include "report/units.h"
#include "report/wording_list.h"
#include "report/wording_values.h"

/*
 * What somebody else needs to find a try in his own logs, and to believe it:
 * from where to where it went, how far it came, and what came through beside
 * it.
 */

static void
append_end(struct buffer *out, const struct address *address, int64_t port)
{
    units_append_address(out, address);
    if (port > 0)
        buffer_printf(out, " port %" PRId64, port);
}

static bool
subject_is_proxied(const struct subject *subject)
{
    return subject->target != NULL &&
           subject->target->route.kind == ROUTE_PROXY;
}

/* "10.77.1.2 port 40123" */
void
value_source(struct buffer *out, const struct subject *subject)
{
    const struct path *path = subject->path;

    if (path != NULL && path->tcp.local.family != FAMILY_NONE)
        append_end(out, &path->tcp.local, path->tcp.local_port);
}

/* "203.0.113.2 port 443"; by a proxy the connection is one to the proxy. */
void
value_destination(struct buffer *out, const struct subject *subject)
{
    if (subject->path == NULL)
        return;
    append_end(out, &subject->path->address, subject->path->port);
    if (subject_is_proxied(subject))
        buffer_append_text(out, " (the proxy)");
}

/* For commands: the endpoint itself, where it is reached without a proxy. */
void
value_address_port(struct buffer *out, const struct subject *subject)
{
    if (subject->path != NULL && !subject_is_proxied(subject))
        units_append_peer(out, &subject->path->address, subject->path->port);
}

/* For commands: the resolver behind the @ of dig, "10.0.0.53". */
void
value_resolver(struct buffer *out, const struct subject *subject)
{
    enum { DNS_PORT = 53 };
    const struct machine *machine = &subject->run->machine;

    if (machine->resolver_count == 0)
        return;
    units_append_address(out, &machine->resolvers[0]->address);
    if (machine->resolvers[0]->port != DNS_PORT)
        buffer_printf(out, " -p %" PRId64,
                      (int64_t)machine->resolvers[0]->port);
}

/* Where. */

static void
append_within(struct buffer *out, const char *what, int64_t hops)
{
    buffer_printf(out, "%s within %" PRId64 " hop%s of this server", what,
                  hops, hops == 1 ? "" : "s");
}

static void
append_sender(struct buffer *out, const struct subject *subject)
{
    value_icmp(out, subject);
    buffer_append_text(out, " from ");
    units_append_address(out, &subject->path->tcp.sender);
    if (subject->path->tcp.sender_is_local)
        buffer_append_text(out, ", which is this server itself");
}

/* The way is looked at once for all that failed alike. */
static void
append_distance(struct buffer *out, const struct subject *subject)
{
    const struct run *run = subject->run;
    const struct path *like = probes_hops_model(run, subject->path);
    const struct probe *last =
        like != NULL ? probes_last_hop(run, like) : NULL;
    int64_t met = like != NULL ? probes_nearest(run, like, PROBE_HOPS) : 0;

    if (met > 0) {
        append_within(out,
                      like->results[CHECK_TCP].outcome == OUTCOME_FAIL
                          ? "refused"
                          : "connections are answered",
                      met);
    } else if (last != NULL) {
        buffer_append_text(out, "silence behind ");
        units_append_address(out, &last->path->tcp.sender);
        buffer_printf(out, " (hop %" PRId64 "), the last router heard of",
                      last->variation.ttl);
    }
}

/* Who says so himself, else who answered nearest, else who was last heard. */
void
value_where(struct buffer *out, const struct subject *subject)
{
    const struct path *path = subject->path;
    int64_t cut;

    if (path == NULL)
        return;
    cut = probes_nearest(subject->run, path, PROBE_HELLO_HOPS);
    if (path->tcp.sender.family != FAMILY_NONE)
        append_sender(out, subject);
    else if (cut > 0)
        append_within(out, "the ClientHello is cut", cut);
    else
        append_distance(out, subject);
}

/* What came through. */

static bool
result_is_good(const struct result *result)
{
    return result->outcome == OUTCOME_PASS || result->outcome == OUTCOME_WARN;
}

static const struct path *
target_path_through(const struct target *target, enum check_id check,
                    const struct path *besides)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (target->paths[i] != besides &&
            result_is_good(&target->paths[i]->results[check]))
            return target->paths[i];
    return NULL;
}

/* The same name at another address says most, another endpoint less. */
static const struct path *
find_control(const struct subject *subject, enum check_id check,
             const struct target **control)
{
    const struct run *run = subject->run;
    const struct path *path =
        target_path_through(subject->target, check, subject->path);

    *control = subject->target;
    for (size_t i = 0; i < run->target_count && path == NULL; i++) {
        *control = run->targets[i];
        if (*control != subject->target &&
            (*control)->route.kind == subject->target->route.kind)
            path = target_path_through(*control, check, NULL);
    }
    return path;
}

/* By the other route the steps are others: it must have come to a chain. */
static const struct target *
find_other_route(const struct subject *subject)
{
    const struct run *run = subject->run;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (target->endpoint == subject->target->endpoint &&
            target->route.kind != subject->target->route.kind &&
            target_path_through(target, CHECK_TLS, NULL) != NULL)
            return target;
    }
    return NULL;
}

static void
append_control(struct buffer *out, const struct subject *subject,
               enum check_id check)
{
    const struct target *target;
    const struct path *path = find_control(subject, check, &target);

    if (path != NULL) {
        units_append_line(out, target->endpoint->host);
        buffer_append_text(out, " at ");
        append_end(out, &path->address, path->port);
        buffer_append_text(out, " came through");
        return;
    }
    target = find_other_route(subject);
    if (target == NULL) {
        buffer_append_text(out, "nothing else came through either");
        return;
    }
    units_append_line(out, target->endpoint->host);
    buffer_append_text(out, target->route.kind == ROUTE_PROXY
                                ? " came through by the proxy"
                                : " came through without the proxy");
}

static void
append_name_control(struct buffer *out, const struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++) {
        const struct name *name = run->names[i];

        if (name->random || name->again != NULL ||
            name->literal.family != FAMILY_NONE ||
            !result_is_good(&name->result))
            continue;
        units_append_line(out, name->host);
        buffer_append_text(out, " was resolved");
        return;
    }
    buffer_append_text(out, "no other name was resolved either");
}

/* The same step elsewhere in this run: what failed is told by what did not. */
void
value_control(struct buffer *out, const struct subject *subject)
{
    enum check_id check = subject_setback(subject);

    if (subject->target == NULL)
        return;
    if (check == CHECK_DNS)
        append_name_control(out, subject->run);
    else if (check != CHECK_COUNT)
        append_control(out, subject, check);
}

static bool
finding_concerns(const struct finding *finding, const struct target *target)
{
    for (size_t i = 0; finding != NULL && i < finding->target_count; i++)
        if (finding->targets[i]->name == target->name)
            return true;
    return false;
}

static const struct path *
target_genuine_path(const struct target *target)
{
    for (size_t i = 0; i < target->path_count; i++) {
        const struct tls_facts *tls = &target->paths[i]->tls;

        if (tls->chain_count > 0 && tls->genuine.ok && tls->name_matches)
            return target->paths[i];
    }
    return NULL;
}

static bool
is_not_concerned(const struct subject *subject, const struct target *target)
{
    return !finding_concerns(subject->finding, target) &&
           target_genuine_path(target) != NULL;
}

void
value_not_concerned(struct buffer *out, const struct subject *subject)
{
    const struct run *run = subject->run;
    struct wording_list list = { 0 };

    for (size_t i = 0; i < run->target_count; i++)
        if (is_not_concerned(subject, run->targets[i]))
            wording_list_add(&list, run->targets[i]->endpoint->host);
    if (list.count == 0)
        buffer_append_text(out, "none of those checked");
    wording_list_append(out, &list);
}

/* "CN=DigiCert ... (gw.example.net)": the other chain of the pair. */
void
value_genuine_issuer(struct buffer *out, const struct subject *subject)
{
    const struct run *run = subject->run;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct path *path = target_genuine_path(run->targets[i]);

        if (path == NULL)
            continue;
        units_append_line(out, path->tls.chain[0]->issuer);
        buffer_append_text(out, " (");
        units_append_line(out, run->targets[i]->endpoint->host);
        buffer_append_byte(out, ')');
        return;
    }
    buffer_append_text(out, "none was seen in this run");
}
