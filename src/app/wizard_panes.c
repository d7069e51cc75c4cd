#include "app/wizard.h"
#include "ui/rows_view.h"

static int
within(int value, int most)
{
    if (value > most)
        value = most;
    return value < 0 ? 0 : value;
}

static void
select_row(struct wizard *wizard, int by)
{
    size_t count = rows_view_count(&wizard->session->run);

    if (count > 0)
        wizard->selected =
            (size_t)within((int)wizard->selected + by, (int)count - 1);
}

/* Moves what the focused pane shows, or the selected row in it. */
static void
move(struct wizard *wizard, int by)
{
    enum pane pane = wizard->focus;
    int *top = &wizard->tops[pane];
    int last = wizard->seen.last_top[pane];

    if (pane == PANE_MAIN && wizard_shows_rows(wizard)) {
        select_row(wizard, by);
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

bool
wizard_act_moving(struct wizard *wizard, enum action action)
{
    enum { ALL = 1 << 20 };
    int page = wizard->seen.rows[wizard->focus] - 2;

    if (page < 1)
        page = 1;
    if (action == ACTION_UP || action == ACTION_DOWN)
        move(wizard, action == ACTION_UP ? -1 : 1);
    else if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN)
        move(wizard, action == ACTION_PAGE_UP ? -page : page);
    else if (action == ACTION_FIRST || action == ACTION_LAST)
        move(wizard, action == ACTION_FIRST ? -ALL : ALL);
    else if (action == ACTION_NEXT_PANE || action == ACTION_RIGHT)
        next_pane(wizard, 1);
    else if (action == ACTION_PREVIOUS_PANE || action == ACTION_LEFT)
        next_pane(wizard, -1);
    else
        return false;
    return true;
}

/* A click on a step goes there, on a row selects it, on a pane focuses it. */
void
wizard_click(struct wizard *wizard, const struct key *key)
{
    const struct area *steps = &wizard->seen.areas.steps;

    if (key->row >= steps->row && key->row < steps->row + steps->rows &&
        key->column >= steps->column &&
        key->column < steps->column + steps->columns &&
        key->row - steps->row < GUIDE_STEP_COUNT) {
        wizard_go_to_step(wizard, key->row - steps->row + 1);
        return;
    }
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct area *area = &wizard->seen.areas.panes[pane];
        int row = key->row - area->row;

        if (row < 0 || row >= area->rows || key->column < area->column ||
            key->column >= area->column + area->columns)
            continue;
        wizard->focus = (enum pane)pane;
        if (pane == PANE_MAIN && wizard_shows_rows(wizard) && row > 0) {
            wizard->selected = wizard->seen.first_row + (size_t)row - 1;
            select_row(wizard, 0);
        }
    }
}
