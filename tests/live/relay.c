/*
 * Joins two network namespaces by a slow, lossy or narrow line: one TUN
 * device in each, IP packets carried between them with a one-way delay, a
 * size limit per direction (bigger packets vanish, as in a path-MTU black
 * hole), a share of loss that repeats with its seed, and a filter for the
 * name in a ClientHello, which drops or resets the connection. Prints "ready"
 * when both devices exist, then works until SIGTERM or until its parent is
 * gone. It gives the devices no addresses.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "name_filter.h"

enum {
    PACKET_MAX = 2048,  /* above the 1500 bytes of the devices */
    QUEUE_LENGTH = 512, /* packets under way per direction; more are lost */
    NS_PER_MS = 1000000,
    NS_PER_SECOND = 1000000000,
};

struct packet {
    int64_t due_ns;
    size_t size;
    unsigned char bytes[PACKET_MAX];
};

/* One direction. Every packet waits equally long: first in, first out. */
struct lane {
    const char *name;
    int from, to;
    size_t limit; /* bytes; 0: no limit */
    size_t head, count;
    unsigned long carried, oversize, lost, overflowed, forbidden;
    struct packet queue[QUEUE_LENGTH];
};

struct relay {
    int64_t delay_ns;
    unsigned loss_percent;
    uint64_t random_state;
    struct name_filter filter;
    bool resets; /* what the filter forbids; else it vanishes */
    int timer, signals;
    struct lane lanes[2];
};

static void
die(const char *what)
{
    fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static int64_t
now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

/* xorshift64*: a repeatable coin is all that is needed. */
static bool
coin_says_lose(struct relay *relay)
{
    uint64_t x = relay->random_state;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    relay->random_state = x;
    return (x * 2685821657736338717u >> 33) % 100 < relay->loss_percent;
}

/* Whether the filter has stopped the packet, and told its sender so. */
static bool
filter_stops(struct relay *relay, struct lane *lane,
             const unsigned char *packet, size_t size)
{
    unsigned char reset[RESET_SIZE];
    size_t reset_size = 0;

    if (!name_filter_forbids(&relay->filter, packet, size))
        return false;
    lane->forbidden++;
    if (relay->resets)
        reset_size = name_filter_reset(packet, size, reset);
    if (reset_size > 0 && write(lane->from, reset, reset_size) < 0)
        lane->lost++; /* a device that is full, as below */
    return true;
}

/* Reads one packet into the queue; false when none is waiting. */
static bool
lane_take(struct relay *relay, struct lane *lane)
{
    unsigned char spill[PACKET_MAX];
    bool full = lane->count == QUEUE_LENGTH;
    struct packet *slot =
        &lane->queue[(lane->head + lane->count) % QUEUE_LENGTH];
    ssize_t size = read(lane->from, full ? spill : slot->bytes, PACKET_MAX);

    if (size < 0 && errno != EAGAIN && errno != EINTR)
        die("read from a TUN device");
    if (size <= 0)
        return false;
    if (lane->limit > 0 && (size_t)size > lane->limit) {
        lane->oversize++;
        return true;
    }
    if (coin_says_lose(relay)) {
        lane->lost++;
        return true;
    }
    if (filter_stops(relay, lane, full ? spill : slot->bytes, (size_t)size))
        return true;
    if (full) {
        lane->overflowed++;
        return true;
    }
    slot->size = (size_t)size;
    slot->due_ns = now_ns() + relay->delay_ns;
    lane->count++;
    return true;
}

static void
lane_deliver_due(struct lane *lane)
{
    while (lane->count > 0 && lane->queue[lane->head].due_ns <= now_ns()) {
        const struct packet *packet = &lane->queue[lane->head];

        /* A device that is down or full loses packets, as lines do. */
        if (write(lane->to, packet->bytes, packet->size) > 0)
            lane->carried++;
        lane->head = (lane->head + 1) % QUEUE_LENGTH;
        lane->count--;
    }
}

/* Sets the timer to the earliest packet of both lanes; none: never. */
static void
timer_arm(const struct relay *relay)
{
    struct itimerspec at = { 0 };
    int64_t earliest = INT64_MAX;

    for (size_t i = 0; i < 2; i++) {
        const struct lane *lane = &relay->lanes[i];

        if (lane->count > 0 && lane->queue[lane->head].due_ns < earliest)
            earliest = lane->queue[lane->head].due_ns;
    }
    if (earliest != INT64_MAX) {
        at.it_value.tv_sec = (time_t)(earliest / NS_PER_SECOND);
        at.it_value.tv_nsec = (long)(earliest % NS_PER_SECOND);
    }
    if (timerfd_settime(relay->timer, TFD_TIMER_ABSTIME, &at, NULL) < 0)
        die("timerfd_settime");
}

static void
relay_run(struct relay *relay)
{
    struct pollfd wait_for[] = {
        { .fd = relay->lanes[0].from, .events = POLLIN },
        { .fd = relay->lanes[1].from, .events = POLLIN },
        { .fd = relay->timer, .events = POLLIN },
        { .fd = relay->signals, .events = POLLIN },
    };

    while (wait_for[3].revents == 0) {
        uint64_t expirations;

        if (poll(wait_for, 4, -1) < 0 && errno != EINTR)
            die("poll");
        if (read(relay->timer, &expirations, sizeof expirations) < 0 &&
            errno != EAGAIN)
            die("read from the timer");
        for (size_t i = 0; i < 2; i++) {
            /* Bounded, so that a flood one way cannot starve the other. */
            for (size_t n = 0; n < QUEUE_LENGTH; n++) {
                if (!lane_take(relay, &relay->lanes[i]))
                    break;
            }
            lane_deliver_due(&relay->lanes[i]);
        }
        timer_arm(relay);
    }
}

/* Makes the device inside the namespace; it lives as long as the fd does. */
static int
device_open(const char *namespace_path, const char *device)
{
    struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
    int namespace = open(namespace_path, O_RDONLY | O_CLOEXEC);
    int fd;

    if (namespace < 0 || setns(namespace, CLONE_NEWNET) < 0)
        die(namespace_path);
    close(namespace);

    fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        die("/dev/net/tun");
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
    if (ioctl(fd, TUNSETIFF, &request) < 0)
        die(device);
    return fd;
}

/* SIGTERM and SIGINT become readable; a dead parent sends the former. */
static int
signals_open(void)
{
    pid_t parent = getppid();
    sigset_t wanted;
    int fd;

    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    if (sigprocmask(SIG_BLOCK, &wanted, NULL) < 0 ||
        prctl(PR_SET_PDEATHSIG, SIGTERM) < 0)
        die("signals");
    if (getppid() != parent)
        exit(EXIT_SUCCESS);
    fd = signalfd(-1, &wanted, SFD_CLOEXEC);
    if (fd < 0)
        die("signalfd");
    return fd;
}

enum {
    DELAY,
    LIMIT_AB,
    LIMIT_BA,
    LOSS,
    SEED,
    DROP_NAME,
    RESET_NAME,
    OPTION_COUNT
};

static const struct option options[OPTION_COUNT + 1] = {
    [DELAY] = { "delay-ms", required_argument, NULL, DELAY },
    [LIMIT_AB] = { "limit-a-to-b", required_argument, NULL, LIMIT_AB },
    [LIMIT_BA] = { "limit-b-to-a", required_argument, NULL, LIMIT_BA },
    [LOSS] = { "loss-percent", required_argument, NULL, LOSS },
    [SEED] = { "seed", required_argument, NULL, SEED },
    [DROP_NAME] = { "drop-name", required_argument, NULL, DROP_NAME },
    [RESET_NAME] = { "reset-name", required_argument, NULL, RESET_NAME },
};

/* Of those that are numbers. */
static const unsigned long highest[OPTION_COUNT] = {
    [DELAY] = 10000, [LIMIT_AB] = PACKET_MAX, [LIMIT_BA] = PACKET_MAX,
    [LOSS] = 100,    [SEED] = UINT32_MAX,
};

static unsigned long
number_parse(const char *option, const char *text, unsigned long most)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value > most) {
        fprintf(stderr, "relay: --%s takes a number from 0 to %lu, not %s\n",
                option, most, text);
        exit(EXIT_FAILURE);
    }
    return value;
}

static void
usage(void)
{
    fputs("usage: relay [--delay-ms N] [--limit-a-to-b BYTES] "
          "[--limit-b-to-a BYTES]\n"
          "             [--loss-percent N] [--seed N]\n"
          "             [--drop-name NAME | --reset-name NAME]\n"
          "             NETNS_A DEVICE_A NETNS_B DEVICE_B\n",
          stderr);
    exit(EXIT_FAILURE);
}

static void
number_read(struct relay *relay, int which, unsigned long value)
{
    if (which == DELAY)
        relay->delay_ns = (int64_t)value * NS_PER_MS;
    if (which == LIMIT_AB)
        relay->lanes[0].limit = value;
    if (which == LIMIT_BA)
        relay->lanes[1].limit = value;
    if (which == LOSS)
        relay->loss_percent = (unsigned)value;
    if (which == SEED)
        relay->random_state += value;
}

static void
options_read(struct relay *relay, int argc, char **argv)
{
    int which;

    while ((which = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (which < 0 || which >= OPTION_COUNT)
            usage();
        if (which == DROP_NAME || which == RESET_NAME) {
            relay->filter.name = optarg;
            relay->resets = which == RESET_NAME;
            continue;
        }
        number_read(relay, which,
                    number_parse(options[which].name, optarg, highest[which]));
    }
    if (argc - optind != 4)
        usage();
}

int
main(int argc, char **argv)
{
    /* Too large for a stack; the seed's default is odd, so never zero. */
    static struct relay relay = {
        .random_state = 0x9e3779b97f4a7c15u,
        .lanes = { { .name = "a to b" }, { .name = "b to a" } },
    };
    int a, b;

    options_read(&relay, argc, argv);
    relay.signals = signals_open();
    relay.timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (relay.timer < 0)
        die("timerfd_create");
    a = device_open(argv[optind], argv[optind + 1]);
    b = device_open(argv[optind + 2], argv[optind + 3]);
    relay.lanes[0].from = relay.lanes[1].to = a;
    relay.lanes[0].to = relay.lanes[1].from = b;

    puts("ready");
    fflush(stdout);
    relay_run(&relay);

    for (size_t i = 0; i < 2; i++) {
        const struct lane *lane = &relay.lanes[i];

        printf("%s: %lu carried, %lu too big, %lu lost, %lu overflowed, "
               "%lu forbidden\n",
               lane->name, lane->carried, lane->oversize, lane->lost,
               lane->overflowed, lane->forbidden);
    }
    return EXIT_SUCCESS;
}
