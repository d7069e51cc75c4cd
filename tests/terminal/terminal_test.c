#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "seat.h"

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
    seat_expect(seat, "What does the console show");
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
    seat_expect(seat, "What does it say?");
    seat_type(seat, "\t\t");
    seat_expect(seat, "An unknown code is not");
    seat_type(seat, "\033[200~ERROR DLP-6001\rq\t\033[201~");
    seat_expect(seat, "ERROR DLP-6001 q");
    seat_type(seat, "\t");
    seat_expect(seat, "No, it was never connected");
    seat_type(seat, "\033[200~q\rn\033[201~");
    seat_expect_silence(seat, 500);
    seat_expect(seat, "No, it was never connected");
    seat_type(seat, "q");
    seat_expect(seat, "ENDED 3 clean");
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
};

static bool
play(const struct session *session, char *program)
{
    char option[] = "--lab";
    char scenario[64];
    char *words[] = { program, option, scenario, NULL };
    struct seat seat;

    snprintf(scenario, sizeof scenario, "%s", session->scenario);
    seat_take(&seat, session->name, words, "xterm-256color", session->rows,
              session->columns);
    session->run(&seat);
    seat_leave(&seat);
    printf("%s: %s\n", session->name, seat.failed ? "FAILED" : "passed");
    return !seat.failed;
}

int
main(int argc, char **argv)
{
    int failed = 0;

    if (argc != 2) {
        fputs("usage: terminal_test PROGRAM\n", stderr);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof sessions / sizeof sessions[0]; i++)
        failed += play(&sessions[i], argv[1]) ? 0 : 1;
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
