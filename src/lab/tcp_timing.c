#include "lab/tcp.h"

/*
 * RFC 6298 with the numbers of Linux: one second before the first sample,
 * never less than 200 ms above the round trip, two minutes at most.
 */
enum {
    FIRST_US = 1000000,
    LEAST_US = 200000,
    MOST_US = 120000000,
    FIRST_SEGMENTS = 10, /* RFC 6928 */
};

void
tcp_timing_init(struct tcp *tcp)
{
    tcp->timeout_us = FIRST_US;
    tcp->slow_start_until = UINT64_MAX;
}

static int64_t
distance(int64_t left, int64_t right)
{
    return left < right ? right - left : left - right;
}

void
tcp_timing_sample(struct tcp *tcp, int64_t echo_us)
{
    int64_t round_us = tcp->node->lab->now_us - echo_us;
    int64_t spread_us;

    if (echo_us < 0)
        return;
    if (tcp->smoothed_us == 0) {
        tcp->smoothed_us = round_us;
        tcp->variance_us = round_us / 2;
        tcp->congestion =
            (uint64_t)FIRST_SEGMENTS * (uint64_t)tcp_segment(tcp);
    } else {
        tcp->variance_us +=
            (distance(round_us, tcp->smoothed_us) - tcp->variance_us) / 4;
        tcp->smoothed_us += (round_us - tcp->smoothed_us) / 8;
    }
    if (tcp->smoothed_us == 0)
        tcp->smoothed_us = 1;
    spread_us = 4 * tcp->variance_us;
    tcp->timeout_us =
        tcp->smoothed_us + (spread_us < LEAST_US ? LEAST_US : spread_us);
}

void
tcp_timing_advance(struct tcp *tcp, uint64_t bytes)
{
    uint64_t segment = (uint64_t)tcp_segment(tcp);

    if (tcp->congestion < tcp->slow_start_until)
        tcp->congestion += bytes < segment ? bytes : segment;
    else
        tcp->congestion += segment * segment / tcp->congestion + 1;
}

void
tcp_timing_loss(struct tcp *tcp, bool timed_out)
{
    uint64_t segment = (uint64_t)tcp_segment(tcp);
    uint64_t half = (tcp->next_out - tcp->unacknowledged) / 2;

    tcp->slow_start_until = half < 2 * segment ? 2 * segment : half;
    tcp->congestion = timed_out ? segment : tcp->slow_start_until;
    tcp->recover = tcp->next_out;
    tcp->repeated_acks = 0;
}

int64_t
tcp_timing_wait_us(const struct tcp *tcp, unsigned passed)
{
    int64_t wait_us = tcp->timeout_us;

    while (passed-- > 0 && wait_us < MOST_US)
        wait_us *= 2;
    return wait_us < MOST_US ? wait_us : MOST_US;
}
