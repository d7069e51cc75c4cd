#include "report/text_sections.h"

#include "report/alike.h"
#include "report/terms.h"
#include "report/text_facts.h"
#include "report/text_wrap.h"
#include "report/units.h"

enum { MOST_PATHS = 8, MOST_TARGETS = 12 };

static void
path_write_place(const struct target *target, const struct path *path,
                 const char *remark, struct buffer *out)
{
    bool proxied = target->route.kind == ROUTE_PROXY;

    buffer_append_text(out, proxied ? "  by the proxy at " : "  at ");
    units_append_peer(out, &path->address, path->port);
    buffer_append_text(out, remark);
    if (!path->of_system)
        buffer_append_text(out, " (known to a resolver, not to this host)");
    buffer_append_byte(out, '\n');
}

/* An address with what was seen there, and those where it was the same. */
static void
path_write(const struct target *target, size_t index, struct buffer *out)
{
    const struct path *path = target->paths[index];

    path_write_place(target, path, "", out);
    for (size_t i = index + 1; i < target->path_count; i++)
        if (alike_paths(path, target->paths[i]))
            path_write_place(target, target->paths[i], ", the same", out);
    for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
        if (path->results[check].outcome != OUTCOME_NONE)
            text_facts_write_path(out, path, (enum check_id)check);
}

static void
paths_write(const struct target *target, struct buffer *out)
{
    size_t told = 0;
    size_t left_out = 0;

    for (size_t i = 0; i < target->path_count; i++) {
        if (alike_is_told(target, i))
            continue;
        if (told++ < MOST_PATHS)
            path_write(target, i, out);
        else
            left_out++;
    }
    if (left_out > 0)
        buffer_printf(out,
                      "  and %zu more addresses; the JSON report has them "
                      "all\n",
                      left_out);
}

static const char *
target_standing(const struct target *target)
{
    if (target->control)
        return ", for comparison";
    return target->endpoint->required ? "" : ", not required";
}

static void
target_write(const struct target *target, struct buffer *out)
{
    struct result name_result = target_result(target, CHECK_DNS);
    struct buffer title = { 0 };

    buffer_append_byte(out, '\n');
    units_append_place(&title, target->endpoint->host, target->endpoint->port);
    buffer_printf(&title, ", %s%s", terms_role(target->endpoint->role),
                  target_standing(target));
    text_wrap_buffer(out, "", "  ", &title);
    if (!target->control)
        text_wrap(out, "  needed: ", "  ", target->endpoint->why);
    text_facts_write_name(out, target->name, &name_result);
    if (target->proxy_name != NULL && name_result.outcome == OUTCOME_WARN)
        buffer_append_text(out, "        (no fault: the proxy resolves it)\n");
    if (target->proxy_name != NULL && target->path_count == 0) {
        buffer_append_text(out, "  the name of the proxy\n");
        text_facts_write_name(out, target->proxy_name,
                              &target->proxy_name->result);
    }
    paths_write(target, out);
    buffer_release(&title);
}

/* Those that decide come first. */
void
text_targets_write(const struct run *run, struct buffer *out)
{
    size_t count = 0;

    for (int decisive = 1; decisive >= 0; decisive--)
        for (size_t i = 0; i < run->target_count; i++) {
            const struct target *target = run->targets[i];

            if (target_is_decisive(target, run) != (decisive == 1) ||
                !alike_is_worth_telling(run, target))
                continue;
            if (count == 0)
                buffer_append_text(out, "\nWHAT WAS SEEN\n");
            if (count++ < MOST_TARGETS)
                target_write(target, out);
        }
    if (count > MOST_TARGETS)
        buffer_printf(out,
                      "\nand %zu more endpoints; the JSON report has them "
                      "all\n",
                      count - MOST_TARGETS);
}
