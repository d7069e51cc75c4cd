#ifndef BASE_ATTRIBUTES_H
#define BASE_ATTRIBUTES_H

/*
 * What the compiler is told beyond the language: results that must be looked
 * at, and functions that take a printf format.
 */
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at)                                      \
    __attribute__((format(printf, format_at, first_at)))

#endif
