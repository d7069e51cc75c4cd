#ifndef LAB_CONN_H
#define LAB_CONN_H

#include "lab/service.h"

/*
 * What is behind a lab_conn: bytes in both directions, whatever carries
 * them. TCP is one carrier (service.c); TLS within another connection is a
 * second (tls_end.h), an age at which the other is dropped a third
 * (mortal.h). The services above cannot tell which. A carrier's struct begins
 * with this one; it stays readable until the event is over in which it was
 * closed or told to be gone.
 */
struct conn_kind {
    void (*send)(struct lab_conn *conn, const void *bytes, size_t length);
    size_t (*queued)(struct lab_conn *conn);
    void (*shutdown)(struct lab_conn *conn);
    void (*close)(struct lab_conn *conn);
    void (*reset)(struct lab_conn *conn);
    void (*vanish)(struct lab_conn *conn);
    void (*pause)(struct lab_conn *conn, bool paused);
    /* The connection that carries this one; NULL for TCP. */
    struct lab_conn *(*beneath)(struct lab_conn *conn);
};

struct lab_conn {
    const struct conn_kind *kind;
    const struct lab_service *service;
    void *context;
};

/* For carriers: what the service is told. Any of them may end the conn. */
void conn_tell_opened(struct lab_conn *conn);
void conn_tell_received(struct lab_conn *conn, const void *bytes,
                        size_t length);
/* Closes the connection when the service does not want to know. */
void conn_tell_ended(struct lab_conn *conn);
void conn_tell_drained(struct lab_conn *conn);
void conn_tell_closed(struct lab_conn *conn, int error);

#endif
