#ifndef APP_NOTES_H
#define APP_NOTES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "model/run.h"
#include "transcript/transcript.h"

/*
 * What the operator writes down on the way, in the wizard and line by line:
 * each note with its time and the step at which it was written. All zero
 * there are none.
 */
enum { NOTES_MOST = 1000, NOTE_LIMIT = 2000 };

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

/*
 * The run as reports are to show it, with the notes: a view of both, which
 * must outlive it.
 */
struct run notes_beside(const struct notes *notes, const struct run *run);

#endif
