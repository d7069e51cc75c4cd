#ifndef INTAKE_ENVIRONMENT_H
#define INTAKE_ENVIRONMENT_H

/*
 * The value of a variable in an environment that is given, NULL when it is
 * not set. Borrowed and hostile: nobody has made it safe.
 */
const char *environment_value(char **environment, const char *name);

/* The same, where an empty variable counts as one that is not set. */
const char *environment_filled(char **environment, const char *name);

#endif
