#ifndef APP_WIZARD_H
#define APP_WIZARD_H

#include "app/kept_list.h"
#include "app/notes.h"
#include "app/recording.h"
#include "app/request.h"
#include "app/rounds.h"
#include "app/saved_run.h"
#include "app/session.h"
#include "app/wizard_form.h"
#include "ui/action.h"
#include "ui/frame_view.h"
#include "ui/list_view.h"
#include "ui/news_view.h"
#include "ui/rows_view.h"

/*
 * The guided way as a state that keys move: where somebody is, what has been
 * answered, what runs. It knows no terminal and reads no clock, so that it
 * can be driven by a test; what it wants of the terminal it writes down as a
 * wish. Of the network it knows what its session tells.
 */
/* What stands in the place of the step's own page. */
enum wizard_page {
    PAGE_STEP,
    PAGE_PLAN,
    PAGE_EVIDENCE,
    PAGE_BY_HAND,
    PAGE_CHANGES,  /* the last run that was otherwise, beside this one */
    PAGE_COMPARED, /* a transcript beside this run */
    PAGE_TIMELINE, /* the verdicts of this session over time */
    PAGE_SUPPORT,  /* the summary for a support case */
};

/* What lies above the page. */
enum wizard_over {
    OVER_NONE,
    OVER_HELP,
    OVER_PALETTE,
    OVER_GLOSSARY,
    OVER_TERM,    /* one word of the glossary */
    OVER_SAVE_AS, /* the formats of a report */
    OVER_COMPARE, /* the transcripts that are kept */
    OVER_SHARE,   /* what a copy to pass on replaces */
    OVER_FIND,    /* a word is typed */
    OVER_PLAIN,   /* the present pane without frames */
    OVER_NOTE,    /* a note is typed */
    OVER_QUIT,    /* something still runs */
};

enum wizard_run { RUN_NONE, RUN_PLANNED, RUN_UNDER_WAY, RUN_ENDED };

/* What the last frame had room for, so that scrolling ends where it ends. */
struct wizard_seen {
    struct frame_areas areas;
    int rows[PANE_COUNT];
    int last_top[PANE_COUNT];
    int over_last_top;
    int tops[PANE_COUNT];          /* the first row of each that is drawn */
    size_t paragraphs[PANE_COUNT]; /* presenter: how many there are */
    struct rows_seen table;
    struct form_seen form;
    struct list_seen over;
};

/* What the terminal is to do; taken and cleared by the loop. */
struct wizard_wish {
    bool leave;
    bool suspend;
    bool redraw;
    bool bell;
    bool next_theme;
    bool toggle_mouse;
    bool save_screen;     /* as a picture, what is shown after this key */
    bool record;          /* begin to record, or end that */
    struct request *edit; /* in the operator's editor; NULL: none */
    struct buffer copy;   /* a text for the clipboard; empty: none */
};

enum { WATCH_USUAL = 3 /* of its intervals */ };

struct wizard_watch {
    bool on;
    size_t interval;  /* index of wizard_watch.c's table */
    int64_t ended_ms; /* when the last run ended */
    int64_t again_ms; /* when it is checked again; 0: not planned */
};

/* Signs in a strip of verdicts, where there is room for as many. */
enum { STRIP_MOST = 120 };

/* The transcripts to choose from, and the one that was chosen. */
struct wizard_compare {
    struct kept_list list;
    struct saved_run *chosen; /* NULL: none */
};

/* A row of this run, to be found in the run that follows. */
struct row_sought {
    char host[256];         /* "": none is sought */
    struct address address; /* no family: the row of the target */
};

struct wizard_private; /* app/wizard_private.h */

struct wizard {
    char **environment;
    struct session *first;   /* has the definitions that the questions use */
    struct session *session; /* that of the plan; at first the same */
    struct questions questions;
    struct wizard_form form;
    enum wizard_run run;
    bool is_changed; /* an answer that the plan rests on */
    struct news news;
    int64_t now_ms;     /* monotonic; wizard_tick tells */
    int64_t started_ms; /* of the run */
    int64_t duration_ms;

    enum guide_step_id step;
    enum guide_step_id furthest;
    enum wizard_page page;
    enum pane focus;
    enum guide_depth depth; /* of the explanation */
    int tops[PANE_COUNT];
    size_t paragraphs[PANE_COUNT]; /* presenter: the emphasised one */
    bool news_follow;              /* the newest line is shown */
    size_t selected;
    struct rows_place selected_place; /* the same, as more rows come */
    struct row_sought sought;
    bool has_pointer;
    size_t pointer;
    struct rows_place pointer_place;
    struct row_sought pointer_sought;
    bool presenter;

    enum wizard_over over;
    struct buffer input; /* what is typed there */
    size_t over_selected;
    int over_top;
    struct buffer found; /* the word that was looked for */

    struct wizard_watch watch;
    struct rounds rounds;
    bool is_part; /* a part of the run is checked again */
    struct wizard_compare compare;
    struct request request;            /* the text to send */
    struct request support;            /* the summary for a support case */
    const struct recording *recording; /* of the terminal; NULL; borrowed */
    struct notes notes;
    struct wizard_private *private; /* other names; NULL: there are none */
    uint64_t revision;              /* a run that has ended says more now */
    struct buffer message;          /* until the next key; empty: none */
    struct wizard_seen seen;
    struct wizard_wish wish;
    int code; /* of the process */
};

/* Reads definitions, machine and settings; sends nothing. */
MUST_USE bool wizard_open(struct wizard *wizard,
                          const struct session_options *options,
                          char **environment, struct error *error);
void wizard_close(struct wizard *wizard);

/* The one function that moves the state. */
void wizard_key(struct wizard *wizard, const struct key *key);

/* Time has passed: what was to be done by now is done. */
void wizard_tick(struct wizard *wizard, int64_t now_ms);

/* Says why the transcript is not kept any more; false: nothing is new. */
bool wizard_tell_trouble(struct wizard *wizard);

/* The session's last turn has been: what was seen is judged. */
void wizard_run_ended(struct wizard *wizard);

void wizard_draw(const struct wizard *wizard, struct canvas *canvas,
                 struct wizard_seen *seen);

/* Parts of the module, each in a file of its own. */

/*
 * wizard_private.c: what views may show. Whoever draws, fills or copies asks
 * for it once, and reads everything from it: it is the wizard itself, or its
 * like under other names. It is valid until the wizard changes.
 */
const struct wizard *wizard_shown(const struct wizard *wizard);
/* What is typed above the page, for the eyes. */
const char *wizard_shown_input(const struct wizard *wizard);
/* A list that may name what is the place's; changes its items. */
const struct list_item *wizard_shown_items(const struct wizard *wizard,
                                           struct list_item *items,
                                           size_t count);
/* The row of the run that was drawn as that one. */
size_t wizard_row_behind(const struct wizard *wizard, size_t shown);
bool wizard_is_private(const struct wizard *wizard);
void wizard_toggle_private(struct wizard *wizard);

/* wizard_share.c: a copy to pass on. */
/* Lists what it replaces, and then the formats. */
void wizard_share(struct wizard *wizard);
void wizard_share_go_on(struct wizard *wizard);
/* What is saved next is as it is, unless the screen is private. */
void wizard_share_end(struct wizard *wizard);
size_t wizard_share_items(const struct wizard *wizard, struct arena *arena,
                          struct list_item **items);
/* Whether what is saved now is such a copy: always, in private. */
bool wizard_is_sharing(const struct wizard *wizard);
void wizard_share_as(struct wizard *wizard, size_t format);
void wizard_share_usual(struct wizard *wizard);

void wizard_say(struct wizard *wizard, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* wizard_act.c: does what an action says. */
void wizard_act(struct wizard *wizard, enum action action, int number);

/* wizard_steps.c: from step to step, and to what stands in a step's place. */
void wizard_go(struct wizard *wizard, enum guide_step_id step);
void wizard_go_next(struct wizard *wizard);
void wizard_go_back(struct wizard *wizard);
void wizard_go_to_step(struct wizard *wizard, int number);
void wizard_open_page(struct wizard *wizard, enum wizard_page page);
/* Enter: the one thing that the page is about. */
void wizard_open_here(struct wizard *wizard);

/* wizard_panes.c: what moves within the page; false: it is none of these. */
bool wizard_act_moving(struct wizard *wizard, enum action action);
void wizard_go_deeper(struct wizard *wizard);
/* By so many rows or paragraphs of the pane. */
void wizard_move(struct wizard *wizard, enum pane pane, int by);
void wizard_select_row(struct wizard *wizard, size_t index);
/* The selected row and the pointer stay with what they are about. */
void wizard_keep_rows(struct wizard *wizard);
/* The same once the next run has begun, which has rows of its own. */
struct rows_sought {
    struct row_sought selected;
    struct row_sought pointer;
};
struct rows_sought wizard_seek_rows(const struct wizard *wizard);
void wizard_find_rows(struct wizard *wizard, const struct rows_sought *sought);
/* Whether the pane shows numbered paragraphs, one of them emphasised. */
bool wizard_is_numbered(const struct wizard *wizard, enum pane pane);

/* wizard_mouse.c: a click does what the key of what is there would do. */
void wizard_click(struct wizard *wizard, const struct key *key);
void wizard_wheel(struct wizard *wizard, const struct key *key);

/* wizard_resume.c: where the transcript stood that goes on, if one does. */
void wizard_resume(struct wizard *wizard);
/* What it has brought along besides answers, above the plan. */
void wizard_fill_restored(const struct wizard *wizard, struct sheet *sheet);

/* wizard_run.c: plans with the present answers; false: they are wrong. */
bool wizard_plan(struct wizard *wizard);
void wizard_begin(struct wizard *wizard);
void wizard_stop(struct wizard *wizard);

/* Whether there are two runs to be compared. */
bool wizard_has_before(const struct wizard *wizard);

/* wizard_compare.c: this run beside a transcript. */
/* Opens the list of those that are kept. */
void wizard_compare_open(struct wizard *wizard);
/* Those that have what was typed, by their places in the list. */
size_t wizard_compare_items(const struct wizard *wizard, struct arena *arena,
                            struct list_item **items, size_t **places);
/* Opens the selected one, or the path that was typed. */
void wizard_compare_choose(struct wizard *wizard);
/* The earlier of the two is the one before. */
enum incomparable wizard_compare_chosen(const struct wizard *wizard,
                                        struct comparison *comparison,
                                        struct arena *arena);
void wizard_compare_close(struct wizard *wizard);

/* wizard_again.c: everything, the selected row, the step once more. */
void wizard_again(struct wizard *wizard);
void wizard_row_again(struct wizard *wizard);
void wizard_step_again(struct wizard *wizard);
void wizard_stop_row(struct wizard *wizard);

/* wizard_watch.c: again and again until all is healthy. */
void wizard_watch_toggle(struct wizard *wizard);
void wizard_watch_end(struct wizard *wizard);
/* A shorter interval, or a longer one. */
void wizard_watch_pace(struct wizard *wizard, int by);
/* After a run: plans the next, or rings the bell. */
void wizard_watch_ended(struct wizard *wizard);
int64_t wizard_watch_interval_s(const struct wizard *wizard);
/* A glyph for each verdict, at most so many of the newest. */
void wizard_watch_strip(const struct wizard *wizard, int64_t most, bool ascii,
                        struct buffer *out);

/* wizard_save.c */
/* Takes the answers that no packet depends on, and judges anew. */
bool wizard_take_answers(struct wizard *wizard);
void wizard_save(struct wizard *wizard);
/* All that has been kept, also when the disk has long been full. */
void wizard_save_transcript(struct wizard *wizard);
/* The exit code that its verdict stands for. */
int wizard_verdict_code(const struct wizard *wizard);

/* wizard_hand_over.c: other formats, and the text to send. */
void wizard_choose_format(struct wizard *wizard);
size_t wizard_formats(struct arena *arena, struct list_item **items);
void wizard_save_as(struct wizard *wizard, size_t format);
/* Asks for the editor, for the text that is shown; the loop tells. */
void wizard_edit(struct wizard *wizard);
void wizard_edited(struct wizard *wizard, const struct request *request,
                   const struct error *error);
/* wizard_support.c */
void wizard_open_support(struct wizard *wizard);
void wizard_words_support(const struct wizard *wizard, struct sheet *sheet);
/* As the operator left it; false: as the writer makes it. */
bool wizard_support_is_edited(const struct wizard *wizard);

/* wizard_actions.c: whether it does something now. */
bool wizard_can(const struct wizard *wizard, enum action action);
/* What can be done now, the most useful first; returns how many. */
size_t wizard_actions(const struct wizard *wizard, enum action *actions);

/* wizard_over.c */
void wizard_over_key(struct wizard *wizard, const struct key *key);
void wizard_over_click(struct wizard *wizard, const struct key *key);
void wizard_over_draw(const struct wizard *wizard, struct canvas *canvas,
                      struct wizard_seen *seen);

/* wizard_pages.c: the content of a pane as a sheet; false: it is none. */
bool wizard_fill(const struct wizard *wizard, enum pane pane,
                 struct sheet *sheet);
const char *wizard_page_title(const struct wizard *wizard);
/* The check that the present step is about; CHECK_COUNT: none. */
enum check_id wizard_check(enum guide_step_id step);
bool wizard_shows_rows(const struct wizard *wizard);
bool wizard_shows_form(const struct wizard *wizard);

/* What PgUp and PgDn move: the explanation, where a form has the focus. */
enum pane wizard_paged(const struct wizard *wizard);
void wizard_next_hit(struct wizard *wizard);

/* wizard_words.c: texts that are filled from what was seen. */
void wizard_words_verdict(const struct wizard *wizard, struct sheet *sheet);
void wizard_words_hand_over(const struct wizard *wizard, struct sheet *sheet);
/* wizard_changes.c: two runs beside each other; verdicts over time. */
void wizard_words_changes(const struct wizard *wizard, struct sheet *sheet);
void wizard_words_timeline(const struct wizard *wizard, struct sheet *sheet);
/* What the verdict says of the rounds before; nothing of the first. */
struct verdict_texts;
void wizard_words_rounds(const struct wizard *wizard, struct sheet *sheet,
                         struct verdict_texts *texts);
void wizard_words_explain(const struct wizard *wizard, struct sheet *sheet);
enum step_mark wizard_words_mark(const struct wizard *wizard,
                                 enum guide_step_id step);

/* wizard_guide.c: the words of the steps. */
const char *wizard_guide_title(const struct wizard *wizard,
                               enum guide_step_id step);
const char *wizard_guide_question(const struct wizard *wizard,
                                  enum guide_step_id step);
/* The explanation of the step, in the present depth. */
void wizard_guide_fill(const struct wizard *wizard, struct sheet *sheet);
/* The terms of the glossary, as a list and one at length. */
size_t wizard_guide_term_count(const struct wizard *wizard);
struct list_item wizard_guide_term(const struct wizard *wizard, size_t index);
bool wizard_guide_term_has(const struct wizard *wizard, size_t index,
                           const char *word);
void wizard_guide_fill_term(const struct wizard *wizard, size_t index,
                            struct sheet *sheet);

#endif
