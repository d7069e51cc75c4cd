#include "app/wizard.h"

static bool
is_within(const struct area *area, const struct key *key)
{
    return key->row >= area->row && key->row < area->row + area->rows &&
           key->column >= area->column &&
           key->column < area->column + area->columns;
}

/* On a step: there. False: it was none. */
static bool
click_step(struct wizard *wizard, const struct key *key)
{
    const struct frame_areas *areas = &wizard->seen.areas;
    int step = GUIDE_STEP_COUNT;

    if (is_within(&areas->steps, key))
        step = key->row - areas->steps.row;
    else if (is_within(&areas->folded, key))
        step = key->column - areas->folded.column;
    if (step >= GUIDE_STEP_COUNT)
        return false;
    wizard_go_to_step(wizard, step + 1);
    return true;
}

/* On a hint of the footer: what its key does. */
static bool
click_hint(struct wizard *wizard, const struct key *key)
{
    const struct frame_areas *areas = &wizard->seen.areas;

    for (size_t i = 0; key->row == areas->footer && i < areas->hint_count;
         i++) {
        const struct frame_hint *hint = &areas->hints[i];

        if (key->column < hint->column ||
            key->column >= hint->column + hint->columns)
            continue;
        wizard_act(wizard, hint->action, 0);
        return true;
    }
    return false;
}

/* A second click on the selected row opens it. */
static void
click_row(struct wizard *wizard, int line)
{
    size_t index;

    if (!rows_view_at(&wizard->seen.table, line, &index))
        return;
    index = wizard_row_behind(wizard, index);
    if (index == wizard->selected && wizard->focus == PANE_MAIN)
        wizard_act(wizard, ACTION_OPEN, 0);
    else
        wizard_select_row(wizard, index);
}

static void
click_form(struct wizard *wizard, int line)
{
    const struct form_seen *form = &wizard->seen.form;

    if (line >= FORM_ROWS || !form->spots[line].there)
        return;
    if (wizard_form_click(&wizard->form, &wizard->questions, wizard->step,
                          &form->spots[line]) == FORM_CHANGED &&
        wizard->step != GUIDE_ENROLMENT)
        wizard->is_changed = true;
}

static void
click_paragraph(struct wizard *wizard, enum pane pane, int line)
{
    struct arena arena = { 0 };
    struct sheet sheet = {
        .arena = &arena,
        .columns = wizard->seen.areas.panes[pane].columns - SHEET_NUMBERS,
        .roomy = true,
    };

    wizard_fill(wizard, pane, &sheet);
    wizard->paragraphs[pane] =
        sheet_paragraph_at(&sheet, wizard->seen.tops[pane] + line);
    arena_release(&arena);
}

static void
click_pane(struct wizard *wizard, enum pane pane, int line)
{
    if (pane == PANE_MAIN && wizard_shows_rows(wizard))
        click_row(wizard, line);
    else if (pane == PANE_MAIN && wizard_shows_form(wizard))
        click_form(wizard, line);
    else if (wizard_is_numbered(wizard, pane))
        click_paragraph(wizard, pane, line);
    wizard->focus = pane;
}

void
wizard_click(struct wizard *wizard, const struct key *key)
{
    if (click_step(wizard, key) || click_hint(wizard, key))
        return;
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct area *area = &wizard->seen.areas.panes[pane];

        if (is_within(area, key)) {
            click_pane(wizard, (enum pane)pane, key->row - area->row);
            return;
        }
    }
}

/* What is below the pointer moves, whatever has the focus. */
void
wizard_wheel(struct wizard *wizard, const struct key *key)
{
    int by = key->code == KEY_WHEEL_UP ? -1 : 1;

    for (int pane = 0; pane < PANE_COUNT; pane++)
        if (is_within(&wizard->seen.areas.panes[pane], key)) {
            wizard_move(wizard, (enum pane)pane, by);
            return;
        }
}
