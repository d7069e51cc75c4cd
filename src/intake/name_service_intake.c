#include "intake/name_service_intake.h"

#include <string.h>

#include "intake/lines.h"

static const char blanks[] = " \t\r\v\f";

/* What the line says about hosts, without a comment; NULL if nothing. */
static char *
name_service_value(char *line)
{
    static const char keyword[] = "hosts:";
    char *value = line + strspn(line, blanks);

    if (strncmp(value, keyword, strlen(keyword)) != 0)
        return NULL;
    value += strlen(keyword);
    value += strspn(value, blanks);
    value[strcspn(value, "#")] = '\0';
    for (size_t end = strlen(value);
         end > 0 && strchr(blanks, value[end - 1]) != NULL; end--)
        value[end - 1] = '\0';
    return value;
}

void
name_service_intake_fill(struct look *look)
{
    struct lines lines;
    char *line;

    if (!lines_open(&lines, look, "/etc/nsswitch.conf"))
        return;
    while ((line = lines_next(&lines)) != NULL) {
        const char *value = name_service_value(line);

        if (value != NULL)
            look->machine->name_service = look_keep(look, value);
    }
    lines_close(&lines);
}
