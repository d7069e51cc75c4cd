#ifndef LAB_SERVICE_H
#define LAB_SERVICE_H

#include "lab/network.h"

/*
 * What programs on a node do: TCP servers, TCP connections of their own (a
 * proxy's outer leg), and UDP. All by callbacks, from inside the world's
 * wait; a callback may call anything here. The node's own TCP does the rest
 * as Linux would.
 */

/* One end of a connection: of TCP, or of TLS within another one. Ours until
 * we close or reset it, or until `closed` was called; after any of these it
 * must not be used. */
struct lab_conn;

/* Any callback may be NULL. `context` is that of the connection. */
struct lab_service {
    /* The handshake is over, of a connection accepted or dialled. The
     * context is that of listen or dial until lab_conn_set_context. */
    void (*opened)(struct lab_conn *conn, void *context);
    /* Bytes, in order. Not while paused. */
    void (*received)(struct lab_conn *conn, const void *bytes, size_t length,
                     void *context);
    /* The other side sends no more, having closed in good order. Without
     * this callback the connection is closed in return. */
    void (*ended)(struct lab_conn *conn, void *context);
    /* Everything given to lab_conn_send was acknowledged. */
    void (*drained)(struct lab_conn *conn, void *context);
    /*
     * It is no more: errno, ECONNRESET for one; for a dial also what
     * connect would say. 0: both sides had ended it. Never called after our
     * own lab_conn_close or lab_conn_reset.
     */
    void (*closed)(struct lab_conn *conn, int error, void *context);

    size_t window;    /* receive buffer, bytes; 0: 65535 */
    bool zero_window; /* a tarpit: never takes a byte */
};

/*
 * Accepts connections on every address of the node. Port 0: on every port
 * that nothing else listens on. The service must outlive the world; one
 * port has one service, the latest.
 */
void lab_listen(struct lab_node *node, uint16_t port,
                const struct lab_service *service, void *context);
void lab_unlisten(struct lab_node *node, uint16_t port);

/*
 * Opens a connection from the node. Never NULL: what fails at once is told
 * through `closed` in a moment.
 */
struct lab_conn *lab_dial(struct lab_node *node, const struct peer *to,
                          const struct lab_service *service, void *context);

/* Others to be called from now on: a proxy that becomes a tunnel. The
 * window stays as it was. */
void lab_conn_set_service(struct lab_conn *conn,
                          const struct lab_service *service, void *context);
void lab_conn_set_context(struct lab_conn *conn, void *context);
void *lab_conn_context(const struct lab_conn *conn);
struct lab_node *lab_conn_node(struct lab_conn *conn);

/* Copies the bytes and sends them as the window allows. */
void lab_conn_send(struct lab_conn *conn, const void *bytes, size_t length);
/* How many of them are not yet acknowledged: for relays that must not
 * take more than they can pass on. */
size_t lab_conn_queued(struct lab_conn *conn);

/* A FIN behind what was sent; we go on receiving. */
void lab_conn_shutdown(struct lab_conn *conn);
/* Sends the rest and ends; with unread bytes a reset, as Linux does. */
void lab_conn_close(struct lab_conn *conn);
void lab_conn_reset(struct lab_conn *conn);
/* Ends without a word of its own; the peer is told nothing. */
void lab_conn_vanish(struct lab_conn *conn);

/* Stops and starts reading: the window fills meanwhile. */
void lab_conn_pause(struct lab_conn *conn, bool paused);

struct peer lab_conn_peer(struct lab_conn *conn);
struct peer lab_conn_local(struct lab_conn *conn);
/* Where the other side believes to be: differs when redirected. */
struct peer lab_conn_original_destination(struct lab_conn *conn);

/* A port of UDP. */
struct lab_udp;

struct lab_datagram {
    struct peer from;
    struct peer to;       /* the address of ours that it came to */
    struct peer original; /* as it was sent: differs when redirected */
    const uint8_t *bytes;
    size_t length;
};

typedef void (*lab_udp_received)(struct lab_udp *udp,
                                 const struct lab_datagram *datagram,
                                 void *context);

/* Port 0: any free one. The world owns it. */
struct lab_udp *lab_bind_udp(struct lab_node *node, uint16_t port,
                             lab_udp_received received, void *context);
void lab_udp_close(struct lab_udp *udp);
/* To be told of ICMP errors about what was sent from the port, as a program
 * with IP_RECVERR is; without this they are ignored. */
typedef void (*lab_udp_rejected)(struct lab_udp *udp,
                                 const struct net_icmp *icmp, void *context);
void lab_udp_set_rejected(struct lab_udp *udp, lab_udp_rejected rejected);
/* Answers from the address that the datagram came to. */
void lab_udp_reply(struct lab_udp *udp, const struct lab_datagram *to,
                   const void *bytes, size_t length);
/* Sends of one's own accord; the bytes are copied. Longer than the MTU it
 * travels in fragments. */
void lab_udp_send(struct lab_udp *udp, const struct peer *to,
                  const void *bytes, size_t length);

#endif
