#include "journal_case.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "transcript/json_writer.h"

enum { NOON = 1764158400 }; /* 2025-11-26T12:00:00Z */

void
case_open(struct journal_case *of)
{
    strcpy(of->root, "/tmp/cdsdoctor-journal-XXXXXX");
    if (mkdtemp(of->root) == NULL)
        abort();
    snprintf(of->place, sizeof of->place, "%s/cdsdoctor", of->root);
}

static int
remove_one(const char *path, const struct stat *status, int kind,
           struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void
case_close(struct journal_case *of)
{
    nftw(of->root, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

static json_t *
record(const char *name, const char *text)
{
    json_t *object = json_writer_object();

    json_writer_put_text(object, name, text);
    return object;
}

void
case_write_session(struct journal *journal, int answers)
{
    journal_write(journal, "session", NOON, record("program", "1.0"),
                  JOURNAL_SOON);
    for (int i = 0; i < answers; i++) {
        json_t *answer = record("question", "event");
        char value[16];

        snprintf(value, sizeof value, "%d", 4200 + i);
        json_writer_put_text(answer, "value", value);
        journal_write(journal, "answer", NOON + i, answer, JOURNAL_SOON);
    }
    journal_write(journal, "note", NOON, record("text", "a \xc3\xa9 note"),
                  JOURNAL_SOON);
    journal_write(journal, "step", NOON, record("step", "verdict"),
                  JOURNAL_NOW);
}

void
case_write_file(const char *path, const char *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (file < 0 || write(file, bytes, length) != (ssize_t)length)
        abort();
    close(file);
}
