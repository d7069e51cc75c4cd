/*
 * Measures the wizard as whoever sits before it would: in a terminal of 80
 * columns by 24 rows, beside mtr, htop and ncdu in the same run, in turns.
 * Prints Markdown.
 *
 *   bench_terminal [ROUNDS]    how often each is begun (default: 11)
 *
 * CDSDOCTOR names another program than the one that was built with it.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loopback.h"
#include "pty_child.h"

enum {
    MOST = 4096, /* samples of one kind */
    TARGETS = 200,
    KEYS = 600,
    QUIET_MS = 60, /* after which a frame is whole */
    IDLE_MS = 4000,
};

struct samples {
    double values[MOST];
    size_t count;
};

struct peer {
    const char *name;
    char *command[6];
    const char *keys[2]; /* each undoes what the other does */
};

enum peer_id { PEER_MTR, PEER_HTOP, PEER_NCDU, PEER_COUNT };

static const struct peer peers[PEER_COUNT] = {
    [PEER_MTR] = { "mtr", { "mtr", "-n", "127.0.0.1" }, { "d", "d" } },
    [PEER_HTOP] = { "htop", { "htop" }, { "\033OB", "\033OA" } },
    [PEER_NCDU] = { "ncdu", { "ncdu", "-0", BENCH_DATA }, { "j", "k" } },
};

static const char *program;
static char definitions[] = "/tmp/bench-terminal-XXXXXX";

static void
sample(struct samples *samples, double value)
{
    if (samples->count < MOST)
        samples->values[samples->count++] = value;
}

static int
compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

/* So many hundredths of the samples are not above it; -1: there is none. */
static double
percentile(struct samples *samples, int hundredths)
{
    size_t count = samples->count;

    if (count == 0)
        return -1;
    qsort(samples->values, count, sizeof samples->values[0], compare);
    return samples->values[(count - 1) * (size_t)hundredths / 100];
}

static double
median(struct samples *samples)
{
    return percentile(samples, 50);
}

/* The program's own definitions and so many endpoints more at that port. */
static void
write_definitions(int port)
{
    FILE *from = fopen(BENCH_DATA "/regions.yaml", "r");
    FILE *into = fdopen(mkstemp(definitions), "w");
    char part[4096];
    size_t count;

    if (from == NULL || into == NULL) {
        perror("terminal: definitions");
        exit(EXIT_FAILURE);
    }
    while ((count = fread(part, 1, sizeof part, from)) > 0)
        fwrite(part, 1, count, into);
    for (int i = 1; i <= TARGETS; i++)
        fprintf(into,
                "  - host: gw%d.bench.dlp.protect.broadcom.com\n"
                "    port: %d\n"
                "    role: gateway\n"
                "    required: true\n"
                "    services: [cds, email]\n"
                "    regions: [us, eu, apj]\n"
                "    why: One of many.\n"
                "    opens: network-team\n"
                "    genuine: { status: 400, asks_client_certificate: true,"
                " may_refuse: true }\n"
                "    source: generated\n",
                i, port);
    fclose(from);
    fclose(into);
}

static void
row(const char *what, double ours, const char *unit, const char *beside)
{
    printf("| %s | %.2f %s | %s |\n", what, ours, unit, beside);
    fflush(stdout);
}

/* Beginning. */

struct begun {
    struct samples first; /* the first byte */
    struct samples frame; /* the last byte of the first frame */
    struct samples bytes;
    struct samples resident;
};

static void
begin_once(char *const *command, struct begun *begun)
{
    struct pty_child child = pty_open(command);
    struct pty_burst burst = pty_listen(&child, 2000, QUIET_MS);

    sample(&begun->first, burst.first - child.started);
    sample(&begun->frame, burst.last - child.started);
    sample(&begun->bytes, (double)burst.bytes);
    sample(&begun->resident, (double)pty_resident(&child));
    pty_close(&child);
}

static void
measure_beginning(int rounds)
{
    static struct begun ours;
    static struct begun theirs[PEER_COUNT];
    char *command[] = { (char *)program, NULL };
    char beside[256];
    double mtr;

    for (int round = 0; round < rounds; round++) {
        begin_once(command, &ours);
        for (int i = 0; i < PEER_COUNT; i++)
            begin_once(peers[i].command, &theirs[i]);
    }
    mtr = median(&theirs[PEER_MTR].first);
    snprintf(beside, sizeof beside,
             "first byte: mtr %.2f, htop %.2f, ncdu %.2f; ours is %.2f times "
             "mtr's",
             mtr, median(&theirs[PEER_HTOP].first),
             median(&theirs[PEER_NCDU].first), median(&ours.first) / mtr);
    row("first byte after exec", median(&ours.first), "ms", beside);
    snprintf(beside, sizeof beside, "%.2f times mtr's first byte",
             median(&ours.frame) / mtr);
    row("first frame whole", median(&ours.frame), "ms", beside);
    snprintf(beside, sizeof beside, "mtr %.0f, htop %.0f, ncdu %.0f",
             median(&theirs[PEER_MTR].bytes), median(&theirs[PEER_HTOP].bytes),
             median(&theirs[PEER_NCDU].bytes));
    row("first screen", median(&ours.bytes), "bytes", beside);
    snprintf(beside, sizeof beside, "mtr %.0f, htop %.0f, ncdu %.0f",
             median(&theirs[PEER_MTR].resident),
             median(&theirs[PEER_HTOP].resident),
             median(&theirs[PEER_NCDU].resident));
    row("resident at the first question", median(&ours.resident), "kB",
        beside);
}

/*
 * A session that was ended from outside is offered to the next one: each
 * begins where no transcript is kept.
 */
static char states[] = "/tmp/bench-states-XXXXXX";

static void
begin_afresh(void)
{
    static int count;
    char place[sizeof states + 16];

    snprintf(place, sizeof place, "%s/%d", states, count++);
    setenv("XDG_STATE_HOME", place, 1);
}

static int
remove_one(const char *path, const struct stat *status, int type,
           struct FTW *where)
{
    (void)status;
    (void)type;
    (void)where;
    return remove(path);
}

/* The wizard, as far as a measurement has to find its way in it. */

static struct pty_child
wizard_open(const char *option, const char *value, const char *other,
            const char *other_value)
{
    char *command[] = {
        (char *)program,     "--region",    "all",
        (char *)option,      (char *)value, (char *)other,
        (char *)other_value, NULL,
    };
    struct pty_child child;

    begin_afresh();
    child = pty_open(command);
    (void)pty_listen(&child, 2000, QUIET_MS);
    return child;
}

static struct pty_child
wizard_open_lab(const char *scenario)
{
    return wizard_open("--lab", scenario, NULL, NULL);
}

/* From the first question to the moment before Enter sends something. */
static void
wizard_agree(struct pty_child *child)
{
    for (int i = 0; i < 6 && !pty_shows(child, "agree and begin"); i++) {
        pty_type(child, "n");
        (void)pty_listen(child, 500, QUIET_MS);
    }
    if (!pty_shows(child, "agree and begin")) {
        fputs("terminal: the wizard did not come to its plan\n", stderr);
        exit(EXIT_FAILURE);
    }
    pty_type(child, "\r");
}

/* The clock at the right of the title: behind a mark while checks run. */
static bool
wizard_runs(const struct pty_child *child)
{
    return pty_character(child, 0, PTY_COLUMNS - 8) != ' ';
}

/* What tells that the selection has moved: its row, and which rows these
 * are. */
static unsigned long
wizard_selection(const struct pty_child *child)
{
    unsigned long sum = 5381;

    for (int line = 2; line < PTY_ROWS - 1; line++)
        sum = sum * 33 + pty_character(child, line, 21);
    for (int column = 20; column < 44; column++)
        sum = sum * 33 + pty_character(child, 2, column);
    return sum;
}

/* Keys. */

/*
 * One key, and the time until the screen shows what it does. Pictures that
 * come by themselves do not count.
 */
static void
press(struct pty_child *child, const char *key, struct samples *times)
{
    unsigned long before = wizard_selection(child);
    double began = pty_now();

    pty_type(child, key);
    for (int i = 0; i < 20; i++) {
        struct pty_burst burst = pty_listen(child, 500, 1);

        if (burst.bytes > 0 && wizard_selection(child) != before) {
            sample(times, burst.first - began);
            return;
        }
    }
    fputs("terminal: a key was not answered\n", stderr);
}

static void
press_peer(const struct peer *peer, struct samples *times)
{
    struct pty_child child = pty_open(peer->command);

    (void)pty_listen(&child, 2000, 200);
    for (int i = 0; i < 100; i++) {
        double began = pty_now();
        struct pty_burst burst;

        pty_type(&child, peer->keys[i % 2]);
        burst = pty_listen(&child, 1000, 5);
        if (burst.bytes > 0)
            sample(times, burst.first - began);
        usleep(10000);
    }
    pty_close(&child);
}

/* Returns how many of the keys were pressed while checks ran. */
static int
press_many(struct pty_child *child, struct samples *times)
{
    unsigned draw = 1;
    int busy = 0;

    for (int i = 0; i < KEYS && wizard_runs(child); i++, busy++) {
        press(child, i % 40 < 20 ? "j" : "k", times);
        draw = draw * 1103515245 + 12345;
        /* Keys fall anywhere between two pictures. */
        (void)pty_count(child, 2 + (int)(draw >> 16) % 12);
    }
    return busy;
}

static void
measure_keys(const struct loopback *loopback, const char *beside)
{
    char resolver[32];
    char text[512];
    struct pty_child child;
    struct samples times = { 0 };
    int busy;

    snprintf(resolver, sizeof resolver, "127.0.0.1:%d", loopback->resolver);
    child = wizard_open("--regions", definitions, "--resolver", resolver);
    wizard_agree(&child);
    (void)pty_listen(&child, 2000, 1);
    busy = press_many(&child, &times);
    snprintf(text, sizeof text, "%d keys while checks ran; %s", busy, beside);
    row("a key, 200 targets under way", median(&times), "ms", text);
    snprintf(text, sizeof text, "the slowest %.2f ms",
             percentile(&times, 100));
    row("the same, 99th percentile", percentile(&times, 99), "ms", text);
    row("resident then, the most", (double)pty_most_resident(&child), "kB",
        "");
    pty_close(&child);
}

static void
measure_all_keys(const struct loopback *loopback)
{
    static struct samples theirs[PEER_COUNT];
    char beside[256];

    for (int i = 0; i < PEER_COUNT; i++)
        press_peer(&peers[i], &theirs[i]);
    snprintf(beside, sizeof beside, "mtr %.2f, htop %.2f, ncdu %.2f (at rest)",
             median(&theirs[PEER_MTR]), median(&theirs[PEER_HTOP]),
             median(&theirs[PEER_NCDU]));
    measure_keys(loopback, beside);
}

/* Chips. */

struct picture {
    unsigned cells[PTY_ROWS][PTY_COLUMNS];
};

static void
picture_take(const struct pty_child *child, struct picture *picture)
{
    for (int line = 0; line < PTY_ROWS; line++)
        for (int column = 0; column < PTY_COLUMNS; column++)
            picture->cells[line][column] = pty_character(child, line, column);
}

/* How many chips differ: each stands below the name of its check. */
static int
chips_changed(const struct pty_child *child, const struct picture *before,
              const struct picture *now)
{
    static const char *const checks[] = { "dns", "tcp", "tls", "http" };
    enum { CHIP_COLUMNS = 8 };
    int changed = 0;

    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        int column = pty_find(child, 2, checks[i]) - 2;

        for (int line = 3; column > 0 && line < 9; line++)
            changed +=
                memcmp(&before->cells[line][column], &now->cells[line][column],
                       (CHIP_COLUMNS - 1) * sizeof(unsigned)) != 0;
    }
    return changed;
}

static void
watch_chips(const char *scenario, struct samples *each, size_t *pictures,
            double *bytes_a_second)
{
    static struct picture before;
    static struct picture now;
    struct pty_child child = wizard_open_lab(scenario);
    double began;
    size_t bytes = 0;

    wizard_agree(&child);
    (void)pty_listen(&child, 2000, 2);
    picture_take(&child, &before);
    began = pty_now();
    while (wizard_runs(&child) && pty_now() - began < 30000) {
        struct pty_burst burst = pty_listen(&child, 1000, 2);
        int changed;

        picture_take(&child, &now);
        changed = chips_changed(&child, &before, &now);
        before = now;
        bytes += burst.bytes;
        *pictures += burst.bytes > 0;
        if (changed > 0 && wizard_runs(&child))
            sample(each, (double)burst.bytes / changed);
    }
    *bytes_a_second = (double)bytes / (pty_now() - began) * 1e3;
    pty_close(&child);
}

static void
measure_chips(void)
{
    static const char *const scenarios[] = { "healthy-slow-line", "http-slow",
                                             "firewall-drops",
                                             "tls-flaky-server" };
    static struct samples each;
    char beside[128];
    size_t pictures = 0;
    double most = 0;

    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
        double bytes_a_second;

        watch_chips(scenarios[i], &each, &pictures, &bytes_a_second);
        if (bytes_a_second > most)
            most = bytes_a_second;
    }
    snprintf(beside, sizeof beside,
             "%zu of %zu pictures changed a chip; at most %.0f bytes/s",
             each.count, pictures, most);
    row("each change of a chip", median(&each), "bytes", beside);
}

/* Rest. */

static void
measure_rest(const struct loopback *loopback)
{
    char resolver[32];
    size_t idle[PEER_COUNT];
    char beside[256];
    struct pty_child child;

    for (int i = 0; i < PEER_COUNT; i++) {
        child = pty_open(peers[i].command);
        (void)pty_listen(&child, 2000, 200);
        idle[i] = pty_count(&child, IDLE_MS);
        pty_close(&child);
    }
    snprintf(beside, sizeof beside, "bytes/s: mtr %zu, htop %zu, ncdu %zu",
             idle[PEER_MTR] * 1000 / IDLE_MS, idle[PEER_HTOP] * 1000 / IDLE_MS,
             idle[PEER_NCDU] * 1000 / IDLE_MS);
    snprintf(resolver, sizeof resolver, "127.0.0.1:%d", loopback->resolver);
    child = wizard_open("--resolver", resolver, NULL, NULL);
    row("at a question", (double)pty_count(&child, IDLE_MS), "bytes", beside);
    wizard_agree(&child);
    (void)pty_listen(&child, 2000, 2);
    while (wizard_runs(&child))
        (void)pty_listen(&child, 2000, 2);
    (void)pty_listen(&child, 500, QUIET_MS);
    row("when the checks have ended", (double)pty_count(&child, IDLE_MS),
        "bytes", "in 4 s");
    row("resident then, the most", (double)pty_most_resident(&child), "kB",
        "all regions");
    pty_close(&child);
}

int
main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 11;
    struct loopback loopback = loopback_open();

    program = getenv("CDSDOCTOR");
    if (program == NULL)
        program = BENCH_PROGRAM;
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("NO_COLOR");
    if (mkdtemp(states) == NULL) {
        perror("terminal: states");
        return EXIT_FAILURE;
    }
    begin_afresh();
    write_definitions(loopback.silent);
    puts("| What | cdsdoctor | beside it |\n| --- | --- | --- |");
    measure_beginning(rounds > 0 ? rounds : 1);
    measure_rest(&loopback);
    measure_chips();
    measure_all_keys(&loopback);
    unlink(definitions);
    nftw(states, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    loopback_close(&loopback);
    return EXIT_SUCCESS;
}
