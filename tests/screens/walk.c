#include "walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WORD = 64, TICK_MS = 250, SECOND_MS = 1000 };

struct named_key {
    const char *name;
    enum key_code code;
};

static const struct named_key named_keys[] = {
    { "Enter", KEY_ENTER_KEY },   { "Esc", KEY_ESCAPE },
    { "Up", KEY_UP_ARROW },       { "Down", KEY_DOWN_ARROW },
    { "Tab", KEY_TAB_KEY },       { "PgDn", KEY_PAGE_DOWN },
    { "PgUp", KEY_PAGE_UP },      { "Home", KEY_HOME_END },
    { "End", KEY_END_END },       { "Left", KEY_LEFT_ARROW },
    { "Right", KEY_RIGHT_ARROW }, { "Backspace", KEY_ERASE },
};

static void
look(struct walk *walk)
{
    wizard_draw(&walk->wizard, &walk->canvas, &walk->wizard.seen);
    if (walk->show != NULL)
        walk->show(walk->context, walk);
}

void
walk_resize(struct walk *walk, int rows, int columns)
{
    struct key key = { .code = KEY_RESIZED };

    canvas_resize(&walk->canvas, rows, columns);
    wizard_key(&walk->wizard, &key);
    look(walk);
}

bool
walk_open_with(struct walk *walk, const struct session_options *options,
               int rows, int columns, struct error *error)
{
    static char *no_environment[] = { NULL };

    *walk = (struct walk){ 0 };
    if (!wizard_open(&walk->wizard, options, no_environment, error))
        return false;
    canvas_resize(&walk->canvas, rows, columns);
    look(walk);
    return true;
}

bool
walk_open(struct walk *walk, const char *scenario, int rows, int columns,
          bool ascii, struct error *error)
{
    struct session_options options = { .lab = scenario };

    if (!walk_open_with(walk, &options, rows, columns, error))
        return false;
    walk->canvas.ascii = ascii;
    look(walk);
    return true;
}

void
walk_close(struct walk *walk)
{
    wizard_close(&walk->wizard);
    canvas_release(&walk->canvas);
}

/* The world's clock goes on from where that of the run before ended. */
static void
tell_time(struct walk *walk, int64_t start_ms, int64_t before_ms)
{
    const struct net *net = &walk->wizard.session->stage.net;

    walk->now_ms = before_ms + net_monotonic_ms(net) - start_ms;
    if (walk->live)
        wizard_tick(&walk->wizard, walk->now_ms);
    if (walk->show != NULL)
        look(walk);
}

static void
run_on(struct walk *walk)
{
    struct wizard *wizard = &walk->wizard;
    int64_t start_ms;
    int64_t before_ms = walk->now_ms;

    if (wizard->run != RUN_UNDER_WAY)
        return;
    start_ms = net_monotonic_ms(&wizard->session->stage.net);
    while (session_turn(wizard->session, NULL, 0, TICK_MS)) {
        tell_time(walk, start_ms, before_ms);
        if (walk->until_ms > 0 && walk->now_ms >= walk->until_ms)
            return;
    }
    wizard_run_ended(wizard);
}

static void
press(struct walk *walk, const struct key *key)
{
    wizard_key(&walk->wizard, key);
    run_on(walk);
    look(walk);
}

static void
press_text(struct walk *walk, const char *text)
{
    for (; *text != '\0'; text++) {
        struct key key = { .code = KEY_TEXT, .text = { *text } };

        press(walk, &key);
    }
}

static void
press_word(struct walk *walk, const char *word)
{
    struct key key = { 0 };

    if (strncmp(word, "text:", 5) == 0) {
        press_text(walk, word + 5);
        return;
    }
    for (size_t i = 0; i < sizeof named_keys / sizeof named_keys[0]; i++)
        if (strcmp(word, named_keys[i].name) == 0)
            key.code = named_keys[i].code;
    if (strncmp(word, "pass:", 5) == 0) {
        walk_pass(walk, walk->now_ms + atoi(word + 5) * SECOND_MS);
        return;
    }
    if (strncmp(word, "Ctrl-", 5) == 0) {
        key.code = KEY_CTRL;
        key.text[0] = (char)(word[5] - 'A' + 'a');
    }
    if (key.code == KEY_NONE && strlen(word) != 1) {
        fprintf(stderr, "there is no key %s\n", word);
        abort();
    }
    if (key.code == KEY_NONE) {
        press_text(walk, word);
        return;
    }
    press(walk, &key);
}

void
walk_keys(struct walk *walk, const char *words)
{
    char word[LONGEST_WORD];
    int taken;

    while (sscanf(words, "%63s%n", word, &taken) == 1) {
        press_word(walk, word);
        words += taken;
    }
}

/* The clock of the world goes on while nothing is checked. */
static void
let_pass(struct walk *walk, int64_t left_ms)
{
    struct net *net = &walk->wizard.session->stage.net;
    int64_t until_ms = net_monotonic_ms(net) + left_ms;

    while (net_monotonic_ms(net) < until_ms)
        net_wait(net, NULL, 0, (int)(until_ms - net_monotonic_ms(net)));
}

bool
walk_pass(struct walk *walk, int64_t now_ms)
{
    bool ran;

    let_pass(walk, now_ms - walk->now_ms);
    wizard_tick(&walk->wizard, now_ms);
    ran = walk->wizard.run == RUN_UNDER_WAY;
    walk->now_ms = now_ms;
    run_on(walk);
    look(walk);
    return ran;
}

void
walk_show(struct walk *walk, struct buffer *out)
{
    canvas_append_text(&walk->canvas, out);
}
