#include "app/wizard_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ui/rows_view.h"

struct wizard_private *
wizard_private_new(void)
{
    struct wizard_private *private = memory_new(1, sizeof *private);

    private->aliases = aliases_new();
    return private;
}

static void
forget(struct wizard_private *private)
{
    buffer_release(&private->shown.message);
    request_release(&private->shown.request);
    shared_copy_release(&private->copy);
    shared_copy_release(&private->before_copy);
    shared_copy_release(&private->chosen_copy);
    private->of = NULL;
}

void
wizard_private_free(struct wizard_private *private)
{
    if (private == NULL)
        return;
    forget(private);
    shared_copy_release(&private->share);
    news_release(&private->news);
    arena_release(&private->frame);
    aliases_free(private->aliases);
    free(private);
}

bool
wizard_is_private(const struct wizard *wizard)
{
    return wizard->private != NULL && wizard->private->on;
}

void
wizard_toggle_private(struct wizard *wizard)
{
    wizard->private->on = !wizard->private->on;
    wizard_say(wizard, "%s",
               wizard->private->on
                   ? "Private: names and addresses of yours are shown under "
                     "aliases, the same as in a copy to pass on (X)."
                   : "No longer private: everything is shown as it is.");
}

/* The run, and what is as long-lived as it. */

/* The more rows there are the longer a copy takes, and the rarer it is. */
static bool
is_due(const struct wizard_private *private, const struct wizard *wizard)
{
    enum { SOON_MS = 200, ROW_MS = 4, LATE_MS = 2000 };
    int64_t rows = (int64_t)rows_view_count(&wizard->session->run);
    int64_t pause_ms = SOON_MS + ROW_MS * rows;
    int64_t age_ms = wizard->now_ms - private->made_ms;

    if (private->of != wizard->session || private->run != wizard->run ||
        private->revision != wizard->revision ||
        private->of_before != wizard->rounds.before ||
        private->of_chosen != wizard->compare.chosen)
        return true;
    if (wizard->run != RUN_UNDER_WAY)
        return false;
    return age_ms < 0 || age_ms >= (pause_ms < LATE_MS ? pause_ms : LATE_MS);
}

/* Another run that is shown beside this one; NULL: there is none. */
static void
look_beside(struct wizard_private *private, struct shared_copy *copy,
            const struct run *run, const struct diagnosis *diagnosis)
{
    if (run != NULL)
        shared_copy_look(copy, run, diagnosis, private->aliases);
}

static void
make_beside(struct wizard_private *private, const struct wizard *wizard)
{
    const struct session *before = wizard->rounds.before;
    const struct saved_run *chosen = wizard->compare.chosen;

    private->of_before = before;
    private->of_chosen = chosen;
    if (before != NULL) {
        look_beside(private, &private->before_copy, &before->run,
                    before->diagnosis);
        private->before = *before;
        private->before.run = private->before_copy.run;
        private->before.diagnosis =
            before->diagnosis != NULL ? &private->before_copy.diagnosis : NULL;
    }
    if (chosen != NULL) {
        look_beside(private, &private->chosen_copy, &chosen->run,
                    &chosen->diagnosis);
        private->chosen = *chosen;
        private->chosen.run = private->chosen_copy.run;
        private->chosen.diagnosis = private->chosen_copy.diagnosis;
    }
}

/* An edited text is one of the second wizard, too, and compared in it. */
static void
make_request(struct wizard_private *private, const struct wizard *wizard)
{
    const struct session *session = wizard->session;
    struct request *request = &private->shown.request;

    *request = (struct request){ 0 };
    if (session->diagnosis == NULL ||
        !request_is_edited(&wizard->request, &session->run,
                           session->diagnosis))
        return;
    (void)request_text(request, &private->copy.run, &private->copy.diagnosis);
    buffer_cut(&request->text, 0);
    buffer_append_text(&request->text,
                       mask_text(private->copy.mask, PRIVACY_FREE,
                                 buffer_text(&wizard->request.text)));
}

static void
make_copy(struct wizard_private *private, const struct wizard *wizard)
{
    const struct session *session = wizard->session;

    forget(private);
    shared_copy_look(&private->copy, &session->run, session->diagnosis,
                     private->aliases);
    private->session = *session;
    private->session.run = private->copy.run;
    private->session.diagnosis =
        session->diagnosis != NULL ? &private->copy.diagnosis : NULL;
    private->shown = *wizard;
    private->shown.message = (struct buffer){ 0 };
    make_beside(private, wizard);
    make_request(private, wizard);
    private->of = session;
    private->run = wizard->run;
    private->revision = wizard->revision;
    private->made_ms = wizard->now_ms;
}

/* What came since the last copy; all of it once the run is known whole. */
static void
make_news(struct wizard_private *private, const struct wizard *wizard)
{
    const struct news *from = &wizard->news;
    struct news *news = &private->news;
    const struct news_line *first =
        from->line_count > 0 ? from->lines[0] : NULL;

    if (first != private->first_news || wizard->run != RUN_UNDER_WAY)
        news_release(news);
    private->first_news = first;
    for (size_t i = news->line_count; i < from->line_count; i++) {
        struct news_line *line = arena_new(&news->arena, 1, sizeof *line);

        *line = *from->lines[i];
        line->text =
            arena_text(&news->arena, mask_text(private->copy.mask,
                                               PRIVACY_FREE, line->text));
        arena_push(&news->arena, &news->lines, &news->line_count, line);
    }
}

static void
make_notes(struct wizard_private *private, const struct wizard *wizard)
{
    struct notes *notes = &private->shown.notes;

    *notes = (struct notes){ 0 };
    for (size_t i = 0; i < wizard->notes.count; i++) {
        struct note *note = arena_new(&private->frame, 1, sizeof *note);

        *note = *wizard->notes.notes[i];
        note->text = mask_text(private->copy.mask, PRIVACY_FREE, note->text);
        arena_push(&private->frame, &notes->notes, &notes->count, note);
    }
}

/* What is typed and said, which may change with each key. */

static bool
is_hidden_kind(enum question_kind kind)
{
    return kind == QUESTION_URL || kind == QUESTION_PATH ||
           kind == QUESTION_LINE || kind == QUESTION_LINES;
}

/* Behind "http://" and a login stands the host. */
static void
append_url(struct mask *mask, const char *url, struct buffer *out)
{
    const char *colon = strstr(url, "://");
    size_t scheme = colon != NULL ? (size_t)(colon - url) + 3 : 0;
    const char *at = strrchr(url + scheme, '@');

    buffer_append(out, url, scheme);
    if (at != NULL)
        buffer_append_text(out, "xxx@");
    buffer_append_text(out, mask_text(mask, PRIVACY_HOST,
                                      at != NULL ? at + 1 : url + scheme));
}

static const char *
shown_answer(struct wizard_private *private, const struct wizard *wizard,
             enum guide_question_id id)
{
    static const enum privacy classes[] = {
        [QUESTION_PATH] = PRIVACY_PATH,
        [QUESTION_LINE] = PRIVACY_FREE,
        [QUESTION_LINES] = PRIVACY_FREE,
    };
    const char *text = wizard->form.texts[id];
    struct mask *mask = private->copy.mask;
    struct buffer url = { 0 };

    if (*text == '\0' ||
        strcmp(text, questions_answer(&wizard->questions, id)) != 0)
        return mask_typed(mask, text);
    if (question_kind(id) != QUESTION_URL)
        return mask_text(mask, classes[question_kind(id)], text);
    append_url(mask, text, &url);
    text = arena_text(&private->frame, buffer_text(&url));
    buffer_release(&url);
    return text;
}

/* Answers that a sentence of ours quotes, wherever they stand in it. */
static void
append_without_answers(const struct wizard_private *private,
                       const struct wizard *wizard, const char *text,
                       struct buffer *out)
{
    enum { SHORTEST = 2 };

    while (*text != '\0') {
        size_t taken = 0;

        for (int id = 0; taken == 0 && id < QUESTION_COUNT; id++) {
            const char *answer = wizard->form.texts[id];
            size_t length = strlen(answer);

            if (!is_hidden_kind(question_kind((enum guide_question_id)id)) ||
                length < SHORTEST || strncmp(text, answer, length) != 0)
                continue;
            buffer_append_text(out, private->shown.form.texts[id]);
            taken = length;
        }
        if (taken == 0)
            buffer_append_byte(out, *text);
        text += taken > 0 ? taken : 1;
    }
}

/* A sentence of ours; what it quotes may be anything that was typed. */
static void
append_said(struct wizard_private *private, const struct wizard *wizard,
            const char *text, struct buffer *out)
{
    struct buffer plain = { 0 };
    bool quoted = false;

    append_without_answers(private, wizard, text, &plain);
    for (const char *at = buffer_text(&plain); *at != '\0';) {
        size_t length = strcspn(at, "\"");
        const char *part = arena_copy(&private->frame, at, length);

        buffer_append_text(
            out, quoted ? mask_typed(private->copy.mask, part)
                        : mask_text(private->copy.mask, PRIVACY_FREE, part));
        at += length;
        if (*at != '"')
            continue;
        buffer_append_byte(out, *at++);
        quoted = !quoted;
    }
    buffer_release(&plain);
}

static void
make_form(struct wizard_private *private, const struct wizard *wizard)
{
    struct wizard_form *form = &private->shown.form;
    struct buffer error = { 0 };
    struct buffer route = { 0 };

    for (int i = 0; i < QUESTION_COUNT; i++) {
        enum guide_question_id id = (enum guide_question_id)i;

        if (is_hidden_kind(question_kind(id)))
            snprintf(form->texts[id], sizeof form->texts[id], "%s",
                     shown_answer(private, wizard, id));
    }
    append_said(private, wizard, wizard->form.error.text, &error);
    snprintf(form->error.text, sizeof form->error.text, "%s",
             buffer_text(&error));
    append_said(private, wizard, wizard->questions.environment_route, &route);
    private->shown.questions.environment_route =
        arena_text(&private->frame, buffer_text(&route));
    buffer_release(&error);
    buffer_release(&route);
}

/* Rows. */

/* Where a row of one run is in another that has the same targets. */
static bool
find_row(const struct run *from, const struct rows_place *place,
         const struct run *to, struct rows_place *into)
{
    for (size_t i = 0; i < from->target_count && i < to->target_count; i++) {
        const struct target *target = from->targets[i];

        if (target != place->target)
            continue;
        *into = (struct rows_place){ to->targets[i], NULL };
        for (size_t j = 0; j < target->path_count; j++)
            if (target->paths[j] == place->path &&
                j < to->targets[i]->path_count)
                into->path = to->targets[i]->paths[j];
        return true;
    }
    return false;
}

/* False: it is not there yet. */
static bool
shown_row(const struct wizard_private *private, const struct wizard *wizard,
          size_t index, struct rows_place *place, size_t *row)
{
    const struct run *run = &wizard->session->run;
    struct rows_place real = rows_view_place(run, index);

    *row = 0;
    *place = (struct rows_place){ NULL, NULL };
    return find_row(run, &real, &private->session.run, place) &&
           rows_view_find(&private->session.run, place, row);
}

static void
make_rows(struct wizard_private *private, const struct wizard *wizard)
{
    struct wizard *shown = &private->shown;

    (void)shown_row(private, wizard, wizard->selected, &shown->selected_place,
                    &shown->selected);
    shown->has_pointer = wizard->has_pointer &&
                         shown_row(private, wizard, wizard->pointer,
                                   &shown->pointer_place, &shown->pointer);
}

size_t
wizard_row_behind(const struct wizard *wizard, size_t shown)
{
    const struct wizard_private *private = wizard->private;
    const struct run *run = &wizard->session->run;
    struct rows_place real = { NULL, NULL };
    size_t row = shown;

    if (wizard_is_private(wizard) && private->of == wizard->session) {
        struct rows_place place =
            rows_view_place(&private->session.run, shown);

        if (!find_row(&private->session.run, &place, run, &real) ||
            !rows_view_find(run, &real, &row))
            row = shown;
    }
    return row;
}

/* The second wizard. */

/* Everything that keys move, beside what was made for the copy. */
static void
make_shown(struct wizard_private *private, const struct wizard *wizard)
{
    struct wizard *shown = &private->shown;
    struct buffer message = shown->message;
    struct request request = shown->request;

    arena_release(&private->frame);
    *shown = *wizard;
    shown->session = &private->session;
    shown->message = message;
    shown->request = request;
    if (wizard->rounds.before != NULL)
        shown->rounds.before = &private->before;
    if (wizard->compare.chosen != NULL)
        shown->compare.chosen = &private->chosen;
    shown->news = private->news;
    make_rows(private, wizard);
    make_notes(private, wizard);
    make_form(private, wizard);
    buffer_cut(&shown->message, 0);
    append_said(private, wizard, buffer_text(&wizard->message),
                &shown->message);
}

const struct wizard *
wizard_shown(const struct wizard *wizard)
{
    struct wizard_private *private = wizard->private;

    if (!wizard_is_private(wizard) || wizard == &private->shown)
        return wizard;
    if (is_due(private, wizard)) {
        make_copy(private, wizard);
        make_news(private, wizard);
    }
    make_shown(private, wizard);
    return &private->shown;
}

const char *
wizard_shown_input(const struct wizard *wizard)
{
    const char *input = buffer_text(&wizard->input);

    return wizard_is_private(wizard) && wizard == &wizard->private->shown
               ? mask_typed(wizard->private->copy.mask, input)
               : input;
}

const struct list_item *
wizard_shown_items(const struct wizard *wizard, struct list_item *items,
                   size_t count)
{
    struct mask *mask;

    if (!wizard_is_private(wizard) || wizard != &wizard->private->shown)
        return items;
    mask = wizard->private->copy.mask;
    for (size_t i = 0; i < count; i++) {
        items[i].name = mask_text(mask, PRIVACY_PATH, items[i].name);
        items[i].detail = mask_text(mask, PRIVACY_FREE, items[i].detail);
    }
    return items;
}
