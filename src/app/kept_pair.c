#include "app/kept_pair.h"

#include "app/check_run.h"
#include "app/keeping.h"

static bool
keep_run(const struct session *session, enum keeping_use use, const char *pair,
         char **environment, struct buffer *path, struct buffer *trouble)
{
    struct keeping keeping;
    const char *why;

    keeping_open(&keeping, use, &session->options, environment);
    keeping.pair = pair;
    keeping_run(&keeping, &session->run, session->diagnosis);
    keeping_end(&keeping, check_run_exit_code(session));
    why = keeping_trouble(&keeping);
    buffer_append_text(why != NULL ? trouble : path,
                       why != NULL ? why : buffer_text(&keeping.journal.path));
    keeping_close(&keeping);
    return why == NULL;
}

bool
kept_pairs_add(struct kept_pairs *pairs, const struct session *before,
               const struct session *after, char **environment,
               struct buffer *trouble)
{
    kept_pairs_clear(pairs);
    if (pairs->count >= KEPT_PAIRS_MOST)
        return true;
    pairs->count++;
    if (keep_run(before, KEEPING_BEFORE, NULL, environment, &pairs->before,
                 trouble) &&
        keep_run(after, KEEPING_AFTER, buffer_text(&pairs->before),
                 environment, &pairs->after, trouble))
        return true;
    pairs->count = KEPT_PAIRS_MOST;
    kept_pairs_clear(pairs);
    return false;
}

void
kept_pairs_clear(struct kept_pairs *pairs)
{
    buffer_cut(&pairs->before, 0);
    buffer_cut(&pairs->after, 0);
}

void
kept_pairs_release(struct kept_pairs *pairs)
{
    buffer_release(&pairs->before);
    buffer_release(&pairs->after);
}
