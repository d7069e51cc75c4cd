#include "lab/relay.h"

#include <stdlib.h>

#include "base/memory.h"

struct relay;

/* What is known of one of the two connections. */
struct relay_side {
    struct relay *relay;
    struct relay_side *other;
    struct lab_conn *conn;
    bool paused; /* until the other has passed on what it was given */
};

struct relay {
    struct lab *lab;
    struct relay_side left;
    struct relay_side right;
};

static void
on_received(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    struct relay_side *side = context;
    struct lab_conn *to = side->other->conn;

    lab_conn_send(to, bytes, length);
    if (lab_conn_queued(to) > RELAY_QUEUE) {
        side->paused = true;
        lab_conn_pause(conn, true);
    }
}

static void
on_drained(struct lab_conn *conn, void *context)
{
    struct relay_side *side = context;
    struct relay_side *other = side->other;

    (void)conn;
    if (!other->paused)
        return;
    other->paused = false;
    lab_conn_pause(other->conn, false); /* may end the relay */
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    const struct relay_side *side = context;

    (void)conn;
    lab_conn_shutdown(side->other->conn);
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    const struct relay_side *side = context;
    struct relay *relay = side->relay;

    (void)conn;
    if (error != 0)
        lab_conn_reset(side->other->conn);
    else
        lab_conn_close(side->other->conn);
    lab_unkeep(relay->lab, relay);
    free(relay);
}

static const struct lab_service relay_service = {
    .received = on_received,
    .ended = on_ended,
    .drained = on_drained,
    .closed = on_closed,
};

void
relay_join(struct lab_conn *left, struct lab_conn *right)
{
    struct relay *relay = memory_new(1, sizeof(*relay));

    relay->lab = lab_node_world(lab_conn_node(left));
    lab_keep(relay->lab, relay, free);
    relay->left = (struct relay_side){ relay, &relay->right, left, false };
    relay->right = (struct relay_side){ relay, &relay->left, right, false };
    lab_conn_set_service(left, &relay_service, &relay->left);
    lab_conn_set_service(right, &relay_service, &relay->right);
}

void
relay_dial(struct lab_conn *left, const struct peer *to, const void *first,
           size_t length)
{
    struct lab_conn *right =
        lab_dial(lab_conn_node(left), to, &relay_service, NULL);

    if (length > 0)
        lab_conn_send(right, first, length);
    relay_join(left, right);
}
