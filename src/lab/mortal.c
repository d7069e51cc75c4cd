#include "lab/mortal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "lab/conn.h"

/* It lives on until the event is over that has ended it. */
struct mortal {
    struct lab_conn base; /* first */
    struct lab_conn *under;
    struct lab *lab;
    struct lab_timer timer; /* until its death, then until it is freed */
};

static struct mortal *
mortal_of(struct lab_conn *conn)
{
    static_assert(offsetof(struct mortal, base) == 0, "base comes first");
    return (struct mortal *)conn;
}

static void
on_event_over(void *context)
{
    struct mortal *mortal = context;

    lab_unkeep(mortal->lab, mortal);
    free(mortal);
}

static void
bury(struct mortal *mortal)
{
    lab_timer_start(mortal->lab, &mortal->timer, 0, on_event_over, mortal);
}

static void
mortal_send(struct lab_conn *conn, const void *bytes, size_t length)
{
    lab_conn_send(mortal_of(conn)->under, bytes, length);
}

static size_t
mortal_queued(struct lab_conn *conn)
{
    return lab_conn_queued(mortal_of(conn)->under);
}

static void
mortal_shutdown(struct lab_conn *conn)
{
    lab_conn_shutdown(mortal_of(conn)->under);
}

static void
mortal_close(struct lab_conn *conn)
{
    lab_conn_close(mortal_of(conn)->under);
    bury(mortal_of(conn));
}

static void
mortal_reset(struct lab_conn *conn)
{
    lab_conn_reset(mortal_of(conn)->under);
    bury(mortal_of(conn));
}

static void
mortal_vanish(struct lab_conn *conn)
{
    lab_conn_vanish(mortal_of(conn)->under);
    bury(mortal_of(conn));
}

static void
mortal_pause(struct lab_conn *conn, bool paused)
{
    lab_conn_pause(mortal_of(conn)->under, paused);
}

static struct lab_conn *
mortal_beneath(struct lab_conn *conn)
{
    return mortal_of(conn)->under;
}

static const struct conn_kind mortal_kind = {
    .send = mortal_send,
    .queued = mortal_queued,
    .shutdown = mortal_shutdown,
    .close = mortal_close,
    .reset = mortal_reset,
    .vanish = mortal_vanish,
    .pause = mortal_pause,
    .beneath = mortal_beneath,
};

static void
on_received(struct lab_conn *conn, const void *bytes, size_t length,
            void *context)
{
    struct mortal *mortal = context;

    (void)conn;
    conn_tell_received(&mortal->base, bytes, length);
}

static void
on_ended(struct lab_conn *conn, void *context)
{
    struct mortal *mortal = context;

    (void)conn;
    conn_tell_ended(&mortal->base);
}

static void
on_drained(struct lab_conn *conn, void *context)
{
    struct mortal *mortal = context;

    (void)conn;
    conn_tell_drained(&mortal->base);
}

static void
on_closed(struct lab_conn *conn, int error, void *context)
{
    struct mortal *mortal = context;

    (void)conn;
    bury(mortal);
    conn_tell_closed(&mortal->base, error);
}

static const struct lab_service under_service = {
    .received = on_received,
    .ended = on_ended,
    .drained = on_drained,
    .closed = on_closed,
};

static void
on_age(void *context)
{
    struct mortal *mortal = context;

    lab_conn_reset(mortal->under);
    bury(mortal);
    conn_tell_closed(&mortal->base, ECONNRESET);
}

struct lab_conn *
mortal_conn_new(struct lab_conn *under, int64_t age_s)
{
    struct mortal *mortal = memory_new(1, sizeof(*mortal));

    mortal->base = (struct lab_conn){ .kind = &mortal_kind,
                                      .service = under->service,
                                      .context = under->context };
    mortal->under = under;
    mortal->lab = lab_node_world(lab_conn_node(under));
    lab_keep(mortal->lab, mortal, free);
    lab_conn_set_service(under, &under_service, mortal);
    lab_timer_start(mortal->lab, &mortal->timer, age_s * 1000000, on_age,
                    mortal);
    return &mortal->base;
}
