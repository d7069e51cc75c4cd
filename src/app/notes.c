#include "app/notes.h"

#include "base/clock.h"

static void
keep(struct notes *notes, int64_t time, enum guide_step_id step,
     const char *text)
{
    struct note *note = arena_new(&notes->arena, 1, sizeof *note);

    note->time = time;
    note->step = step;
    note->text = arena_text(&notes->arena, text);
    arena_push(&notes->arena, &notes->notes, &notes->count, note);
}

bool
notes_add(struct notes *notes, enum guide_step_id step, const char *text)
{
    enum { SECOND_MS = 1000 };

    if (*text == '\0' || notes->count >= NOTES_MOST)
        return false;
    keep(notes, clock_wall_ms() / SECOND_MS, step, text);
    return true;
}

void
notes_restore(struct notes *notes, const struct transcript *transcript)
{
    for (size_t i = 0; i < transcript->note_count && notes->count < NOTES_MOST;
         i++)
        keep(notes, transcript->notes[i]->time, transcript->notes[i]->step,
             transcript->notes[i]->text);
}

void
notes_release(struct notes *notes)
{
    arena_release(&notes->arena);
    *notes = (struct notes){ 0 };
}

struct run
notes_beside(const struct notes *notes, const struct run *run)
{
    struct run with = *run;

    with.notes = notes->notes;
    with.note_count = notes->count;
    return with;
}
