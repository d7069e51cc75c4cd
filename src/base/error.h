#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

#include "base/attributes.h"

/*
 * What stopped us: a file that cannot be used, a wrong option, a system call
 * that our own work needs. What the network did is never an error but a
 * result (model/reason.h). An error lives on the caller's stack and is the
 * last parameter of every function that can fail; such a function returns
 * false after filling it.
 */
enum error_code {
    ERROR_NONE,
    ERROR_USAGE,  /* the operator asked for something that cannot be */
    ERROR_DATA,   /* a definition or an input file is not as it must be */
    ERROR_SYSTEM, /* a system call failed; saved_errno says how */
    ERROR_LIMIT,  /* something is larger than we are willing to take */
};

struct error {
    enum error_code code;
    int saved_errno;
    char text[256]; /* one sentence without a full stop, safe to print */
};

/*
 * Fills the error and returns false, so that a failing function can end in
 * `return error_set(...)`. The text is made safe for a terminal: what it
 * quotes may come from anywhere.
 */
bool error_set(struct error *error, enum error_code code, const char *format,
               ...) PRINTF_LIKE(3, 4);

/* As error_set with ERROR_SYSTEM; appends what errno means, never cut. */
bool error_set_errno(struct error *error, int saved_errno, const char *format,
                     ...) PRINTF_LIKE(3, 4);

/*
 * Puts "context: " in front of what an inner function said; returns false.
 * What is too long loses its middle, the context before the inner message.
 */
bool error_add_context(struct error *error, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
