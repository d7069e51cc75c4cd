#ifndef LAB_TCP_H
#define LAB_TCP_H

#include "base/buffer.h"
#include "lab/trouble.h"
#include "lab/world.h"

/*
 * The TCP of a node: enough of RFC 9293, 5681 and 6298 to be believed, with
 * the timers, limits and errnos of Linux. One struct is one end of one
 * connection, used by the handles of programs under test and by services.
 *
 * A connection belongs to its user until tcp_close, tcp_reset or tcp_vanish
 * or, for a service, until TCP_GONE; what is left of it then ends by itself.
 * Memory goes only between two events, so a callback may end anything.
 */
enum tcp_state {
    TCP_CLOSED, /* not opened yet, or over */
    TCP_SYN_SENT,
    TCP_SYN_RECEIVED,
    TCP_OPEN, /* until both have sent FIN and all is acknowledged */
    TCP_TIME_WAIT,
};

enum tcp_event {
    TCP_OPENED,
    TCP_RECEIVED, /* bytes or the other side's FIN */
    TCP_DRAINED,
    TCP_GONE, /* see `error`; the last */
};

struct tcp;
typedef void (*tcp_notify)(struct tcp *tcp, enum tcp_event event);

struct tcp {
    struct tcp *next; /* of the node, or of the dead */
    struct lab_node *node;
    enum family family;
    enum tcp_state state;
    bool listed; /* among the node's connections: packets find it */
    bool orphan; /* its user has let go */
    bool dead;
    struct peer local;
    struct peer remote;
    struct peer original; /* where the opener believes to be */
    tcp_notify notify;    /* NULL: the user looks by itself */
    void *owner;          /* freed with it */
    struct trouble trouble;
    int error; /* what it died of */
    struct lab_timer timer;

    /* Options; 0: the node's. */
    int ttl;
    int minimum_ttl;
    int user_segment;
    int syn_count;

    /* Receiving. */
    size_t capacity;
    bool zero_window;
    bool paused;      /* its service wants to hear of nothing received */
    struct buffer in; /* in order and not yet read, from in_start */
    size_t in_start;
    uint64_t expected; /* sequence of the next byte */
    uint64_t fin_at;   /* of the other side; UINT64_MAX: not seen */
    bool fin_received;
    struct piece *pieces; /* out of order, sorted */
    uint64_t announced;   /* the window as last told */
    bool must_acknowledge;

    /* Sending. */
    struct buffer out; /* from out_start; its first byte is out_base */
    size_t out_start;
    uint64_t out_base;
    uint64_t unacknowledged;
    uint64_t next_out;
    bool fin_wanted;
    bool ended_second; /* our FIN came after theirs: nothing to remember */
    int peer_segment;  /* 0: not told */
    int tried_segment; /* since something was too big; 0: never was */
    uint64_t peer_window;
    uint64_t congestion;
    uint64_t slow_start_until;
    uint64_t recover; /* in recovery while unacknowledged is below */
    unsigned repeated_acks;
    unsigned retransmits; /* of the oldest, without an answer */
    unsigned probes;      /* of a closed window, without an answer */
    int64_t echo_us;      /* time stamp to give back; -1 */
    int64_t smoothed_us;  /* round trip; 0: unknown */
    int64_t variance_us;
    int64_t timeout_us;
};

enum { TCP_WINDOW = 65535, TCP_SEND_BUFFER = 262144 };

/* tcp.c: its life. */
struct tcp *tcp_new(struct lab_node *node, enum family family);
/* Sends the SYN. 0, or the errno of a connect that fails at once. */
int tcp_connect(struct tcp *tcp, const struct peer *to);
/* Linux: with unread bytes a reset, else a FIN behind what is queued. */
void tcp_close(struct tcp *tcp);
void tcp_reset(struct tcp *tcp);
void tcp_vanish(struct tcp *tcp);
void tcp_shutdown(struct tcp *tcp);
/* It is over; tells its user, unless there is none. */
void tcp_die(struct tcp *tcp, int error);
/* Makes it known to the node: its packets find it. */
void tcp_list(struct tcp *tcp);
void tcp_bury_dead(struct lab *lab);
void tcp_release_all(struct lab_node *node);
bool tcp_has_port(const struct lab_node *node, uint16_t port);
/* To bytes that met nobody. */
void tcp_answer_reset(struct lab_node *node, const struct packet *packet);

/* tcp_input.c. Both take what they are given but the notice. */
void tcp_receive(struct lab_node *node, struct packet *packet);
void tcp_receive_notice(struct lab_node *node, const struct packet *notice);
size_t tcp_unread(const struct tcp *tcp);
/* Takes bytes that were received; tells the other side of the new room. */
size_t tcp_read(struct tcp *tcp, void *bytes, size_t capacity);
/* Ends it when both have ended and its user has been told so. */
void tcp_finish(struct tcp *tcp);

/* tcp_output.c. */
void tcp_write(struct tcp *tcp, const void *bytes, size_t length);
size_t tcp_queued(const struct tcp *tcp);
/* Bytes of payload that one segment takes. */
int tcp_segment(const struct tcp *tcp);
/* Segments that were sent and not acknowledged. */
int tcp_in_flight(const struct tcp *tcp);
/* A SYN or SYN-ACK; errno as ip_send. */
int tcp_send_syn(struct tcp *tcp);
/* Everything that may go now. */
void tcp_push(struct tcp *tcp);
/* The oldest segment again. */
void tcp_push_again(struct tcp *tcp);
void tcp_acknowledge(struct tcp *tcp);
/* Its window, as it is told next. */
uint64_t tcp_window(const struct tcp *tcp);
void tcp_set_timer(struct tcp *tcp);
bool tcp_fin_is_acknowledged(const struct tcp *tcp);
/* Drops acknowledged bytes from the queue. */
void tcp_forget_sent(struct tcp *tcp);

/* tcp_timing.c: round trips and congestion. */
void tcp_timing_init(struct tcp *tcp);
void tcp_timing_sample(struct tcp *tcp, int64_t echo_us);
void tcp_timing_advance(struct tcp *tcp, uint64_t bytes);
void tcp_timing_loss(struct tcp *tcp, bool timed_out);
/* Until the next time-out, doubled for each that has passed. */
int64_t tcp_timing_wait_us(const struct tcp *tcp, unsigned passed);

#endif
