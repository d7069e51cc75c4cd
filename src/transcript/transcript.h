#ifndef TRANSCRIPT_TRANSCRIPT_H
#define TRANSCRIPT_TRANSCRIPT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "model/note.h"

/*
 * What a journal says, record by record, as it stood when the last of them
 * was written. The bytes may come from anywhere: every text is made safe,
 * everything has a bound. A last line without its end is what a crash leaves
 * and is left out; any other line that is not as it must be is damage, and
 * the error says which.
 */
/* An option of the command line that no question is about. */
struct transcript_option {
    const char *name;
    const char *value;
};

struct transcript_export {
    int64_t time;
    const char *what;   /* "report", "screen", ...; NULL: not known */
    const char *file;   /* NULL: it went elsewhere */
    const char *sha256; /* NULL: not known */
    int64_t bytes;
};

struct transcript {
    struct arena arena;
    int64_t started;     /* Unix seconds */
    int64_t last;        /* of the last record */
    const char *program; /* the version that began it */
    const char *use;     /* "session", "check", "before", "after"; NULL */
    const char *pair;    /* the file with the round before; NULL */
    struct transcript_option **options;
    size_t option_count;
    const char *answers[QUESTION_COUNT]; /* NULL: as it was at first */
    size_t answer_count;                 /* how many were given */
    struct note **notes;
    size_t note_count;
    struct transcript_export **exports;
    size_t export_count;
    enum guide_step_id step; /* where somebody stood last */
    bool planned;            /* a plan was agreed to */
    size_t result_count;     /* checks that have ended since */
    json_t *run;             /* the last that has ended, for run_load; NULL */
    json_t *seen;            /* of a run that did not end, likewise; NULL */
    const char *outcome;     /* of the verdict; NULL: there is none */
    const char *cause;
    bool viewed;        /* the operator has seen that verdict */
    size_t round_count; /* rounds that were watched and not kept whole */
    bool ended;         /* the operator has left; else it was cut off */
    size_t records;     /* lines */
    size_t whole;       /* bytes of whole lines */
    bool torn;          /* a last line was left out */
};

/*
 * Reads all lines. A file that was cut off before its first line was whole is
 * a transcript without records. What was read is given back by
 * transcript_release, after a failure too.
 */
MUST_USE bool transcript_read(struct transcript *transcript, const char *bytes,
                              size_t length, struct error *error);

void transcript_release(struct transcript *transcript);

/* The value of an option; NULL when it was not given. */
const char *transcript_option(const struct transcript *transcript,
                              const char *name);

/* Whether there is something to go on with. */
bool transcript_is_unfinished(const struct transcript *transcript);

#endif
