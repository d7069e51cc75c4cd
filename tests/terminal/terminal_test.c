#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seat.h"
#include "ui/term_builtin.h"

/*
 * Whole uses of the program, as somebody at a terminal has them: simulated
 * worlds on the real clock, every key sent as its bytes.
 */
struct session {
    const char *name;
    const char *scenario;
    int rows;
    int columns;
    void (*run)(struct seat *seat);
    const char *terminal; /* NULL: xterm-256color */
};

/* From the first question to the checks. */
static void
agree(struct seat *seat)
{
    seat_expect(seat, "1 Symptom");
    seat_type(seat, "n");
    seat_expect(seat, "Which cloud service is it?");
    seat_type(seat, "n");
    seat_expect(seat, "nothing has been sent yet");
    seat_type(seat, "\r");
    seat_expect(seat, "does this server find the addresses?");
}

/* The checks have ended: that is when they can be run again. */
static void
leave(struct seat *seat, const char *ending)
{
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "q");
    seat_expect(seat, ending);
}

static void
walk_to_the_verdict(struct seat *seat)
{
    static const char *const questions[] = {
        "does the port open?",     "who really answers?",
        "does the service speak",  "what changes when one thing",
        "what no packet can tell", "what is the cause?",
    };

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        seat_type(seat, "n");
        seat_expect(seat, questions[i]);
    }
}

static void
healthy(struct seat *seat)
{
    agree(seat);
    walk_to_the_verdict(seat);
    seat_expect(seat, "HEALTHY");
    seat_type(seat, "n");
    seat_expect(seat, "nobody to ask");
    seat_expect_silence(seat, 1000);
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static void
inspected(struct seat *seat)
{
    agree(seat);
    walk_to_the_verdict(seat);
    seat_expect(seat, "tls-inspection");
    seat_expect(seat, "proxy or web-security team");
    seat_type(seat, "5");
    seat_expect(seat, "not from a genuine root");
    seat_type(seat, "\033[B\r");
    seat_expect(seat, "Everything that was seen");
    seat_type(seat, "/a genuine root: no\r");
    seat_expect(seat, "a genuine root: no");
    seat_type(seat, "\033");
    seat_expect(seat, "who really answers?");
    seat_type(seat, "0");
    seat_expect(seat, "Step 10 comes later");
}

static void
inspected_to_the_end(struct seat *seat)
{
    agree(seat);
    walk_to_the_verdict(seat);
    seat_type(seat, "n");
    seat_expect(seat, "Text to send to the proxy");
    seat_type(seat, "9");
    seat_expect(seat, "FAULT FOUND");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 1 clean");
}

static void
silent_firewall(struct seat *seat)
{
    agree(seat);
    seat_type(seat, "n");
    seat_expect(seat, "await");
    seat_type(seat, "\003");
    seat_expect(seat, "Stopped.");
    seat_expect_silence(seat, 600);
    seat_type(seat, "\003");
    seat_expect(seat, "ENDED 130 clean");
}

static void
unknown_symptom(struct seat *seat)
{
    seat_expect(seat, "(*)");
    seat_type(seat, "\033[A\033[A\033[A\033[A\033[B");
    seat_expect(seat, "(*) Unknown");
    seat_type(seat, "d");
    seat_expect(seat, "163949");
    seat_type(seat, "n");
    seat_expect(seat, "Which cloud service is it?");
    seat_type(seat, "\033");
    seat_expect(seat, "(*) Unknown");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 3 clean");
}

/* What was answered stays; what was changed is planned anew. */
static void
back_and_forth(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "US, direct");
    seat_type(seat, "2");
    seat_expect(seat, "Which cloud service is it?");
    seat_type(seat, "\t\033[B\033[B\033[B");
    seat_expect(seat, "(*) ");
    seat_type(seat, "n");
    seat_expect(seat, "nothing has been sent yet");
    seat_expect(seat, "all regions, direct");
    seat_type(seat, "\r");
    leave(seat, "ENDED 1 clean");
}

static void
resizing(struct seat *seat)
{
    agree(seat);
    seat_resize(seat, 11, 39);
    seat_expect(seat, "please enlarge");
    seat_resize(seat, 18, 60);
    seat_expect(seat, "3 of 10 Names");
    seat_resize(seat, 40, 120);
    seat_expect(seat, "10 Hand over");
    seat_type(seat, "nnnnn");
    seat_resize(seat, 24, 80);
    seat_expect(seat, "what no packet can tell");
    seat_resize(seat, 18, 60);
    seat_expect(seat, "8 of 10 Enrolment");
    seat_expect_silence(seat, 600);
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static void
suspending(struct seat *seat)
{
    agree(seat);
    seat_type(seat, "\032");
    seat_expect(seat, "STOPPED clean");
    seat_resize(seat, 30, 100);
    seat_type(seat, "f\n");
    seat_expect(seat, "does this server find the addresses?");
    seat_type(seat, "n");
    seat_expect(seat, "does the port open?");
    leave(seat, "ENDED 0 clean");
}

static void
terminated(struct seat *seat)
{
    agree(seat);
    seat_signal(seat, SIGTERM);
    seat_expect(seat, "ENDED 130 clean");
}

static void
crashing(struct seat *seat)
{
    agree(seat);
    seat_signal(seat, SIGSEGV);
    seat_expect(seat, "KILLED 11 clean");
}

static void
mouse(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "O");
    seat_expect(seat, "The mouse is on");
    /* A press and a release on the row of step 1 (SGR 1006 and X10). */
    seat_type(seat, "\033[<0;5;3M\033[<0;5;3m");
    seat_expect(seat, "What status does the console");
    seat_type(seat, "O");
    seat_expect(seat, "The mouse is off");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static void
overlays(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "?");
    seat_expect(seat, "What the keys do here");
    seat_type(seat, "\033");
    seat_expect_gone(seat, "What the keys do here");
    seat_type(seat, ":colours");
    seat_expect(seat, "The next set of colours");
    seat_type(seat, "\r");
    seat_expect(seat, "Colours: high contrast");
    seat_type(seat, "tscep\r");
    seat_expect(seat, "Simple Certificate Enrolment Protocol");
    seat_type(seat, "\033\033v");
    seat_expect_gone(seat, "Steps");
    seat_type(seat, "qq");
    seat_expect(seat, "ENDED 0 clean");
}

/* Nothing of a paste acts: not its ends of lines, not its "q". */
static void
pasting(struct seat *seat)
{
    seat_expect(seat, "What does the event say?");
    seat_type(seat, "\t\t");
    seat_expect(seat, "Text and detail are");
    seat_type(seat, "\033[200~ERROR DLP-6001\rq\t\033[201~");
    seat_expect(seat, "ERROR DLP-6001 q");
    seat_type(seat, "\t");
    seat_expect(seat, "No, never connected");
    seat_type(seat, "\033[200~q\rn\033[201~");
    seat_expect_silence(seat, 500);
    seat_expect(seat, "No, never connected");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 3 clean");
}

/* In every step, to the smallest and the widest and back. */
static void
resizing_in_every_step(struct seat *seat)
{
    static const char *const names[] = {
        "1 of 10 Symptom", "2 of 10 Service",      "2 of 10 Service",
        "3 of 10 Names",   "4 of 10 Reachability", "5 of 10 Certificates",
        "6 of 10 Answers", "7 of 10 Path",         "8 of 10 Enrolment",
        "9 of 10 Verdict", "10 of 10 Hand over",
    };

    seat_expect(seat, "1 Symptom");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        seat_resize(seat, 18, 60);
        seat_expect(seat, names[i]);
        seat_resize(seat, 11, 39);
        seat_expect(seat, "please enlarge");
        seat_resize(seat, 40, 120);
        seat_expect(seat, "10 Hand over");
        seat_resize(seat, 24, 80);
        seat_expect_gone(seat, "please enlarge");
        /* The third is the plan, which has to be agreed to. */
        seat_type(seat, i == 2 ? "\r" : "n");
    }
    seat_expect(seat, "nobody to ask");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static void
hung_up(struct seat *seat)
{
    agree(seat);
    seat_signal(seat, SIGHUP);
    seat_expect(seat, "ENDED 130 clean");
}

static void
saving(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "aasked the firewall team\r");
    seat_expect(seat, "Noted.");
    seat_type(seat, "s");
    seat_expect(seat, "Saved cdsdoctor-");
    seat_expect_file(seat, ".txt", "HEALTHY");
    seat_expect_file(seat, ".txt", "asked the firewall team");
    seat_expect_file(seat, ".txt", ", step 3");
    seat_expect_file(seat, ".json", "\"outcome\": \"healthy\"");
    seat_expect_file(seat, ".json", "asked the firewall team");
    walk_to_the_verdict(seat);
    seat_type(seat, "n");
    seat_expect(seat, "asked the firewall team");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

/* A recording is there whatever happens; an archive has it as it is. */
static void
recording(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "V");
    seat_expect(seat, "Recording into cdsdoctor-session-");
    seat_expect(seat, "REC ");
    seat_type(seat, "?");
    seat_expect(seat, "What the keys do here");
    seat_expect_file(seat, ".cast", "go on.");
    seat_type(seat, "\033");
    seat_expect_gone(seat, "What the keys do here");
    seat_type(seat, "Fjjjjjjjjjj\r");
    seat_expect(seat, "-everything.zip in this");
    seat_expect_file(seat, ".zip", "/session.cast");
    seat_expect_file(seat, ".zip", "/transcript.jsonl");
    seat_expect_file(seat, ".zip", "/screen-1-verdict.svg");
    seat_type(seat, "V");
    seat_expect(seat, "The session is in cdsdoctor-session-");
    seat_expect_gone(seat, "REC ");
    seat_type(seat, "V");
    seat_expect(seat, "Recording into cdsdoctor-session-");
    seat_type(seat, "q");
    seat_expect(seat, "asciinema plays");
    seat_expect(seat, "ENDED 0 clean");
}

static void
killed_while_recorded(struct seat *seat)
{
    seat_type(seat, "V");
    seat_expect(seat, "REC ");
    agree(seat);
    seat_signal(seat, SIGKILL);
    /* Behind the footer, wherever that ends: a row may break it. */
    seat_expect(seat, "KILLED");
    seat_expect_file(seat, ".cast", "{\"version\": 2");
    seat_expect_file(seat, ".cast", "Symptom");
    seat_expect_file(seat, ".cast", "gateway");
}

static void
support_case(struct seat *seat)
{
    seat_type(seat, "C");
    seat_expect(seat, "There is no result to sum up yet.");
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "C");
    seat_expect(seat, "SUPPORT CASE: CLOUD");
    seat_type(seat, "E");
    seat_expect(seat, "Edited; y copies it here");
    seat_expect(seat, "CASE 4711: CLOUD");
    seat_type(seat, "y");
    seat_expect(seat, "Offered to the clipboard");
    seat_expect_sent(seat, "\033]52;c;");
    seat_type(seat, "s");
    seat_expect(seat, "-support.txt in this");
    seat_expect_file(seat, "-support.txt", "CASE 4711: CLOUD");
    seat_type(seat, "s");
    seat_expect(seat, "-support-2.txt in this");
    seat_type(seat, "C");
    seat_expect(seat, "Names: does this server");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

/* Until somebody chooses colours; what is saved looks as the screen does. */
static void
without_colours(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "S");
    seat_expect(seat, "Saved cdsdoctor-screen-");
    seat_expect_file(seat, ".svg", "rx=\"6\" fill=\"#fff\"");
    for (char ink = '0'; ink <= '9'; ink++) {
        const char letter[] = { '\033', '[', '3', ink, 'm', '\0' };
        const char paper[] = { '\033', '[', '4', ink, 'm', '\0' };

        seat_expect_unsent(seat, letter);
        seat_expect_unsent(seat, paper);
    }
    seat_type(seat, "T");
    seat_expect(seat, "Colours: usual");
    seat_expect_sent(seat, "\033[36m");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static void
copying(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    walk_to_the_verdict(seat);
    seat_type(seat, "y");
    seat_expect(seat, "Offered to the clipboard");
    /* "HEALTHY" and the end of its line, in base 64. */
    seat_expect_sent(seat, "\033]52;c;SEVBTFRIWQ");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

/* The world goes on from run to run, and so a rule comes to it. */
static void
watching(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "w");
    seat_expect(seat, "Watched every 30 s");
    seat_type(seat, "-");
    seat_expect(seat, "every 15 s");
    seat_type(seat, "--");
    seat_expect(seat, "every 5 s");
    seat_type(seat, "-");
    seat_expect(seat, "every 5 s");
    seat_type(seat, "+-");
    seat_expect(seat, "again in");
    seat_expect(seat, "Healthy. Kept 20");
    if (!seat->failed && seat->bells != 1)
        seat->failed = true;
    seat_type(seat, "u");
    seat_expect(seat, "Before and after");
    seat_expect(seat, "It is healthy now, and was not before.");
    seat_expect(seat, "FAULT FOUND");
    seat_expect(seat, "HEALTHY");
    seat_type(seat, "G");
    seat_expect(seat, "comes through; before: stops at tcp");
    seat_type(seat, "o");
    seat_expect(seat, "A sign for each round");
    seat_expect(seat, "HEALTHY, seen once");
    seat_expect(seat, "Kept, before and after the change");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

/* Both sides of a change were kept, and can be chosen. */
static void
comparing(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "=");
    seat_expect(seat, "Compare with:");
    seat_type(seat, "\r");
    seat_expect(seat, "No other transcript with a result is kept");
    seat_type(seat, "w----");
    seat_expect(seat, "Healthy. Kept 20");
    seat_type(seat, "=");
    seat_expect(seat, "healthy");
    seat_type(seat, "fault");
    seat_expect_gone(seat, "Z.jsonl   healthy");
    seat_type(seat, "\r");
    seat_expect(seat, "This run beside a transcript");
    seat_expect(seat, "It is healthy now, and was not before.");
    seat_type(seat, "=./nothing.jsonl\r");
    seat_expect(seat, "Not compared: ");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static void
one_row(struct seat *seat)
{
    agree(seat);
    seat_type(seat, "n");
    seat_expect(seat, "await");
    seat_type(seat, "j");
    seat_expect(seat, "at 2");
    seat_type(seat, "i");
    seat_expect(seat, "This row was stopped; the others go on.");
    seat_expect(seat, "tcp skip: stopped");
    seat_expect(seat, "awai");
    seat_type(seat, "i");
    seat_expect(seat, "Nothing of this row is under way.");
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "r");
    seat_expect(seat, "This address is checked again");
    seat_expect(seat, "Checked again: 1 of 1 otherwise");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 1 clean");
}

static void
mouse_for_everything(struct seat *seat)
{
    seat_type(seat, "O");
    seat_expect(seat, "The mouse is on");
    seat_click(seat, "( ) Unknown");
    seat_expect(seat, "(*) Unknown");
    seat_click(seat, "n next");
    seat_expect(seat, "Which cloud service is it?");
    seat_click(seat, "n next");
    seat_expect(seat, "nothing has been sent yet");
    seat_click(seat, "Enter agree");
    seat_expect(seat, "does this server find the addresses?");
    seat_expect(seat, "All checks have ended.");
    seat_click(seat, "20.77.10.1");
    seat_expect(seat, "at 20.77.10.1");
    seat_click(seat, "20.77.10.1");
    seat_expect(seat, "Enter close");
    seat_click(seat, "Esc back");
    seat_expect_gone(seat, "Everything that was seen");
    seat_click(seat, "? help");
    seat_expect(seat, "What the keys do here");
    seat_click(seat, "cdsdoctor");
    seat_expect_gone(seat, "What the keys do here");
    seat_type(seat, ":colours");
    seat_click(seat, "theme");
    seat_expect(seat, "Colours: high contrast");
    seat_resize(seat, 18, 60);
    seat_expect(seat, "3 of 10");
    seat_click(seat, "Colours");
    seat_click(seat, "n next");
    seat_expect(seat, "4 of 10");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED ");
}

static void
presenting(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "P");
    seat_expect(seat, "PRESENTER");
    seat_expect(seat, "  1  pki");
    walk_to_the_verdict(seat);
    seat_expect(seat, "1\u25b8 HEALTHY");
    seat_type(seat, "j");
    seat_expect(seat, "2\u25b8 ");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

/* Back and forth, while checks run and afterwards; the place stays. */
static void
going_private(struct seat *seat)
{
    agree(seat);
    seat_type(seat, "x");
    seat_expect(seat, "PRIVATE, SIMULATED");
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "4");
    seat_expect(seat, "does the port open?");
    seat_expect(seat, "proxy.dom1.example:3128");
    seat_type(seat, "jj");
    seat_expect(seat, "10.0.10.2");
    seat_expect_gone(seat, "corp.example");
    seat_type(seat, "x");
    seat_expect(seat, "proxy.corp.example:3128");
    seat_expect(seat, "10.77.2.2");
    seat_expect_gone(seat, "PRIVATE");
    seat_type(seat, "\r");
    seat_expect(seat, "Everything that was seen");
    seat_type(seat, "x");
    seat_expect(seat, "Everything that was seen");
    seat_expect(seat, "PRIVATE");
    seat_expect_gone(seat, "10.77.2.2");
    seat_type(seat, "s");
    seat_expect(seat, "to pass on");
    seat_expect_file(seat, "-shared.txt", "proxy.dom1.example");
    seat_expect_file(seat, "-shared.json", "proxy.dom1.example");
    seat_type(seat, "X");
    seat_expect(seat, "Replaced in a copy");
    seat_type(seat, "\033q");
    seat_expect(seat, "ENDED 1 clean");
}

/* Enough to see that keys arrive and that the screen is what it should be. */
static void
on_a_terminal(struct seat *seat)
{
    agree(seat);
    seat_expect(seat, "All checks have ended.");
    seat_type(seat, "\033[B\r");
    seat_expect(seat, "Everything that was seen");
    seat_type(seat, "\033");
    seat_expect(seat, "Names: does this server");
    seat_expect_silence(seat, 600);
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 0 clean");
}

static const struct session sessions[] = {
    { "healthy", "healthy", 24, 80, healthy },
    { "inspected", "cert-inspected-zscaler-like", 24, 80, inspected },
    { "inspected to the end", "inspected-trusted-ca", 24, 80,
      inspected_to_the_end },
    { "silent firewall", "firewall-drops", 24, 80, silent_firewall },
    { "unknown", "enrol-status-unknown", 24, 80, unknown_symptom },
    { "back and forth", "cert-inspected-zscaler-like", 24, 80,
      back_and_forth },
    { "resizing", "healthy", 24, 80, resizing },
    { "suspending", "healthy", 24, 80, suspending },
    { "terminated", "healthy", 24, 80, terminated },
    { "crashing", "healthy", 24, 80, crashing },
    { "mouse", "healthy", 24, 80, mouse },
    { "overlays", "healthy", 24, 80, overlays },
    { "pasting", "healthy", 24, 80, pasting },
    { "resizing in every step", "healthy", 24, 80, resizing_in_every_step },
    { "hung up", "healthy", 24, 80, hung_up },
    { "saving", "healthy", 24, 80, saving },
    { "copying", "healthy", 24, 80, copying },
    { "recording", "healthy", 24, 80, recording },
    { "killed while recorded", "healthy", 24, 80, killed_while_recorded },
    { "support case", "healthy", 24, 80, support_case },
    { "without colours", "healthy", 24, 80, without_colours },
    { "watching", WORLDS "/opens-soon.yaml", 24, 80, watching },
    { "comparing", WORLDS "/opens-soon.yaml", 24, 80, comparing },
    { "one row", "firewall-drops", 24, 80, one_row },
    { "mouse for everything", "healthy", 24, 80, mouse_for_everything },
    { "presenting", "healthy", 24, 80, presenting },
    { "private", "proxy-denies-pki", 24, 80, going_private },
    { "vt100", "healthy", 24, 80, on_a_terminal, "vt100" },
    { "linux", "healthy", 24, 80, on_a_terminal, "linux" },
    { "screen", "healthy", 24, 80, on_a_terminal, "screen" },
    { "tmux", "healthy", 24, 80, on_a_terminal, "tmux-256color" },
    { "built-in xterm", "healthy", 24, 80, on_a_terminal, "cdsdoctor-xterm" },
    { "built-in linux", "healthy", 24, 80, on_a_terminal, "cdsdoctor-linux" },
    { "built-in vt100", "healthy", 24, 80, on_a_terminal, "cdsdoctor-vt100" },
};

/* Our own description has a name that only our own terminfo knows. */
static void
choose_terminfo(const char *terminal)
{
    static const char ours[] = "cdsdoctor-";
    size_t length = sizeof ours - 1;

    if (strncmp(terminal, ours, length) == 0)
        setenv("TERMINFO", term_builtin_find(terminal + length)->entry, 1);
    else
        unsetenv("TERMINFO");
}

static bool
play(const struct session *session, char *program)
{
    char option[] = "--lab";
    char scenario[512];
    char *words[] = { program, option, scenario, NULL };
    const char *terminal =
        session->terminal != NULL ? session->terminal : "xterm-256color";
    struct seat seat;

    choose_terminfo(terminal);
    snprintf(scenario, sizeof scenario, "%s", session->scenario);
    seat_find(&seat, session->name);
    seat.no_colour = session->run == without_colours;
    seat_take(&seat, words, terminal, session->rows, session->columns);
    session->run(&seat);
    seat_leave(&seat);
    printf("%s: %s\n", session->name, seat.failed ? "FAILED" : "passed");
    return !seat.failed;
}

int
main(int argc, char **argv)
{
    int failed = 0;

    if (argc != 2 && argc != 3) {
        fputs("usage: terminal_test PROGRAM [SESSION]\n", stderr);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof sessions / sizeof sessions[0]; i++)
        if (argc == 2 || strcmp(argv[2], sessions[i].name) == 0)
            failed += play(&sessions[i], argv[1]) ? 0 : 1;
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
