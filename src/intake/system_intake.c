#include "intake/system_intake.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "intake/lines.h"

/* The first line of a file, as safe text; NULL without one. */
static const char *
system_first_line(struct look *look, const char *path)
{
    struct lines lines;
    const char *text = NULL;

    if (!lines_open(&lines, look, path))
        return NULL;

    const char *line = lines_next(&lines);

    if (line != NULL)
        text = look_keep(look, line);
    lines_close(&lines);
    return text;
}

/* A value of os-release(5): quoted or not, as a shell would read it. */
static void
system_unquote(char *value)
{
    char quote = *value == '"' || *value == '\'' ? *value : '\0';
    char *out = value;

    if (quote != '\0')
        value++;
    for (; *value != '\0' && (quote == '\0' || *value != quote); value++) {
        if (*value == '\\' && quote != '\'' && value[1] != '\0')
            value++;
        *out++ = *value;
    }
    *out = '\0';
}

static const char *
system_pretty_name(struct look *look, const char *path)
{
    static const char key[] = "PRETTY_NAME=";
    const char *name = NULL;
    struct lines lines;
    char *line;

    if (!lines_open(&lines, look, path))
        return NULL;
    while ((line = lines_next(&lines)) != NULL)
        if (strncmp(line, key, strlen(key)) == 0) {
            system_unquote(line + strlen(key));
            name = look_keep(look, line + strlen(key));
        }
    lines_close(&lines);
    return name;
}

/* "name:password:uid:..." of that user; NULL when it is another's line. */
static const char *
system_user_of_line(char *line, uid_t uid)
{
    char *rest = line;
    const char *name = strsep(&rest, ":");
    const char *password = strsep(&rest, ":");
    const char *number = strsep(&rest, ":");
    char *end;

    if (password == NULL || number == NULL || *number < '0' || *number > '9')
        return NULL;
    return strtoul(number, &end, 10) == uid && *end == '\0' ? name : NULL;
}

static const char *
system_user(struct look *look)
{
    const char *user = NULL;
    struct lines lines;
    char *line;

    if (lines_open(&lines, look, "/etc/passwd")) {
        while (user == NULL && (line = lines_next(&lines)) != NULL) {
            const char *name = system_user_of_line(line, geteuid());

            if (name != NULL)
                user = look_keep(look, name);
        }
        lines_close(&lines);
    }
    if (user != NULL)
        return user;
    return arena_printf(look->arena, "uid %lu", (unsigned long)geteuid());
}

/* "+01:00 CET"; the name is left out when it is only the number again. */
static const char *
system_time_zone(struct look *look)
{
    time_t now = (time_t)look->intake->now;
    struct tm local;

    if (localtime_r(&now, &local) == NULL)
        return NULL;

    long minutes = labs(local.tm_gmtoff) / 60;
    const char *name = local.tm_zone != NULL ? local.tm_zone : "";
    bool is_named = *name != '\0' && *name != '+' && *name != '-';

    return look_keep(look,
                     arena_printf(look->arena, "%c%02ld:%02ld%s%s",
                                  local.tm_gmtoff < 0 ? '-' : '+',
                                  minutes / 60, minutes % 60,
                                  is_named ? " " : "", is_named ? name : ""));
}

void
system_intake_fill(struct look *look)
{
    struct machine *machine = look->machine;
    struct utsname kernel;

    machine->hostname = system_first_line(look, "/proc/sys/kernel/hostname");
    machine->system = system_pretty_name(look, "/etc/os-release");
    if (machine->system == NULL)
        machine->system = system_pretty_name(look, "/usr/lib/os-release");
    if (uname(&kernel) == 0) {
        machine->kernel = look_keep(
            look, arena_printf(look->arena, "%s %s %s", kernel.sysname,
                               kernel.release, kernel.machine));
        if (machine->hostname == NULL)
            machine->hostname = look_keep(look, kernel.nodename);
    }
    machine->user = system_user(look);
    machine->local_time = look->intake->now;
    machine->time_zone = system_time_zone(look);
}
