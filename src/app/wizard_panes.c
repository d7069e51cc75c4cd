#include <stdio.h>
#include <string.h>

#include "app/wizard.h"
#include "ui/rows_view.h"

static int
within(int value, int most)
{
    if (value > most)
        value = most;
    return value < 0 ? 0 : value;
}

void
wizard_select_row(struct wizard *wizard, size_t index)
{
    size_t count = rows_view_count(&wizard->session->run);

    if (count > 0)
        wizard->selected = index < count ? index : count - 1;
    wizard->selected_place =
        rows_view_place(&wizard->session->run, wizard->selected);
}

static struct row_sought
seek(const struct rows_place *place)
{
    struct row_sought sought = { 0 };

    if (place->target != NULL)
        snprintf(sought.host, sizeof sought.host, "%s",
                 place->target->endpoint->host);
    if (place->path != NULL)
        sought.address = place->path->address;
    return sought;
}

struct rows_sought
wizard_seek_rows(const struct wizard *wizard)
{
    struct rows_sought sought = { .selected = seek(&wizard->selected_place) };

    if (wizard->has_pointer)
        sought.pointer = seek(&wizard->pointer_place);
    return sought;
}

void
wizard_find_rows(struct wizard *wizard, const struct rows_sought *sought)
{
    wizard->sought = sought->selected;
    wizard->pointer_sought = sought->pointer;
    wizard->has_pointer = sought->pointer.host[0] != '\0';
    wizard_keep_rows(wizard);
}

/* Its target first, and its path as soon as that is there. */
static void
find_sought(const struct run *run, struct row_sought *sought,
            struct rows_place *place)
{
    for (size_t i = 0; sought->host[0] != '\0' && i < run->target_count; i++) {
        struct target *target = run->targets[i];

        if (strcmp(target->endpoint->host, sought->host) != 0)
            continue;
        *place = (struct rows_place){ target, NULL };
        if (sought->address.family != FAMILY_NONE)
            place->path = target_find_path(target, &sought->address);
        if (place->path != NULL || sought->address.family == FAMILY_NONE)
            *sought = (struct row_sought){ 0 };
        return;
    }
}

void
wizard_keep_rows(struct wizard *wizard)
{
    const struct run *run = &wizard->session->run;

    find_sought(run, &wizard->sought, &wizard->selected_place);
    if (!rows_view_find(run, &wizard->selected_place, &wizard->selected))
        wizard_select_row(wizard, wizard->selected);
    find_sought(run, &wizard->pointer_sought, &wizard->pointer_place);
    if (wizard->has_pointer)
        wizard->has_pointer =
            rows_view_find(run, &wizard->pointer_place, &wizard->pointer);
}

static void
select_row(struct wizard *wizard, int by)
{
    wizard->sought = (struct row_sought){ 0 };
    if (by < 0 && wizard->selected < (size_t)-by)
        wizard_select_row(wizard, 0);
    else
        wizard_select_row(wizard, wizard->selected + (size_t)by);
}

bool
wizard_is_numbered(const struct wizard *wizard, enum pane pane)
{
    if (!wizard->presenter || pane == PANE_NEWS || pane != wizard->focus)
        return false;
    return pane != PANE_MAIN ||
           (!wizard_shows_rows(wizard) && !wizard_shows_form(wizard));
}

static void
move_paragraph(struct wizard *wizard, enum pane pane, int by)
{
    int count = (int)wizard->seen.paragraphs[pane];
    int now = (int)wizard->paragraphs[pane];

    wizard->paragraphs[pane] = (size_t)within((now > 0 ? now : 1) + by - 1,
                                              count > 0 ? count - 1 : 0) +
                               1;
}

/* Moves what the pane shows, or the selected row in it. */
void
wizard_move(struct wizard *wizard, enum pane pane, int by)
{
    int *top = &wizard->tops[pane];
    int last = wizard->seen.last_top[pane];

    if (pane == PANE_MAIN && wizard_shows_rows(wizard)) {
        select_row(wizard, by);
        return;
    }
    if (wizard_is_numbered(wizard, pane)) {
        move_paragraph(wizard, pane, by);
        return;
    }
    if (pane == PANE_NEWS && wizard->news_follow)
        *top = last;
    *top = within(*top + by, last);
    if (pane == PANE_NEWS)
        wizard->news_follow = *top == last;
}

static bool
pane_is_there(const struct wizard *wizard, enum pane pane)
{
    return wizard->seen.areas.panes[pane].rows > 0;
}

/* In a short window the explanation is there as soon as it has the focus. */
static void
next_pane(struct wizard *wizard, int by)
{
    int pane = (int)wizard->focus;

    do {
        pane = (pane + by + PANE_COUNT) % PANE_COUNT;
        if (pane == PANE_EXPLAIN || pane == PANE_MAIN ||
            pane_is_there(wizard, (enum pane)pane))
            break;
    } while (pane != (int)wizard->focus);
    wizard->focus = (enum pane)pane;
}

void
wizard_go_deeper(struct wizard *wizard)
{
    wizard->depth =
        (enum guide_depth)(((int)wizard->depth + 1) % GUIDE_DEPTH_COUNT);
    wizard->tops[PANE_EXPLAIN] = 0;
    if (!pane_is_there(wizard, PANE_EXPLAIN))
        wizard->focus = PANE_EXPLAIN;
}

enum pane
wizard_paged(const struct wizard *wizard)
{
    bool form = wizard->focus == PANE_MAIN && wizard_shows_form(wizard);

    return form ? PANE_EXPLAIN : wizard->focus;
}

static void
move_page(struct wizard *wizard, int direction)
{
    enum { PARAGRAPH_ROWS = 4 };
    enum pane pane = wizard_paged(wizard);
    int page = wizard->seen.rows[pane] - 2;

    if (wizard_is_numbered(wizard, pane))
        page /= PARAGRAPH_ROWS;
    wizard_move(wizard, pane, direction * (page < 1 ? 1 : page));
}

bool
wizard_act_moving(struct wizard *wizard, enum action action)
{
    enum { ALL = 1 << 20 };

    if (action == ACTION_UP || action == ACTION_DOWN)
        wizard_move(wizard, wizard->focus, action == ACTION_UP ? -1 : 1);
    else if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN)
        move_page(wizard, action == ACTION_PAGE_UP ? -1 : 1);
    else if (action == ACTION_FIRST || action == ACTION_LAST)
        wizard_move(wizard, wizard->focus,
                    action == ACTION_FIRST ? -ALL : ALL);
    else if (action == ACTION_NEXT_PANE || action == ACTION_RIGHT)
        next_pane(wizard, 1);
    else if (action == ACTION_PREVIOUS_PANE || action == ACTION_LEFT)
        next_pane(wizard, -1);
    else
        return false;
    return true;
}
