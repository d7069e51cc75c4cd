#ifndef BASE_ERRNO_NAME_H
#define BASE_ERRNO_NAME_H

/*
 * The symbol of an errno that a socket call can give: "ECONNREFUSED". NULL
 * for 0 and for a number that no socket call gives. The C library's own
 * function for this is not everywhere.
 */
const char *errno_name(int number);

#endif
