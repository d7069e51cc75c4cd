#ifndef APP_NOTES_H
#define APP_NOTES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "model/guide.h"
#include "transcript/transcript.h"

/*
 * What the operator writes down on the way, in the wizard and line by line:
 * each note with its time and the step at which it was written. All zero
 * there are none.
 */
enum { NOTES_MOST = 1000, NOTE_LIMIT = 2000 };

struct note {
    int64_t time; /* Unix seconds */
    enum guide_step_id step;
    const char *text;
};

struct notes {
    struct arena arena;
    struct note **notes;
    size_t count;
};

/*
 * Keeps a copy of the text, which is safe (base/safe_text.h). False: it is
 * empty or there are too many.
 */
bool notes_add(struct notes *notes, enum guide_step_id step, const char *text);
/* Those of a transcript that is gone on with. */
void notes_restore(struct notes *notes, const struct transcript *transcript);
void notes_release(struct notes *notes);

/* "2026-11-24 12:00:00 UTC, step 5" */
void note_append_place(struct buffer *out, const struct note *note);

/* As a part of a text report; nothing when there are none. */
void notes_write(const struct notes *notes, struct buffer *out);

#endif
