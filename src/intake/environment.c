#include "intake/environment.h"

#include <stddef.h>
#include <string.h>

const char *
environment_value(char **environment, const char *name)
{
    size_t length = strlen(name);

    for (char **at = environment; at != NULL && *at != NULL; at++)
        if (strncmp(*at, name, length) == 0 && (*at)[length] == '=')
            return *at + length + 1;
    return NULL;
}

const char *
environment_filled(char **environment, const char *name)
{
    const char *value = environment_value(environment, name);

    return value != NULL && *value != '\0' ? value : NULL;
}
