#include <stdlib.h>

#include "base/memory.h"
#include "lab/box.h"
#include "lab/connect_session.h"
#include "lab/tls_end.h"

enum { USUAL_PORT = 3128 };

static void
on_opened(struct lab_conn *conn, void *context)
{
    connect_session_begin(context, conn);
}

static const struct lab_service client_service = { .opened = on_opened };

static void
on_carrier_opened(struct lab_conn *conn, void *context)
{
    const struct connect_proxy *proxy = context;

    (void)tls_server_accept(proxy->tls, conn, &client_service, context);
}

static const struct lab_service carrier_service = {
    .opened = on_carrier_opened,
};

static void
make_refusals(struct connect_proxy *proxy)
{
    static const struct {
        int status;
        const char *error;
    } usual[CONNECT_COUNT] = {
        [CONNECT_NO_CONNECT] = { 400, "ERR_INVALID_REQ 0" },
        [CONNECT_TOO_LARGE] = { 431, "ERR_TOO_BIG 0" },
        [CONNECT_LOGIN] = { 407, "ERR_CACHE_ACCESS_DENIED 0" },
        [CONNECT_NO_NAME] = { 503, "ERR_DNS_FAIL 0" },
        [CONNECT_REFUSED] = { 503, "ERR_CONNECT_FAIL 111" },
        [CONNECT_TIMED_OUT] = { 503, "ERR_CONNECT_FAIL 110" },
        [CONNECT_NO_ROUTE] = { 503, "ERR_CONNECT_FAIL 101" },
    };
    static const char *const schemes[] = { "Basic realm=\"Example Corp\"" };

    for (int i = 0; i < CONNECT_COUNT; i++) {
        struct proxy_page page = { .page = { .status = usual[i].status },
                                   .error = usual[i].error };

        if (i == CONNECT_LOGIN) {
            page.schemes = (const char **)schemes;
            page.scheme_count = 1;
        }
        proxy->refusals[i] =
            proxy_page_new(proxy->lab, &proxy->arena, proxy->host, &page);
    }
}

static void
make_row(struct connect_proxy *proxy, struct lab_pki *pki,
         struct connect_row *row, const struct scenario_connect *wish)
{
    const struct proxy_page page = {
        .page = { .status = wish->status == 0 ? 200 : wish->status,
                  .headers = wish->headers,
                  .header_count = wish->header_count,
                  .body = wish->body,
                  .end = wish->end },
        .schemes = wish->schemes,
        .scheme_count = wish->scheme_count,
    };
    const struct inspector_wish inspection = { &wish->tls, &wish->page, NULL };

    row->wish = wish;
    if (page.page.status != 200 || page.page.end != PAGE_COMPLETE)
        row->answer =
            proxy_page_new(proxy->lab, &proxy->arena, proxy->host, &page);
    else if (wish->tunnel == TUNNEL_INSPECTS)
        row->inspector =
            inspector_new(proxy->lab, pki, proxy->directory, &inspection);
}

static void
make_rows(struct connect_proxy *proxy, struct lab_pki *pki)
{
    static const struct scenario_connect all_else = { .everything = true };
    size_t count = proxy->wish->connect_count;

    proxy->rows = arena_new(&proxy->arena, count + 1, sizeof(*proxy->rows));
    for (size_t i = 0; i < count; i++)
        make_row(proxy, pki, &proxy->rows[i], proxy->wish->connects[i]);
    make_row(proxy, pki, &proxy->rows[count], &all_else);
}

static void
proxy_release(void *thing)
{
    struct connect_proxy *proxy = thing;

    arena_release(&proxy->arena);
    free(proxy);
}

void
connect_proxy_start(struct lab_node *node, const char *host,
                    struct lab_pki *pki, const struct lab_directory *directory,
                    const struct scenario_proxy *wish)
{
    uint16_t port = wish->port == 0 ? USUAL_PORT : (uint16_t)wish->port;
    struct connect_proxy *proxy;

    if (wish->closed)
        return;
    proxy = memory_new(1, sizeof(*proxy));
    proxy->lab = lab_node_world(node);
    proxy->node = node;
    proxy->host = host;
    proxy->directory = directory;
    proxy->wish = wish;
    lab_keep(proxy->lab, proxy, proxy_release);
    make_refusals(proxy);
    make_rows(proxy, pki);
    if (wish->is_tls && wish->tls.chain == CHAIN_AUTHORITY)
        lab_pki_announce(pki, &wish->tls.authority);
    if (wish->is_tls)
        proxy->tls = tls_server_new(pki, &wish->tls, host, NULL);
    lab_listen(node, port, wish->is_tls ? &carrier_service : &client_service,
               proxy);
}
