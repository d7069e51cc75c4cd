#include <stdio.h>
#include <string.h>

#include "app/wizard.h"
#include "ui/list_view.h"
#include "ui/rows_view.h"

/* The definitions that outlive every session. */
static const struct definitions *
definitions_of(const struct wizard *wizard)
{
    return wizard->questions.definitions;
}

const char *
wizard_guide_title(const struct wizard *wizard, enum guide_step_id step)
{
    return guide_step_find(definitions_of(wizard), step)->title;
}

const char *
wizard_guide_question(const struct wizard *wizard, enum guide_step_id step)
{
    return guide_step_find(definitions_of(wizard), step)->question;
}

/* What the placeholders of the texts stand for: those of the selected row. */
static struct guide_values
values_of(const struct wizard *wizard, struct arena *arena)
{
    const struct run *run = &wizard->session->run;
    struct rows_place place = rows_view_place(run, wizard->selected);
    struct guide_values values = { 0 };
    char address[ADDRESS_TEXT_SIZE];

    if (place.target != NULL) {
        values.host = place.target->endpoint->host;
        values.port = place.target->endpoint->port;
    }
    if (run->machine.resolver_count > 0)
        values.resolver = arena_text(
            arena,
            address_format(&run->machine.resolvers[0]->address, address));
    if (run->route.kind == ROUTE_PROXY)
        values.proxy = arena_printf(arena, "%s:%u", run->route.proxy_host,
                                    (unsigned)run->route.proxy_port);
    return values;
}

static void
fill(const struct wizard *wizard, struct sheet *sheet, enum style style,
     int indent, const char *text)
{
    struct guide_values values = values_of(wizard, sheet->arena);
    struct buffer filled = { 0 };

    if (text == NULL)
        return;
    guide_fill(&filled, text, &values);
    sheet_add(sheet, style, indent, indent, buffer_text(&filled));
    buffer_release(&filled);
}

static void
fill_commands(const struct wizard *wizard, struct sheet *sheet,
              const struct guide_step *step)
{
    enum { INDENT = 2 };
    bool proxied = wizard->session->run.route.kind == ROUTE_PROXY;

    if (step->by_hand_count == 0)
        return;
    sheet_space(sheet);
    sheet_add(sheet, STYLE_HEADING, 0, 0, "The same by hand");
    for (size_t i = 0; i < step->by_hand_count; i++)
        if (proxied || !guide_text_needs(step->by_hand[i], "proxy"))
            fill(wizard, sheet, STYLE_PLAIN, INDENT, step->by_hand[i]);
}

static void
fill_depth(const struct wizard *wizard, struct sheet *sheet,
           const struct guide_step *step, enum guide_depth depth)
{
    fill(wizard, sheet, STYLE_PLAIN, 0, guide_step_text(step, depth));
    if (depth == GUIDE_PACKETS)
        fill_commands(wizard, sheet, step);
}

/* A pane with so many rows shows the depths below the present one too. */
enum { ROOM_FOR_ALL = 30 };

static const char *const depth_titles[GUIDE_DEPTH_COUNT] = {
    [GUIDE_WHAT] = "What this is",
    [GUIDE_WHY] = "Why, and what to do",
    [GUIDE_PACKETS] = "What is sent and seen",
};

void
wizard_guide_fill(const struct wizard *wizard, struct sheet *sheet)
{
    const struct guide_step *step =
        guide_step_find(definitions_of(wizard), wizard->step);

    if (wizard_shows_form(wizard)) {
        const struct guide_question *question = guide_question_find(
            definitions_of(wizard), wizard->form.focus[wizard->step]);

        fill(wizard, sheet, STYLE_PLAIN, 0, question->help);
        sheet_space(sheet);
    }
    fill_depth(wizard, sheet, step, wizard->depth);
    for (int depth = (int)wizard->depth + 1;
         sheet->rows >= ROOM_FOR_ALL && depth < GUIDE_DEPTH_COUNT; depth++) {
        sheet_space(sheet);
        sheet_add(sheet, STYLE_HEADING, 0, 0, depth_titles[depth]);
        fill_depth(wizard, sheet, step, (enum guide_depth)depth);
    }
}

size_t
wizard_guide_term_count(const struct wizard *wizard)
{
    return definitions_of(wizard)->guide_term_count;
}

struct list_item
wizard_guide_term(const struct wizard *wizard, size_t index)
{
    const struct guide_term *term = definitions_of(wizard)->guide_terms[index];

    return (struct list_item){ term->name, term->brief };
}

bool
wizard_guide_term_has(const struct wizard *wizard, size_t index,
                      const char *word)
{
    const struct guide_term *term = definitions_of(wizard)->guide_terms[index];

    for (size_t i = 0; i < term->also_count; i++)
        if (list_view_matches(term->also[i], word))
            return true;
    return list_view_matches(term->name, word) ||
           list_view_matches(term->brief, word);
}

void
wizard_guide_fill_term(const struct wizard *wizard, size_t index,
                       struct sheet *sheet)
{
    const struct guide_term *term = definitions_of(wizard)->guide_terms[index];

    sheet_add(sheet, STYLE_HEADING, 0, 0, term->name);
    for (size_t i = 0; i < term->also_count; i++)
        sheet_print(sheet, STYLE_DIM, 0, 0, "also: %s", term->also[i]);
    sheet_space(sheet);
    fill(wizard, sheet, STYLE_STRONG, 0, term->brief);
    sheet_space(sheet);
    fill(wizard, sheet, STYLE_PLAIN, 0, term->full);
}
