#include "ui/action.h"

#include <assert.h>
#include <string.h>

static const struct action_row rows[] = {
    [ACTION_NONE] = { "", "", "", "" },
    [ACTION_OPEN] = { "open", "open", "Open what is selected, or go on.",
                      "Enter" },
    [ACTION_BACK] = { "back", "back",
                      "Close what lies above, or go one step back.",
                      "Esc b Backspace" },
    [ACTION_NEXT_STEP] = { "next", "next", "Go to the next step.", "n" },
    [ACTION_PREVIOUS_STEP] = { "previous", "previous",
                               "Go to the previous step.", "p" },
    [ACTION_STEP] = { "step", "step", "Jump to a step that was visited.",
                      "1-9 0" },
    [ACTION_UP] = { "up", "up", "Move up.", "Up k" },
    [ACTION_DOWN] = { "down", "down", "Move down.", "Down j" },
    [ACTION_LEFT] = { "left", "left", "The previous pane.", "Left h" },
    [ACTION_RIGHT] = { "right", "right", "The next pane.", "Right l" },
    [ACTION_PAGE_UP] = { "page-up", "page up", "One page up.", "PgUp" },
    [ACTION_PAGE_DOWN] = { "page-down", "page down", "One page down.",
                           "PgDn" },
    [ACTION_FIRST] = { "first", "first", "To the beginning.", "Home g" },
    [ACTION_LAST] = { "last", "last", "To the end.", "End G" },
    [ACTION_NEXT_PANE] = { "next-pane", "next part", "The next field or pane.",
                           "Tab" },
    [ACTION_PREVIOUS_PANE] = { "previous-pane", "previous part",
                               "The previous field or pane.", "Shift-Tab" },
    [ACTION_EVIDENCE] = { "evidence", "evidence",
                          "Everything that was seen of the selected row.",
                          "e" },
    [ACTION_DEEPER] = { "deeper", "explain",
                        "Explain further: what it is, then why and what to "
                        "do, "
                        "then the packets.",
                        "d" },
    [ACTION_COMMANDS] = { "commands", "by hand",
                          "The same check by hand, as commands.", "c" },
    [ACTION_RUN_AGAIN] = { "run-again", "again",
                           "Check the selected row once more, and keep the "
                           "others; where none is selected, the step.",
                           "r" },
    [ACTION_RUN_STEP_AGAIN] = { "run-step-again", "step again",
                                "Check what this step is about once more, of "
                                "every row.",
                                "Ctrl-R" },
    [ACTION_RUN_ALL_AGAIN] = { "run-all-again", "all again",
                               "Check everything once more, from the "
                               "beginning.",
                               "R F5" },
    [ACTION_STOP_ROW] = { "stop-row", "stop row",
                          "Stop what runs of the selected row; the others go "
                          "on.",
                          "i Del" },
    [ACTION_NOTE] = { "note", "note",
                      "Write a note; it keeps its time and step, and goes "
                      "into the report.",
                      "a Ctrl-N" },
    [ACTION_WATCH] = { "watch", "watch",
                       "Check again and again until it is mended.", "w" },
    [ACTION_SOONER] = { "sooner", "sooner",
                        "Watched: check again after a shorter while.", "-" },
    [ACTION_LATER] = { "later", "later",
                       "Watched: check again after a longer while.", "+" },
    [ACTION_CHANGES] = { "changes", "changes",
                         "The last checks that were otherwise, beside these: "
                         "what turned good or bad.",
                         "u" },
    [ACTION_TIMELINE] = { "timeline", "over time",
                          "When each verdict began and how long it lasted.",
                          "o" },
    [ACTION_COMPARE] = { "compare", "compare",
                         "Compare with a transcript: one that is kept, or any "
                         "by its path.",
                         "=" },
    [ACTION_FIND] = { "find", "find", "Find a word.", "/" },
    [ACTION_FIND_NEXT] = { "find-next", "next hit", "The next place of it.",
                           "N" },
    [ACTION_PALETTE] = { "palette", "all actions", "Every action by name.",
                         ": Ctrl-P" },
    [ACTION_HELP] = { "help", "help", "What the keys do here.", "? F1" },
    [ACTION_GLOSSARY] = { "glossary", "words", "What the words mean.", "t" },
    [ACTION_COPY] = { "copy", "copy",
                      "Copy the present pane to the clipboard.", "y" },
    [ACTION_PLAIN_VIEW] = { "plain", "plain text",
                            "The present pane without frames, to be marked "
                            "with the mouse.",
                            "v" },
    [ACTION_SAVE] = { "save", "save",
                      "Write the report as text and JSON, into new files.",
                      "s F2" },
    [ACTION_SAVE_SCREEN] = { "save-screen", "save screen",
                             "Save this screen as a picture (SVG), into a new "
                             "file.",
                             "S F3" },
    [ACTION_RECORD] = { "record", "record",
                        "Record the session as it looks, into a new file, or "
                        "end that.",
                        "V" },
    [ACTION_SAVE_AS] = { "save-as", "save as",
                         "Write the report in a format of your choice.", "F" },
    [ACTION_SAVE_TRANSCRIPT] = { "save-transcript", "transcript",
                                 "Write a copy of the transcript, all names "
                                 "in it, into a new file.",
                                 "J" },
    [ACTION_SHARE] = { "share", "pass on",
                       "Write a copy to pass on, aliases in the place of "
                       "your names; lists them first.",
                       "X" },
    [ACTION_EDIT] = { "edit", "edit text",
                      "Change the text to send in your editor.", "E" },
    [ACTION_SUPPORT] = { "support", "case",
                         "The summary for a support case, to be edited, "
                         "copied, saved.",
                         "C" },
    [ACTION_POINT] = { "point", "point",
                       "Point at this row, for whoever looks on; once more: "
                       "no "
                       "longer.",
                       "m" },
    [ACTION_PRESENTER] = { "presenter", "presenter",
                           "Row numbers that can be said aloud, for a "
                           "shared screen.",
                           "P" },
    [ACTION_PRIVATE] = { "private", "private",
                         "Names, addresses and accounts of yours under "
                         "aliases, everywhere; once more: as they are.",
                         "x" },
    [ACTION_THEME] = { "theme", "theme", "The next set of colours.", "T" },
    [ACTION_MOUSE] = { "mouse", "mouse",
                       "The mouse on or off; off leaves marking text to the "
                       "terminal.",
                       "O" },
    [ACTION_REDRAW] = { "redraw", "redraw", "Draw the screen anew.",
                        "Ctrl-L" },
    [ACTION_SUSPEND] = { "suspend", "suspend",
                         "Back to the shell; fg "
                         "returns.",
                         "Ctrl-Z" },
    [ACTION_STOP] = { "stop", "stop, leave",
                      "Stop what runs; where nothing runs, leave.", "Ctrl-C" },
    [ACTION_QUIT] = { "quit", "quit", "Leave the program.", "q F10" },
};
static_assert(sizeof rows / sizeof rows[0] == ACTION_COUNT,
              "every action has its row");

const struct action_row *
action_row(enum action action)
{
    return &rows[action];
}

/* Keys without a character, and those with one. */
struct binding {
    enum key_code code;
    const char *text;
    int number;
    enum action action;
};

static const struct binding bindings[] = {
    { .code = KEY_ENTER_KEY, .action = ACTION_OPEN },
    { .code = KEY_ESCAPE, .action = ACTION_BACK },
    { .code = KEY_ERASE, .action = ACTION_BACK },
    { .code = KEY_TEXT, .text = "b", .action = ACTION_BACK },
    { .code = KEY_TEXT, .text = "n", .action = ACTION_NEXT_STEP },
    { .code = KEY_TEXT, .text = "p", .action = ACTION_PREVIOUS_STEP },
    { .code = KEY_UP_ARROW, .action = ACTION_UP },
    { .code = KEY_TEXT, .text = "k", .action = ACTION_UP },
    { .code = KEY_WHEEL_UP, .action = ACTION_UP },
    { .code = KEY_DOWN_ARROW, .action = ACTION_DOWN },
    { .code = KEY_TEXT, .text = "j", .action = ACTION_DOWN },
    { .code = KEY_WHEEL_DOWN, .action = ACTION_DOWN },
    { .code = KEY_LEFT_ARROW, .action = ACTION_LEFT },
    { .code = KEY_TEXT, .text = "h", .action = ACTION_LEFT },
    { .code = KEY_RIGHT_ARROW, .action = ACTION_RIGHT },
    { .code = KEY_TEXT, .text = "l", .action = ACTION_RIGHT },
    { .code = KEY_PAGE_UP, .action = ACTION_PAGE_UP },
    { .code = KEY_PAGE_DOWN, .action = ACTION_PAGE_DOWN },
    { .code = KEY_HOME_END, .action = ACTION_FIRST },
    { .code = KEY_TEXT, .text = "g", .action = ACTION_FIRST },
    { .code = KEY_END_END, .action = ACTION_LAST },
    { .code = KEY_TEXT, .text = "G", .action = ACTION_LAST },
    { .code = KEY_TAB_KEY, .action = ACTION_NEXT_PANE },
    { .code = KEY_BACK_TAB, .action = ACTION_PREVIOUS_PANE },
    { .code = KEY_TEXT, .text = "e", .action = ACTION_EVIDENCE },
    { .code = KEY_TEXT, .text = "d", .action = ACTION_DEEPER },
    { .code = KEY_TEXT, .text = "c", .action = ACTION_COMMANDS },
    { .code = KEY_TEXT, .text = "r", .action = ACTION_RUN_AGAIN },
    { .code = KEY_CTRL, .text = "r", .action = ACTION_RUN_STEP_AGAIN },
    { .code = KEY_TEXT, .text = "i", .action = ACTION_STOP_ROW },
    { .code = KEY_DELETE, .action = ACTION_STOP_ROW },
    { .code = KEY_TEXT, .text = "a", .action = ACTION_NOTE },
    { .code = KEY_CTRL, .text = "n", .action = ACTION_NOTE },
    { .code = KEY_TEXT, .text = "-", .action = ACTION_SOONER },
    { .code = KEY_TEXT, .text = "+", .action = ACTION_LATER },
    { .code = KEY_TEXT, .text = "u", .action = ACTION_CHANGES },
    { .code = KEY_TEXT, .text = "o", .action = ACTION_TIMELINE },
    { .code = KEY_TEXT, .text = "=", .action = ACTION_COMPARE },
    { .code = KEY_FUNCTION, .number = 5, .action = ACTION_RUN_ALL_AGAIN },
    { .code = KEY_TEXT, .text = "R", .action = ACTION_RUN_ALL_AGAIN },
    { .code = KEY_TEXT, .text = "w", .action = ACTION_WATCH },
    { .code = KEY_TEXT, .text = "/", .action = ACTION_FIND },
    { .code = KEY_TEXT, .text = "N", .action = ACTION_FIND_NEXT },
    { .code = KEY_TEXT, .text = ":", .action = ACTION_PALETTE },
    { .code = KEY_CTRL, .text = "p", .action = ACTION_PALETTE },
    { .code = KEY_TEXT, .text = "?", .action = ACTION_HELP },
    { .code = KEY_FUNCTION, .number = 1, .action = ACTION_HELP },
    { .code = KEY_TEXT, .text = "t", .action = ACTION_GLOSSARY },
    { .code = KEY_TEXT, .text = "y", .action = ACTION_COPY },
    { .code = KEY_TEXT, .text = "v", .action = ACTION_PLAIN_VIEW },
    { .code = KEY_TEXT, .text = "s", .action = ACTION_SAVE },
    { .code = KEY_FUNCTION, .number = 2, .action = ACTION_SAVE },
    { .code = KEY_TEXT, .text = "S", .action = ACTION_SAVE_SCREEN },
    { .code = KEY_FUNCTION, .number = 3, .action = ACTION_SAVE_SCREEN },
    { .code = KEY_TEXT, .text = "V", .action = ACTION_RECORD },
    { .code = KEY_TEXT, .text = "F", .action = ACTION_SAVE_AS },
    { .code = KEY_TEXT, .text = "J", .action = ACTION_SAVE_TRANSCRIPT },
    { .code = KEY_TEXT, .text = "C", .action = ACTION_SUPPORT },
    { .code = KEY_TEXT, .text = "X", .action = ACTION_SHARE },
    { .code = KEY_TEXT, .text = "E", .action = ACTION_EDIT },
    { .code = KEY_TEXT, .text = "m", .action = ACTION_POINT },
    { .code = KEY_TEXT, .text = "P", .action = ACTION_PRESENTER },
    { .code = KEY_TEXT, .text = "x", .action = ACTION_PRIVATE },
    { .code = KEY_TEXT, .text = "T", .action = ACTION_THEME },
    { .code = KEY_TEXT, .text = "O", .action = ACTION_MOUSE },
    { .code = KEY_CTRL, .text = "l", .action = ACTION_REDRAW },
    { .code = KEY_CTRL, .text = "z", .action = ACTION_SUSPEND },
    { .code = KEY_CTRL, .text = "c", .action = ACTION_STOP },
    { .code = KEY_TEXT, .text = "q", .action = ACTION_QUIT },
    { .code = KEY_FUNCTION, .number = 10, .action = ACTION_QUIT },
};

static bool
binding_is(const struct binding *binding, const struct key *key)
{
    if (binding->code != key->code)
        return false;
    if (binding->text != NULL)
        return strcmp(binding->text, key->text) == 0;
    return key->code != KEY_FUNCTION || binding->number == key->number;
}

enum action
action_of_key(const struct key *key, int *number)
{
    enum { TENTH_STEP = 10 };

    if (key->code == KEY_TEXT && key->text[0] >= '0' && key->text[0] <= '9' &&
        key->text[1] == '\0') {
        *number = key->text[0] == '0' ? TENTH_STEP : key->text[0] - '0';
        return ACTION_STEP;
    }
    for (size_t i = 0; i < sizeof bindings / sizeof bindings[0]; i++)
        if (binding_is(&bindings[i], key))
            return bindings[i].action;
    return ACTION_NONE;
}
