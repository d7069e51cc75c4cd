#include "lab/box.h"

#include <stdlib.h>

#include "base/memory.h"
#include "lab/firewall.h"
#include "lab/http_end.h"
#include "lab/inspector.h"
#include "lab/mortal.h"
#include "lab/packet.h"
#include "lab/relay.h"
#include "lab/tls_end.h"

enum { HTTP_PORT = 80, HTTPS_PORT = 443 };

struct box {
    const struct scenario_box *wish; /* borrowed */
    struct inspector *inspector;     /* of BOX_INSPECT */
    struct http_server *page;        /* of BOX_ANSWER */
    struct tls_server *tls;          /* of BOX_ANSWER; NULL: plain HTTP */
};

/* Who came to the box itself would lead it to itself, again and again. */
static bool
was_diverted(struct lab_conn *conn)
{
    struct peer original = lab_conn_original_destination(conn);
    struct peer local = lab_conn_local(conn);

    return !peer_equal(&original, &local);
}

static void
inspect(struct box *box, struct lab_conn *conn)
{
    if (was_diverted(conn))
        inspector_take(box->inspector, conn, NULL, NULL, 0);
    else
        lab_conn_reset(conn);
}

static void
splice(struct box *box, struct lab_conn *conn)
{
    struct peer to = lab_conn_original_destination(conn);

    (void)box;
    if (was_diverted(conn))
        relay_dial(conn, &to, NULL, 0);
    else
        lab_conn_reset(conn);
}

/* What comes is thrown away, for nothing here receives it. */
static void
say_nothing(struct box *box, struct lab_conn *conn)
{
    (void)box;
    (void)conn;
}

static void
answer(struct box *box, struct lab_conn *conn)
{
    if (box->tls == NULL)
        http_server_take(box->page, conn);
    else
        (void)tls_server_accept(box->tls, conn, &http_service, box->page);
}

static void (*const takes[BOX_KIND_COUNT])(struct box *box,
                                           struct lab_conn *conn) = {
    [BOX_INSPECT] = inspect,        [BOX_SPLICE] = splice,
    [BOX_ACCEPT_ALL] = say_nothing, [BOX_TARPIT] = say_nothing,
    [BOX_ANSWER] = answer,
};

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct box *box = context;

    if (box->wish->drop_after_s > 0)
        conn = mortal_conn_new(conn, box->wish->drop_after_s);
    takes[box->wish->kind](box, conn);
}

static const struct lab_service box_service = { .opened = on_opened };
static const struct lab_service tarpit_service = { .opened = on_opened,
                                                   .zero_window = true };

static uint16_t
port_of(const struct scenario_box *wish)
{
    return wish->port == 0 ? HTTPS_PORT : (uint16_t)wish->port;
}

/* `to` NULL: wherever it goes. */
static void
divert(struct lab_node *node, uint16_t port, const struct scenario_box *wish,
       const struct address *to)
{
    struct lab_rule rule = {
        .hook = wish->at == PLACE_ENFORCE ? LAB_OUTPUT : LAB_FORWARD,
        .label = "box",
        .protocol = LAB_TCP,
        .port = port_of(wish),
        .programs_only = true,
        .action = LAB_REDIRECT,
        .redirect = { .port = port },
    };

    if (to != NULL) {
        rule.destination.address = *to;
        rule.destination.bits = to->family == FAMILY_IPV6 ? 128 : 32;
    }
    lab_rule_add(node, &rule);
}

static void
divert_all(struct lab_node *node, uint16_t port,
           const struct lab_directory *directory,
           const struct scenario_box *wish)
{
    if (wish->everything) {
        divert(node, port, wish, NULL);
        return;
    }
    for (size_t i = 0; i < directory->entry_count; i++) {
        const struct directory_entry *entry = directory->entries[i];

        if (entry->endpoint == NULL ||
            !selectors_match(&wish->to, entry->endpoint))
            continue;
        for (size_t k = 0; k < entry->address_count; k++)
            divert(node, port, wish, entry->addresses[k]);
    }
}

static void
prepare(struct box *box, struct lab *lab, struct lab_pki *pki,
        const struct lab_directory *directory)
{
    const struct scenario_box *wish = box->wish;
    const struct inspector_wish inspection = { &wish->tls, &wish->page,
                                               &wish->names };
    struct scenario_tls presented;

    if (wish->kind == BOX_INSPECT)
        box->inspector = inspector_new(lab, pki, directory, &inspection);
    if (wish->kind != BOX_ANSWER)
        return;
    box->page = http_server_new(lab, &wish->page, NULL);
    if (port_of(wish) == HTTP_PORT)
        return;
    presented = inspector_tls(pki, &wish->tls);
    box->tls = tls_server_new(pki, &presented, NULL, NULL);
    tls_server_set_page(box->tls, &wish->page);
}

void
box_start(struct lab_node *node, uint16_t port, struct lab_pki *pki,
          const struct lab_directory *directory,
          const struct scenario_box *wish)
{
    struct lab *lab = lab_node_world(node);
    struct box *box = memory_new(1, sizeof(*box));

    box->wish = wish;
    lab_keep(lab, box, free);
    prepare(box, lab, pki, directory);
    lab_listen(node, port,
               wish->kind == BOX_TARPIT ? &tarpit_service : &box_service, box);
    divert_all(node, port, directory, wish);
}
