#include "app/wizard_loop.h"

#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/editor.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/recording.h"
#include "app/screen_file.h"
#include "app/wizard.h"
#include "base/clock.h"
#include "net/real_net.h"
#include "ui/term.h"

enum { TICK_MS = 250, SECOND_MS = 1000 };

struct loop {
    struct wizard wizard;
    struct canvas canvas;
    struct real_net *real; /* to wait with while no check runs */
    struct net net;
    struct net_watch keys;
    struct net_watch signals;
    struct recording recording;
    struct error unrecorded; /* why a recording is not whole */
    enum theme theme;
    bool mouse;
    bool is_dirty;
    bool cut_off;     /* nobody has left: the terminal or the process goes */
    int64_t drawn_ms; /* when the picture was made that is shown */
};

static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };

/* The terminal first; then the signal does what it does without us. */
static void
crash(int number)
{
    term_restore();
    signal(number, SIG_DFL);
    raise(number);
}

static void
loop_signals(sigset_t *signals)
{
    static const int numbers[] = { SIGINT,   SIGTERM, SIGHUP,
                                   SIGWINCH, SIGCONT, SIGTSTP };

    sigemptyset(signals);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaddset(signals, numbers[i]);
}

static void
loop_open_signals(struct loop *loop)
{
    sigset_t signals;

    loop_signals(&signals);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    loop->signals = (struct net_watch){
        .handle = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC),
        .external = true,
        .wanted = NET_READABLE,
    };
    for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
        signal(crashes[i], crash);
}

static void
loop_close_signals(struct loop *loop)
{
    sigset_t signals;

    for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
        signal(crashes[i], SIG_DFL);
    if (loop->signals.handle >= 0)
        close(loop->signals.handle);
    loop_signals(&signals);
    sigprocmask(SIG_UNBLOCK, &signals, NULL);
}

/* The shell gets the terminal and us back only when it says so. */
static void
loop_suspend(struct loop *loop)
{
    sigset_t stop;

    term_leave();
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    signal(SIGTSTP, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &stop, NULL);
    raise(SIGTSTP);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    term_return();
    if (loop->mouse)
        term_set_mouse(true);
    term_note_resize();
    loop->is_dirty = true;
}

/* The editor has the terminal until it ends. */
static void
loop_edit(struct loop *loop)
{
    struct request *request = loop->wizard.wish.edit;
    struct error error = { 0 };
    bool edited;

    term_leave();
    edited = editor_edit(&request->text, &error);
    term_return();
    if (loop->mouse)
        term_set_mouse(true);
    term_note_resize();
    wizard_edited(&loop->wizard, request, edited ? NULL : &error);
    loop->is_dirty = true;
}

static void
loop_take_signals(struct loop *loop)
{
    struct signalfd_siginfo taken;
    struct wizard *wizard = &loop->wizard;

    while (read(loop->signals.handle, &taken, sizeof taken) ==
           (ssize_t)sizeof taken) {
        int number = (int)taken.ssi_signo;

        if (number == SIGWINCH) {
            term_note_resize();
        } else if (number == SIGTSTP) {
            wizard->wish.suspend = true;
        } else if (number != SIGCONT) {
            wizard->code = EXIT_STOPPED;
            wizard->wish.leave = true;
            loop->cut_off = true;
        }
        loop->is_dirty = true;
    }
}

static void
loop_take_keys(struct loop *loop)
{
    struct key key;

    while (term_read(&key)) {
        wizard_key(&loop->wizard, &key);
        loop->is_dirty = true;
    }
}

static void
loop_change_theme(struct loop *loop)
{
    loop->theme = (enum theme)(((int)loop->theme + 1) % THEME_COUNT);
    term_set_theme(loop->theme);
    wizard_say(&loop->wizard, "Colours: %s.", theme_name(loop->theme));
}

static void
loop_change_mouse(struct loop *loop)
{
    loop->mouse = !loop->mouse;
    term_set_mouse(loop->mouse);
    wizard_say(&loop->wizard,
               loop->mouse ? "The mouse is on: a step, a row, a pane can be "
                             "clicked."
                           : "The mouse is off: the terminal marks text.");
}

/* As it will be drawn: without the list in which this was chosen. */
static void
loop_save_screen(struct loop *loop)
{
    struct wizard *wizard = &loop->wizard;
    struct buffer subject = { 0 };
    struct buffer name = { 0 };
    struct error error = { 0 };

    wizard_draw(wizard, &loop->canvas, &wizard->seen);
    buffer_printf(&subject, "cdsdoctor: %s",
                  wizard_guide_title(wizard, wizard->step));
    if (screen_file_save(&loop->canvas, loop->theme, buffer_text(&subject),
                         clock_wall_ms() / 1000, &name, &error)) {
        keeping_export(wizard->first->options.keeping, "screen",
                       buffer_text(&name));
        wizard_say(wizard, "Saved %s in this directory.", buffer_text(&name));
    } else {
        wizard_say(wizard, "%s", error.text);
    }
    buffer_release(&subject);
    buffer_release(&name);
}

/* What could not be recorded is told again when the screen is gone. */
static void
loop_stop_recording(struct loop *loop)
{
    struct buffer note = { 0 };
    struct error error = { 0 };

    if (!recording_close(&loop->recording, &note, &error)) {
        wizard_say(&loop->wizard, "The recording has ended: %s. %s",
                   error.text, buffer_text(&note));
        loop->unrecorded = error;
    } else {
        wizard_say(&loop->wizard, "%s", buffer_text(&note));
    }
    buffer_release(&note);
    loop->is_dirty = true;
}

/* It ends with the screen before this key, and begins with the next. */
static void
loop_record(struct loop *loop)
{
    struct error error = { 0 };

    if (recording_is_on(&loop->recording))
        loop_stop_recording(loop);
    else if (recording_open_here(&loop->recording, clock_wall_ms() / 1000,
                                 &error))
        wizard_say(&loop->wizard, "Recording into %s; V ends it.",
                   buffer_text(&loop->recording.path));
    else
        wizard_say(&loop->wizard, "%s", error.text);
}

static void
loop_grant_wishes(struct loop *loop)
{
    struct wizard_wish *wish = &loop->wizard.wish;

    if (wish->suspend)
        loop_suspend(loop);
    if (wish->redraw)
        term_redraw();
    if (wish->bell)
        term_bell();
    if (wish->edit != NULL)
        loop_edit(loop);
    if (wish->next_theme)
        loop_change_theme(loop);
    if (wish->toggle_mouse)
        loop_change_mouse(loop);
    if (wish->save_screen)
        loop_save_screen(loop);
    if (wish->record)
        loop_record(loop);
    if (wish->copy.length > 0 &&
        !term_copy(wish->copy.data, wish->copy.length))
        wizard_say(&loop->wizard, "That is too long for the clipboard; v "
                                  "shows the plain text, s saves it.");
    wish->suspend = wish->redraw = wish->bell = false;
    wish->next_theme = wish->toggle_mouse = wish->save_screen = false;
    wish->record = false;
    wish->edit = NULL;
    buffer_cut(&wish->copy, 0);
}

static void
loop_draw(struct loop *loop)
{
    int rows;
    int columns;

    if (!loop->is_dirty)
        return;
    loop->is_dirty = false;
    loop->drawn_ms = loop->wizard.now_ms;
    term_size(&rows, &columns);
    canvas_resize(&loop->canvas, rows, columns);
    loop->canvas.ascii = term_is_ascii();
    wizard_draw(&loop->wizard, &loop->canvas, &loop->wizard.seen);
    term_draw(&loop->canvas);
    if (!recording_see(&loop->recording, &loop->canvas, loop->theme))
        loop_stop_recording(loop);
}

/* How long a picture stays when no key is pressed; -1: until one is. */
static int
loop_period_ms(const struct loop *loop)
{
    if (loop->wizard.run == RUN_UNDER_WAY)
        return TICK_MS;
    return loop->wizard.watch.on ? SECOND_MS : -1;
}

/* Until the picture is too old. */
static int
loop_patience_ms(const struct loop *loop)
{
    int period = loop_period_ms(loop);

    if (period < 0)
        return -1;
    return period - (int)(loop->wizard.now_ms % period);
}

/* Waits once, for whatever comes first. */
static void
loop_wait(struct loop *loop)
{
    struct net_watch *watches[] = { &loop->keys, &loop->signals };
    struct wizard *wizard = &loop->wizard;
    int patience = loop_patience_ms(loop);

    if (wizard->run != RUN_UNDER_WAY) {
        net_wait(&loop->net, watches, 2, patience);
        return;
    }
    if (!session_turn(wizard->session, watches, 2, patience)) {
        wizard_tick(wizard, clock_monotonic_ms());
        wizard_run_ended(wizard);
        loop->is_dirty = true;
    }
}

/*
 * While something moves a picture is made in each period, however often the
 * session had a turn in it.
 */
static void
loop_tick(struct loop *loop)
{
    int64_t now = clock_monotonic_ms();
    int period;

    wizard_tick(&loop->wizard, now);
    period = loop_period_ms(loop);
    if (period > 0 && now / period != loop->drawn_ms / period)
        loop->is_dirty = true;
}

static void
loop_turn(struct loop *loop)
{
    loop_draw(loop);
    loop_wait(loop);
    loop_tick(loop);
    if (loop->signals.ready != 0)
        loop_take_signals(loop);
    loop_take_keys(loop);
    /* A key that leads nowhere any more: the terminal has gone. */
    if ((loop->keys.ready & NET_FAILED) != 0)
        loop->cut_off = loop->wizard.wish.leave = true;
    loop->keys.ready = 0;
    loop->signals.ready = 0;
    loop_grant_wishes(loop);
    if (wizard_tell_trouble(&loop->wizard))
        loop->is_dirty = true;
}

/*
 * While signals are still blocked: a terminal that goes away says so more
 * than once.
 */
static void
loop_end_recording(struct loop *loop)
{
    struct buffer note = { 0 };

    if (recording_close(&loop->recording, &note, &loop->unrecorded) &&
        loop->unrecorded.code == ERROR_NONE) {
        if (note.length > 0)
            fprintf(stderr, "%s\n", buffer_text(&note));
    } else {
        output_complain(&loop->unrecorded);
        loop->wizard.code = EXIT_NOT_WRITTEN;
    }
    loop->unrecorded = (struct error){ 0 };
    buffer_release(&note);
}

static void
loop_run(struct loop *loop)
{
    loop->keys = (struct net_watch){ .handle = term_descriptor(),
                                     .external = true,
                                     .wanted = NET_READABLE };
    loop->real = real_net_new();
    loop->net = real_net_use(loop->real);
    loop_open_signals(loop);
    loop->is_dirty = true;
    while (!loop->wizard.wish.leave)
        loop_turn(loop);
    term_close();
    loop_end_recording(loop);
    loop_close_signals(loop);
    real_net_free(loop->real);
    canvas_release(&loop->canvas);
}

int
wizard_loop(const struct session_options *options, char **environment,
            const char *record, const char **refused)
{
    struct loop loop = { 0 };
    struct term_options terminal = { 0 };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (!recording_open(&loop.recording, record, &error)) {
        output_complain(&error);
        return error.code == ERROR_USAGE ? EXIT_USAGE : EXIT_NOT_WRITTEN;
    }
    if (!wizard_open(&loop.wizard, options, environment, &error)) {
        output_complain(&error);
        goto out;
    }
    loop.wizard.recording = &loop.recording;
    *refused = term_open(&terminal);
    if (*refused != NULL)
        goto out;
    loop.theme = term_theme();
    loop_run(&loop);
    code = loop.wizard.code;
    if (code != EXIT_NOT_WRITTEN)
        keeping_export(options->keeping, "recording", record);
    if (!loop.cut_off)
        keeping_end(options->keeping, code);
out:
    loop_end_recording(&loop);
    wizard_close(&loop.wizard);
    return code;
}
