#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include <stdbool.h>

/*
 * The commands of the program. Each takes the words from its own name on and
 * returns the exit code of the process.
 */
enum exit_code {
    EXIT_HEALTHY = 0,
    EXIT_FAULT = 1,
    EXIT_USAGE = 2,
    EXIT_INCONCLUSIVE = 3,
    EXIT_NOT_WRITTEN = 4,
    EXIT_STOPPED = 130,
};

struct command {
    const char *name;
    const char *about;
    int (*run)(int argc, char **argv);
};

extern const struct command commands[];
extern const int command_count;

int check_command(int argc, char **argv);
int compare_command(int argc, char **argv);
int data_command(int argc, char **argv);
int explain_command(int argc, char **argv);
int info_command(int argc, char **argv);
int lab_command(int argc, char **argv);
int watch_command(int argc, char **argv);
int report_command(int argc, char **argv);
int transcripts_command(int argc, char **argv);

/* Without a command: the wizard, or what it is line by line. */
int wizard_command(int argc, char **argv);
/* Whether somebody is there to be asked. */
bool wizard_can_ask(void);

#endif
