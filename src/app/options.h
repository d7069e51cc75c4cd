#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/*
 * Long options from one table, which also prints the help. An option's value
 * is stored as text in the struct that the table describes; what it means is
 * the business of who uses it.
 */
struct option_row {
    const char *name;     /* without the dashes */
    const char *argument; /* "FILE"; NULL: a switch, stored as "" */
    const char *help;
    size_t offset; /* of a const char * in the struct */
};

struct option_table {
    const char *usage; /* "cdsdoctor check [options]" */
    const char *example;
    const char *about;
    const struct option_row *rows;
    size_t row_count;
};

enum options_outcome { OPTIONS_READ, OPTIONS_HELP, OPTIONS_WRONG };

/*
 * Reads argv[1] and on into `values`, the struct of the table. What is no
 * option is left behind at *operands. `--help` and `--version` are known
 * everywhere; both end as OPTIONS_HELP with the text in `help`.
 */
enum options_outcome options_read(const struct option_table *table, int argc,
                                  char **argv, void *values, char ***operands,
                                  int *operand_count, struct buffer *help,
                                  struct error *error);

void options_help(const struct option_table *table, struct buffer *out);

/* The nearest of the words when it is near enough to be meant; NULL. */
const char *options_nearest(const char *word, const char *const *words,
                            size_t count);

#endif
