#include "intake/hosts_intake.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "intake/lines.h"
#include "intake/zone_address.h"

enum { MOST_ENTRIES = 256 };

static const char hosts_path[] = "/etc/hosts";
static const char blanks[] = " \t\r\v\f";

/* The host of this look that is called so; NULL when none is. */
static const char *
hosts_find(const struct machine_intake *intake, const char *name)
{
    for (size_t i = 0; i < intake->host_count; i++)
        if (strcasecmp(intake->hosts[i], name) == 0)
            return intake->hosts[i];
    return NULL;
}

static void
hosts_add(struct look *look, const char *host, const char *address,
          int64_t line)
{
    struct machine *machine = look->machine;
    struct machine_host entry = { .file = hosts_path, .line = line };

    if (machine->host_count >= MOST_ENTRIES)
        return;
    if (!zone_address_parse(address, &entry.address)) {
        look_note(look,
                  "%s:%" PRId64 " gives %s the address \"%s\", which is "
                  "none; the system ignores it.",
                  hosts_path, line, host, address);
        return;
    }
    entry.host = look_keep(look, host);

    struct machine_host *kept = arena_new(look->arena, 1, sizeof *kept);

    *kept = entry;
    arena_push(look->arena, &machine->hosts, &machine->host_count, kept);
}

static void
hosts_take_line(struct look *look, char *line, int64_t number)
{
    char *rest;

    line[strcspn(line, "#")] = '\0';

    const char *address = strtok_r(line, blanks, &rest);

    if (address == NULL)
        return;
    for (const char *name = strtok_r(NULL, blanks, &rest); name != NULL;
         name = strtok_r(NULL, blanks, &rest)) {
        const char *host = hosts_find(look->intake, name);

        if (host != NULL)
            hosts_add(look, host, address, number);
    }
}

void
hosts_intake_fill(struct look *look)
{
    const struct machine *machine = look->machine;
    struct lines lines;
    char *line;

    if (!lines_open(&lines, look, hosts_path))
        return;
    while (machine->host_count < MOST_ENTRIES &&
           (line = lines_next(&lines)) != NULL)
        hosts_take_line(look, line, lines.number);
    if (machine->host_count >= MOST_ENTRIES)
        look_note(look,
                  "%s names these hosts very often; what follows line "
                  "%" PRId64 " was not read.",
                  hosts_path, lines.number);
    lines_close(&lines);
}
