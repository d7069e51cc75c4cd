#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/wizard_private.h"
#include "base/span.h"
#include "catalog/scenarios.h"
#include "ui/canvas_svg.h"
#include "ui/cast.h"
#include "walk.h"

/*
 * Every world of data/lab is walked through in private: all steps, pages,
 * rows and overlays, while the checks run and afterwards. No picture may show
 * a name or an address of the company: as this test knows them of the lab, as
 * the run has them, as a mask finds them, and shortened in the middle.
 *
 *   private_test [SCENARIO...]   those alone
 */
struct watcher {
    const char *scenario;
    struct mask *mask; /* of the run that has ended; NULL before */
    const struct mask_replacement *list;
    size_t list_count;
    bool records; /* pictures as SVG and the walk as a recording, too */
    struct cast cast;
    size_t pictures;
    size_t faults;
};

/* What the company of the lab calls its own, and what is typed here. */
static const char *const secrets[] = {
    "corp.example",  "10.77.1.", "10.77.2.", "10.77.3.",
    "2600:1f00:77:", "zanzibar", "quagga",
};

enum {
    SHORT_ORIGINAL = 5,
    SHORT_PIECE = 3,   /* on one side of what is left out */
    SHORT_PIECES = 10, /* on both */
    FAULTS_TOLD = 5,
};

static void
complain(struct watcher *watcher, const char *what, const char *original,
         const char *picture)
{
    if (watcher->faults++ < FAULTS_TOLD)
        printf("%s: %s: \"%s\" in\n%s\n", watcher->scenario, what, original,
               picture);
}

/* "proxy01.co…example": what stands on either side of the dots. */
static bool
is_shortened_to(const char *original, struct span before, struct span behind)
{
    size_t length = strlen(original);

    return before.length + behind.length < length &&
           strncasecmp(original, before.text, before.length) == 0 &&
           strncasecmp(original + length - behind.length, behind.text,
                       behind.length) == 0;
}

static bool
is_of_name(char sign)
{
    return sign != '\0' && strchr(" ()\"',;", sign) == NULL;
}

static void
look_for_shortened(struct watcher *watcher, const char *picture,
                   const char *dots)
{
    for (const char *at = strstr(picture, dots); at != NULL;
         at = strstr(at + 1, dots)) {
        struct span before = { at, 0 };
        struct span behind = { at + strlen(dots), 0 };

        while (before.text > picture && is_of_name(before.text[-1]) &&
               (unsigned char)before.text[-1] < 0x80) {
            before.text--;
            before.length++;
        }
        while (is_of_name(behind.text[behind.length]) &&
               (unsigned char)behind.text[behind.length] < 0x80 &&
               behind.text[behind.length] != '\n')
            behind.length++;
        if (before.length < SHORT_PIECE || behind.length < SHORT_PIECE ||
            before.length + behind.length < SHORT_PIECES)
            continue;
        for (size_t i = 0; i < watcher->list_count; i++)
            if (is_shortened_to(watcher->list[i].original, before, behind) &&
                !is_shortened_to(watcher->list[i].alias, before, behind))
                complain(watcher, "shortened", watcher->list[i].original,
                         picture);
    }
}

static void
look_for_listed(struct watcher *watcher, const char *picture)
{
    for (size_t i = 0; i < watcher->list_count; i++)
        if (strlen(watcher->list[i].original) > SHORT_ORIGINAL &&
            strcasestr(picture, watcher->list[i].original) != NULL)
            complain(watcher, "listed", watcher->list[i].original, picture);
    look_for_shortened(watcher, picture, "…");
    look_for_shortened(watcher, picture, "...");
}

/* Bytes of a file that shows what the screen shows. */
static void
look_in_file(struct watcher *watcher, const char *what,
             const struct buffer *bytes)
{
    const char *original = NULL;

    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (strcasestr(buffer_text(bytes), secrets[i]) != NULL)
            complain(watcher, what, secrets[i], "");
    /* Of a recording only what has changed is written, next to each other. */
    if (watcher->mask != NULL && strcmp(what, "recording") != 0 &&
        mask_leaks(watcher->mask, bytes->data, bytes->length, &original))
        complain(watcher, what, original, "");
}

static void
record(struct watcher *watcher, const struct canvas *canvas)
{
    enum { SOME = 10, FRAME_MS = 100 };
    const struct canvas_svg svg = { .theme = THEME_USUAL, .title = "x" };
    struct buffer bytes = { 0 };

    cast_see(&watcher->cast, canvas, THEME_USUAL,
             (int64_t)watcher->pictures * FRAME_MS);
    if (watcher->pictures % SOME != 0)
        return;
    canvas_svg_append(canvas, &svg, &bytes);
    look_in_file(watcher, "SVG", &bytes);
    buffer_release(&bytes);
}

static void
end_recording(struct watcher *watcher)
{
    enum { SHORTEST = 10000 };
    struct buffer bytes = { 0 };

    if (!watcher->records)
        return;
    cast_append(&watcher->cast, "x", 1, &bytes);
    if (bytes.length < SHORTEST)
        complain(watcher, "recording", "too short", "");
    look_in_file(watcher, "recording", &bytes);
    cast_release(&watcher->cast);
    watcher->cast = (struct cast){ 0 };
    watcher->records = false;
    buffer_release(&bytes);
}

static void
see(void *context, const struct walk *walk)
{
    struct watcher *watcher = context;
    struct buffer picture = { 0 };
    const char *original = NULL;

    canvas_append_text(&walk->canvas, &picture);
    watcher->pictures++;
    if (watcher->records)
        record(watcher, &walk->canvas);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (strcasestr(buffer_text(&picture), secrets[i]) != NULL)
            complain(watcher, "secret", secrets[i], buffer_text(&picture));
    look_for_listed(watcher, buffer_text(&picture));
    if (watcher->mask != NULL &&
        mask_leaks(watcher->mask, picture.data, picture.length, &original))
        complain(watcher, "found", original, buffer_text(&picture));
    buffer_release(&picture);
}

/* From now on everything that is known of the run is looked for. */
static void
know(struct watcher *watcher, const struct walk *walk)
{
    const struct mask_options options = {
        .aliases = walk->wizard.private->aliases,
    };

    mask_free(watcher->mask);
    watcher->mask = mask_new(&walk->wizard.session->run, &options);
    watcher->list = mask_replacements(watcher->mask, &watcher->list_count);
}

static void
forget(struct watcher *watcher)
{
    mask_free(watcher->mask);
    watcher->mask = NULL;
    watcher->list = NULL;
    watcher->list_count = 0;
}

/* To its end, page by page. */
static void
read_page(struct walk *walk)
{
    enum { MOST = 40 };
    int top = -1;

    for (int i = 0; i < MOST && walk->wizard.tops[PANE_MAIN] != top; i++) {
        top = walk->wizard.tops[PANE_MAIN];
        walk_keys(walk, "PgDn");
    }
}

static void
read_rows(struct walk *walk, const char *step)
{
    enum { MOST = 8 };
    size_t count = rows_view_count(&walk->wizard.session->run);

    if (count > MOST)
        count = MOST;
    walk_keys(walk, step);
    walk_keys(walk, "Home");
    for (size_t i = 0; i < count; i++) {
        walk_keys(walk, "Enter");
        read_page(walk);
        walk_keys(walk, "Esc c");
        read_page(walk);
        walk_keys(walk, "Esc Down");
    }
}

static void
walk_everywhere(struct walk *walk)
{
    walk_keys(walk, "3 d d d v Esc Tab v PgDn Esc Tab Tab");
    read_rows(walk, "3");
    walk_keys(walk, "4 d d d 5 d d d 6 d d d P Down m P");
    walk_keys(walk, "7");
    read_page(walk);
    walk_keys(walk, "v Esc 9");
    read_page(walk);
    walk_keys(walk, "0");
    read_page(walk);
    walk_keys(walk, "? PgDn Esc F Esc X Down PgDn Esc u Esc 1 2 8 9");
    walk_keys(walk, "/ text:zanzibar Enter / text:10.77.1.99 Enter");
}

/* In that field, and then out of it again. */
static void
type_in(struct walk *walk, enum guide_question_id id, const char *keys)
{
    struct wizard *wizard = &walk->wizard;
    enum guide_step_id step = question_step(id);

    wizard->page = PAGE_STEP;
    wizard->step = step;
    wizard->focus = PANE_MAIN;
    wizard->form.focus[step] = id;
    wizard->form.texts[id][0] = '\0';
    walk_keys(walk, keys);
    walk_keys(walk, "Enter");
}

/* What is typed where something can be, what is refused, what is kept. */
static void
type_everywhere(struct walk *walk)
{
    struct error error = { 0 };

    if (!questions_set(&walk->wizard.questions, QUESTION_ROUTE, "proxy",
                       &error))
        abort();
    type_in(walk, QUESTION_PROXY_URL, "text:http://quagga:3128");
    type_in(walk, QUESTION_PROXY_URL, "text::zanzibar");
    type_in(walk, QUESTION_EVENT_TEXT, "text:no_way_to_quagga");
    type_in(walk, QUESTION_BUNDLE, "text:/srv/zanzibar/quagga.zip");
    type_in(walk, QUESTION_DLP_VERSION, "text:16.0-zanzibar.corp");
    walk->wizard.step = GUIDE_PATH;
    walk->wizard.page = PAGE_STEP;
    walk_keys(walk, "Ctrl-N text:zanzibar-has-called Esc");
    walk_keys(walk, "Ctrl-N text:user:zanzibar Enter 1 8");
}

static void
walk_world(const char *scenario, int rows, int columns,
           struct watcher *watcher)
{
    struct walk walk;
    struct error error = { 0 };
    struct watcher before = *watcher;

    if (!walk_open(&walk, scenario, rows, columns, false, &error)) {
        printf("%s: %s\n", scenario, error.text);
        watcher->faults++;
        walk_close(&walk);
        return;
    }
    watcher->scenario = scenario;
    walk_keys(&walk, "x");
    walk.show = see;
    walk.context = watcher;
    walk_keys(&walk, "n n Enter");
    know(watcher, &walk);
    walk_everywhere(&walk);
    end_recording(watcher);
    forget(watcher); /* its run goes */
    walk_keys(&walk, "R");
    know(watcher, &walk);
    walk_keys(&walk, "u 9 0");
    forget(watcher);
    type_everywhere(&walk);
    if (watcher->faults == before.faults && watcher->pictures < 100) {
        printf("%s: only %zu pictures\n", scenario, watcher->pictures);
        watcher->faults++;
    }
    walk_close(&walk);
}

int
main(int argc, char **argv)
{
    enum { SOME = 20 }; /* recordings take time */
    struct watcher watcher = { 0 };
    size_t count = argc > 1 ? (size_t)argc - 1 : catalog_scenario_count();

    for (size_t i = 0; i < count; i++) {
        watcher.records = argc > 1 || i % SOME == 0;
        if (argc > 1)
            walk_world(argv[i + 1], 24, 80, &watcher);
        else
            walk_world(catalog_scenario_id(i), 24 + (int)(i % 3) * 18,
                       80 + (int)(i % 4) * 40, &watcher);
    }
    printf("%zu worlds, %zu pictures, %zu faults\n", count, watcher.pictures,
           watcher.faults);
    return watcher.faults == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
