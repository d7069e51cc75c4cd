#include <stdlib.h>
#include <string.h>

#include "app/keeping.h"
#include "app/wizard.h"
#include "base/memory.h"
#include "report/compare_words.h"

/* The file that this very session writes, which is no other run. */
static const char *
own_path(const struct wizard *wizard)
{
    const struct keeping *keeping = wizard->first->options.keeping;

    return keeping != NULL && keeping->journal.path.length > 0
               ? buffer_text(&keeping->journal.path)
               : NULL;
}

void
wizard_compare_open(struct wizard *wizard)
{
    if (wizard->run != RUN_ENDED) {
        wizard_say(wizard, "There is no result to compare yet.");
        return;
    }
    kept_list_fill(&wizard->compare.list, wizard->environment,
                   own_path(wizard));
    wizard->over = OVER_COMPARE;
    wizard->over_selected = 0;
    wizard->over_top = 0;
    buffer_cut(&wizard->input, 0);
}

size_t
wizard_compare_items(const struct wizard *wizard, struct arena *arena,
                     struct list_item **items, size_t **places)
{
    const struct kept_list *list = &wizard->compare.list;
    const char *typed = buffer_text(&wizard->input);
    size_t count = 0;

    *items = arena_new(arena, list->count, sizeof **items);
    *places = arena_new(arena, list->count, sizeof **places);
    for (size_t i = 0; i < list->count; i++) {
        const struct kept_entry *entry = &list->entries[i];

        if (!list_view_matches(entry->name, typed) &&
            !list_view_matches(entry->detail, typed))
            continue;
        (*items)[count].name = entry->name;
        (*items)[count].detail = entry->detail;
        (*places)[count++] = i;
    }
    return count;
}

static void
forget(struct saved_run *saved)
{
    if (saved == NULL)
        return;
    saved_run_close(saved);
    free(saved);
}

/* The earlier of the two is the one before. */
static enum incomparable
compare(const struct wizard *wizard, const struct saved_run *saved,
        struct comparison *comparison, struct arena *arena)
{
    const struct session *now = wizard->session;

    if (saved->run.started > now->run.started)
        return comparison_make(comparison, &now->run, now->diagnosis,
                               &saved->run, &saved->diagnosis, arena);
    return comparison_make(comparison, &saved->run, &saved->diagnosis,
                           &now->run, now->diagnosis, arena);
}

/* False: why not was said. */
static bool
can_be_compared(struct wizard *wizard, const struct saved_run *saved)
{
    struct comparison comparison;
    struct arena arena = { 0 };
    enum incomparable refusal = compare(wizard, saved, &comparison, &arena);

    arena_release(&arena);
    if (refusal != COMPARABLE)
        wizard_say(wizard, "These two cannot be compared: %s",
                   compare_refusal(refusal));
    return refusal == COMPARABLE;
}

/* What was chosen before stays until another can take its place. */
static void
choose_path(struct wizard *wizard, const char *path)
{
    struct saved_run *saved = memory_new(1, sizeof *saved);
    struct error error = { 0 };

    if (!saved_run_open(saved, path, &error)) {
        wizard_say(wizard, "Not compared: %s.", error.text);
        forget(saved);
        return;
    }
    if (!can_be_compared(wizard, saved)) {
        forget(saved);
        return;
    }
    forget(wizard->compare.chosen);
    wizard->compare.chosen = saved;
    if (saved->remark != NULL)
        wizard_say(wizard, "Mind: %s.", saved->remark);
    wizard_open_page(wizard, PAGE_COMPARED);
}

/* A path has a slash, or is the name of nothing that is kept. */
void
wizard_compare_choose(struct wizard *wizard)
{
    struct arena arena = { 0 };
    struct list_item *items;
    size_t *places;
    size_t count = wizard_compare_items(wizard, &arena, &items, &places);
    const char *typed = buffer_text(&wizard->input);

    if (strchr(typed, '/') == NULL && wizard->over_selected < count)
        choose_path(
            wizard,
            wizard->compare.list.entries[places[wizard->over_selected]].path);
    else if (*typed != '\0')
        choose_path(wizard, typed);
    else
        wizard_say(wizard, "No other transcript with a result is kept; type "
                           "the path of one.");
    arena_release(&arena);
}

enum incomparable
wizard_compare_chosen(const struct wizard *wizard,
                      struct comparison *comparison, struct arena *arena)
{
    return compare(wizard, wizard->compare.chosen, comparison, arena);
}

void
wizard_compare_close(struct wizard *wizard)
{
    forget(wizard->compare.chosen);
    wizard->compare.chosen = NULL;
    kept_list_release(&wizard->compare.list);
}
