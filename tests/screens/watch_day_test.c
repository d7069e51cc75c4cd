#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/keeping.h"
#include "walk.h"

/*
 * A fault is watched for 24 simulated hours, checked again every minute,
 * every picture drawn, and a transcript kept. What the program needs must not
 * grow with that, and the process must stay within 32 MB.
 */
enum {
    STEP_MS = 60 * 1000,
    SETTLED = 120, /* rounds: as much history as is kept has been made */
    ROUNDS = 24 * 3600 * 1000 / STEP_MS,
    MOST_GROWTH = 1024 * 1024,
    MOST_KEPT = 2 * 1024 * 1024,
    MOST_RESIDENT_KB = 32 * 1024,
};

static size_t
bytes_in_use(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static long
most_resident_kb(void)
{
    struct rusage used;

    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

/* Sanitizers have an allocator of their own, and shadows for all memory. */
static bool
can_tell(void)
{
    return bytes_in_use() > 0;
}

int
main(void)
{
    static char *no_environment[] = { NULL };
    struct keeping keeping;
    struct session_options options = { .lab = "firewall-drops",
                                       .keeping = &keeping };
    struct walk walk;
    struct error error = { 0 };
    size_t settled = 0;
    size_t most = 0;
    size_t kept;
    int rounds = 0;
    bool good;

    keeping_open(&keeping, KEEPING_SESSION, &options, no_environment);
    if (!walk_open_with(&walk, &options, 24, 80, &error)) {
        puts(error.text);
        return EXIT_FAILURE;
    }
    walk_keys(&walk, "n n Enter w");
    for (int i = 1; i <= ROUNDS; i++) {
        rounds += walk_pass(&walk, (int64_t)i * STEP_MS) ? 1 : 0;
        if (i == SETTLED)
            settled = bytes_in_use();
        if (i > SETTLED && bytes_in_use() > most)
            most = bytes_in_use();
    }
    kept = keeping.journal.lines.length;
    walk_close(&walk);
    keeping_close(&keeping);
    printf("%d rounds, %zu bytes when settled, %zu at most, %ld kB resident "
           "at most; a transcript of %zu bytes\n",
           rounds, settled, most, most_resident_kb(), kept);
    good = rounds > ROUNDS - 10 && kept <= MOST_KEPT;
    if (can_tell())
        good = good && most <= settled + MOST_GROWTH &&
               most_resident_kb() <= MOST_RESIDENT_KB;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
