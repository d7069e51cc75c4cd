#ifndef APP_COMMAND_LINE_H
#define APP_COMMAND_LINE_H

#include "app/options.h"

/*
 * The words of one command, read by its table: help and complaints are
 * printed here, so that a command only goes on with what it can use.
 */
struct command_line {
    char **operands;
    int operand_count;
    struct error error; /* of wrong usage; it was said */
    int code;           /* to exit with when there is nothing more to do */
};

/*
 * Fills `values` and the operands, of which more than `most_operands` are
 * refused. False: help was wanted or the words were wrong, and `code` says
 * which.
 */
MUST_USE bool command_line_read(struct command_line *line,
                                const struct option_table *table, int argc,
                                char **argv, void *values, int most_operands);

#endif
