#include "walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WORD = 64 };

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
}

bool
walk_open(struct walk *walk, const char *scenario, int rows, int columns,
          bool ascii, struct error *error)
{
    static char *no_environment[] = { NULL };
    struct session_options options = { .lab = scenario };

    *walk = (struct walk){ 0 };
    if (!wizard_open(&walk->wizard, &options, no_environment, error))
        return false;
    canvas_resize(&walk->canvas, rows, columns);
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

static void
run_to_the_end(struct walk *walk)
{
    struct wizard *wizard = &walk->wizard;

    if (wizard->run != RUN_UNDER_WAY)
        return;
    while (session_turn(wizard->session, NULL, 0, -1))
        continue;
    wizard_run_ended(wizard);
}

static void
press(struct walk *walk, const struct key *key)
{
    wizard_key(&walk->wizard, key);
    run_to_the_end(walk);
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

void
walk_show(struct walk *walk, struct buffer *out)
{
    canvas_append_text(&walk->canvas, out);
}
