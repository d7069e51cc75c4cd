#include "app/command_line.h"

#include <stdio.h>

#include "app/commands.h"
#include "app/output.h"

bool
command_line_read(struct command_line *line, const struct option_table *table,
                  int argc, char **argv, void *values, int most_operands)
{
    struct buffer help = { 0 };
    struct error error = { 0 };
    enum options_outcome outcome =
        options_read(table, argc, argv, values, &line->operands,
                     &line->operand_count, &help, &error);

    line->code = EXIT_HEALTHY;
    if (outcome == OPTIONS_HELP) {
        fputs(buffer_text(&help), stdout);
        buffer_release(&help);
        return false;
    }
    if (outcome == OPTIONS_READ && line->operand_count > most_operands) {
        error_set(&error, ERROR_USAGE, "%s takes no \"%s\"", argv[0],
                  line->operands[most_operands]);
        outcome = OPTIONS_WRONG;
    }
    if (outcome == OPTIONS_READ)
        return true;
    output_complain(&error);
    line->error = error;
    line->code = EXIT_USAGE;
    return false;
}
