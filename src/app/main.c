#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/options.h"
#include "app/output.h"
#include "app/version.h"

const struct command commands[] = {
    { "check", "run every check at once and print the report", check_command },
    { "watch", "check again and again and tell what changes", watch_command },
    { "compare", "what changed between two transcripts", compare_command },
    { "explain", "tell about one cause, in three depths", explain_command },
    { "data", "show or validate the definitions in force", data_command },
    { "report", "print the report of a transcript", report_command },
    { "transcripts", "list what is kept, and remove what is old",
      transcripts_command },
    { "lab", "try a simulated network with a known fault", lab_command },
    { "info", "show what this machine and this program are", info_command },
};

const int command_count = sizeof commands / sizeof commands[0];

static void
main_help(FILE *out)
{
    fputs("Example: cdsdoctor check --region us\n"
          "Usage:   cdsdoctor [--plain] [options] the wizard\n"
          "         cdsdoctor COMMAND [options]\n\n"
          "Finds out why a DLP Cloud Detection Server stays disconnected.\n"
          "Without a command it asks and explains, step by step.\n\n"
          "Commands:\n",
          out);
    for (int i = 0; i < command_count; i++)
        fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].about);
    fputs("\n\"cdsdoctor COMMAND --help\" tells more about one.\n", out);
}

static int
main_unknown_command(const char *word)
{
    struct error error = { 0 };
    const char *names[sizeof commands / sizeof commands[0]];

    for (int i = 0; i < command_count; i++)
        names[i] = commands[i].name;

    const char *nearest = options_nearest(word, names, (size_t)command_count);

    if (nearest != NULL)
        error_set(&error, ERROR_USAGE,
                  "there is no command \"%s\"; did you mean %s?", word,
                  nearest);
    else
        error_set(&error, ERROR_USAGE,
                  "there is no command \"%s\"; see cdsdoctor --help", word);
    output_complain(&error);
    return EXIT_USAGE;
}

/*
 * Characters and their widths follow the user; numbers and dates do not. Nor
 * does case, for names of hosts are compared everywhere alike: where "I" is
 * the capital of another letter than "i", it is as in C.
 */
static void
main_set_locale(void)
{
    setlocale(LC_CTYPE, "");
    if (tolower('I') == 'i')
        return;
    setlocale(LC_CTYPE,
              strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? "C.UTF-8" : "C");
}

int
main(int argc, char **argv)
{
    main_set_locale();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error */

    if (argc < 2 && wizard_can_ask())
        return wizard_command(argc, argv);
    if (argc < 2) {
        main_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        main_help(stdout);
        return EXIT_HEALTHY;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("cdsdoctor " CDSDOCTOR_VERSION);
        return EXIT_HEALTHY;
    }
    for (int i = 0; i < command_count; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    if (strncmp(argv[1], "--", 2) == 0)
        return wizard_command(argc, argv);
    return main_unknown_command(argv[1]);
}
