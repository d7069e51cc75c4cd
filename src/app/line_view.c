#include "app/line_view.h"

#include <string.h>

#include "model/guide_values.h"
#include "report/text_wrap.h"
#include "report/units.h"

/* Text of the guide. */

static void
guide_write(struct buffer *out, const char *first, const char *rest,
            const char *text, const struct guide_values *values)
{
    struct buffer filled = { 0 };

    guide_fill(&filled, text, values);
    text_wrap_buffer(out, first, rest, &filled);
    buffer_release(&filled);
}

void
line_view_heading(struct buffer *out, const struct guide_step *step)
{
    static const struct guide_values none = { 0 };
    struct buffer title = { 0 };

    buffer_printf(&title, "\nStep %d of %d. ", (int)step->id + 1,
                  GUIDE_STEP_COUNT);
    guide_fill(&title, step->question, &none);
    text_wrap_buffer(out, "", "", &title);
    buffer_release(&title);
}

/* A command is one line however long it is, so that it can be copied. */
static void
commands_write(struct buffer *out, const struct guide_step *step,
               const struct guide_values *values)
{
    size_t count = 0;

    for (size_t i = 0; i < step->by_hand_count; i++) {
        if (!guide_command_fits(step, i, values))
            continue;
        if (count++ == 0)
            buffer_append_text(out, "The same by hand:\n");
        buffer_append_text(out, "  ");
        guide_fill(out, step->by_hand[i], values);
        buffer_append_byte(out, '\n');
    }
}

void
line_view_step(struct buffer *out, const struct guide_step *step,
               enum guide_depth depth, const struct run *run)
{
    struct arena scratch = { 0 };
    struct guide_values values = guide_values_of(run, NULL, &scratch);

    guide_write(out, "", "", guide_step_text(step, depth), &values);
    if (depth == GUIDE_PACKETS)
        commands_write(out, step, &values);
    arena_release(&scratch);
}

/* Questions. */

static void
choice_write(struct buffer *out, size_t number,
             const struct question_choice *choice)
{
    struct buffer label = { 0 };
    struct buffer line = { 0 };

    buffer_printf(&label, "  %zu. ", number);
    units_append_line(&line, choice->label);
    if (choice->detail != NULL) {
        buffer_append_text(&line, ": ");
        units_append_line(&line, choice->detail);
    }
    text_wrap_buffer(out, buffer_text(&label), "     ", &line);
    buffer_release(&line);
    buffer_release(&label);
}

void
line_view_question(struct buffer *out, const struct questions *questions,
                   enum guide_question_id id)
{
    static const struct guide_values none = { 0 };
    const struct guide_question *question =
        guide_question_find(questions->definitions, id);
    struct question_choice choices[QUESTION_CHOICES_MOST];
    size_t count = questions_choices(questions, id, choices);

    buffer_append_byte(out, '\n');
    guide_write(out, "", "", question->prompt, &none);
    for (size_t i = 0; i < count; i++)
        choice_write(out, i + 1, &choices[i]);
}

void
line_view_question_help(struct buffer *out,
                        const struct definitions *definitions,
                        enum guide_question_id id)
{
    static const struct guide_values none = { 0 };

    guide_write(out, "", "", guide_question_find(definitions, id)->help,
                &none);
}

/* The glossary. */

void
line_view_term(struct buffer *out, const struct guide_term *term)
{
    static const struct guide_values none = { 0 };
    struct buffer name = { 0 };

    buffer_printf(&name, "%s: ", term->name);
    guide_write(out, buffer_text(&name), "", term->brief, &none);
    guide_write(out, "", "", term->full, &none);
    buffer_release(&name);
}

void
line_view_terms(struct buffer *out, const struct definitions *in)
{
    struct buffer list = { 0 };

    for (size_t i = 0; i < in->guide_term_count; i++)
        buffer_printf(&list, "%s%s", i > 0 ? ", " : "",
                      in->guide_terms[i]->name);
    text_wrap_buffer(out, "Terms: ", "  ", &list);
    buffer_release(&list);
}

/* The plan. */

static void
plan_write_names(struct buffer *out, const struct run_plan *plan)
{
    struct buffer line = { 0 };

    if (plan->name_count == 0)
        return;
    buffer_append_text(&line, "Names, asked for A and AAAA of ");
    for (size_t i = 0; i < plan->resolver_count; i++) {
        units_append_peer(&line, &plan->resolvers[i]->address,
                          (uint16_t)plan->resolvers[i]->port);
        buffer_append_text(&line, ", ");
    }
    buffer_append_text(&line, "and of the name service of this machine:");
    text_wrap_buffer(out, "", "", &line);
    for (size_t i = 0; i < plan->name_count; i++) {
        buffer_append_text(out, "  - ");
        units_append_line(out, plan->names[i]->host);
        if (plan->names[i]->of_proxy)
            buffer_append_text(out, " (the proxy)");
        buffer_append_byte(out, '\n');
    }
    buffer_release(&line);
}

static void
plan_write_connection(struct buffer *out,
                      const struct plan_connection *connection)
{
    const struct endpoint *endpoint = connection->target->endpoint;
    struct buffer line = { 0 };

    units_append_place(&line, connection->host, connection->port);
    buffer_append_text(&line, ": TCP");
    if (connection->checks[CHECK_PROXY]) {
        buffer_append_text(&line, ", CONNECT ");
        units_append_place(&line, endpoint->host, endpoint->port);
    }
    buffer_append_text(&line, ", TLS, GET /");
    text_wrap_buffer(out, "  - ", "    ", &line);
    buffer_release(&line);
}

void
line_view_plan(struct buffer *out, const struct run_plan *plan)
{
    buffer_append_text(out, "\nThe plan. Nothing has been sent yet.\n");
    plan_write_names(out, plan);
    buffer_append_text(out, "Connections, to every address that is found:\n");
    for (size_t i = 0; i < plan->connection_count; i++)
        plan_write_connection(out, plan->connections[i]);
    if (plan->probes)
        text_wrap(out, "", "",
                  "What fails is tried again with one thing changed, at the "
                  "same addresses and ports. A name that nobody has may be "
                  "asked for, and the other route may be tried, for "
                  "comparison.");
    text_wrap(out, "", "",
              "Nothing is enrolled, and no credentials are sent but those of "
              "the proxy.");
}
