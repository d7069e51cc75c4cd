#include "app/line_private.h"

#include <string.h>

#include "base/clock.h"

void
line_private_close(struct line_private *private)
{
    line_private_forget(private);
    aliases_free(private->aliases);
    *private = (struct line_private){ 0 };
}

void
line_private_follow(struct line_private *private,
                    const struct session *session)
{
    line_private_forget(private);
    private->session = session;
}

void
line_private_forget(struct line_private *private)
{
    shared_copy_release(&private->copy);
    private->is_made = false;
}

void
line_private_toggle(struct line_private *private, struct buffer *out)
{
    private->on = !private->on;
    buffer_append_text(
        out, private->on ? "Private: names and addresses of yours are said "
                           "under aliases from now on.\n"
                         : "No longer private: everything is said as it "
                           "is.\n");
}

struct aliases *
line_private_aliases(struct line_private *private)
{
    if (private->aliases == NULL)
    private->aliases = aliases_new();
    return private->aliases;
}

static struct mask *
mask_of(struct line_private *private)
{
    const struct session *session = private->session;

    if (!private->is_made) {
        shared_copy_look(&private->copy, &session->run, session->diagnosis,
                         line_private_aliases(private));
        private->is_made = true;
        private->made_ms = clock_monotonic_ms();
    }
    return private->copy.mask;
}

void
line_side_open(struct line_side *side, struct line_private *private,
               const struct run *run, const struct diagnosis *diagnosis)
{
    *side = (struct line_side){ .run = run, .diagnosis = diagnosis };
    if (!private->on)
        return;
    shared_copy_look(&side->copy, run, diagnosis,
                     line_private_aliases(private));
    side->run = &side->copy.run;
    side->diagnosis = &side->copy.diagnosis;
}

void
line_side_close(struct line_side *side)
{
    shared_copy_release(&side->copy);
    *side = (struct line_side){ 0 };
}

const struct run *
line_private_run(struct line_private *private)
{
    if (!private->on)
        return &private->session->run;
    (void)mask_of(private);
    return &private->copy.run;
}

const struct diagnosis *
line_private_diagnosis(struct line_private *private)
{
    if (!private->on || private->session->diagnosis == NULL)
        return private->session->diagnosis;
    (void)mask_of(private);
    return &private->copy.diagnosis;
}

/* What was typed is covered where it is repeated. */
static void
append_without(struct mask *mask, const char *text, const char *typed,
               struct buffer *out)
{
    enum { SHORTEST = 3 };
    size_t length = typed != NULL ? strlen(typed) : 0;
    const char *at;

    while (length >= SHORTEST && (at = strstr(text, typed)) != NULL) {
        buffer_append(out, text, (size_t)(at - text));
        buffer_append_text(out, mask_typed(mask, typed));
        text = at + length;
    }
    buffer_append_text(out, text);
}

const char *
line_private_say(struct line_private *private, const char *text,
                 const char *typed)
{
    struct mask *mask;
    struct buffer plain = { 0 };
    const char *said;

    if (!private->on)
        return text;
    mask = mask_of(private);
    append_without(mask, text, typed, &plain);
    said =
        mask_text(mask, PRIVACY_PUBLIC,
                  arena_text(&private->copy.run.arena, buffer_text(&plain)));
    buffer_release(&plain);
    return said;
}

const char *
line_private_say_news(struct line_private *private, const char *text)
{
    enum { OLD_MS = 250 };

    if (!private->on)
        return text;
    if (clock_monotonic_ms() - private->made_ms >= OLD_MS)
        line_private_forget(private);
    return mask_text(mask_of(private), PRIVACY_FREE, text);
}

const char *
line_private_text(struct line_private *private, enum privacy privacy,
                  const char *text)
{
    return private->on ? mask_text(mask_of(private), privacy, text) : text;
}
