#include "lab/scenario_servers.h"

#include "lab/box.h"
#include "lab/dns_end.h"
#include "lab/http_end.h"
#include "lab/tls_end.h"

enum { HTTPS_PORT = 443, HTTP_PORT = 80, FIRST_BOX_PORT = 20000 };

/* HTTP over TLS on one port. */
struct site_server {
    struct tls_server *tls;
    struct http_server *http;
};

static void
on_opened(struct lab_conn *conn, void *context)
{
    const struct site_server *server = context;

    tls_server_accept(server->tls, conn, &http_service, server->http);
}

static const struct lab_service site_service = { .opened = on_opened };
static const struct lab_service tarpit_service = { .zero_window = true };

static const struct scenario_service usual_service;

/* What the scenario says about that endpoint; the first row decides. */
static const struct scenario_service *
service_of(const struct scenario *scenario, const struct endpoint *endpoint)
{
    for (size_t i = 0; i < scenario->service_count; i++)
        if (selectors_match(&scenario->services[i]->of, endpoint))
            return scenario->services[i];
    return &usual_service;
}

static void
start_site(struct company *company, struct arena *arena, struct lab_pki *pki,
           const struct company_site *site)
{
    const struct endpoint *endpoint = site->endpoint;
    const struct scenario_service *service =
        service_of(company->scenario, endpoint);
    struct site_server *server = arena_new(arena, 1, sizeof *server);

    if (service->closed)
        return;
    if (service->zero_window) {
        lab_listen(site->node, endpoint->port, &tarpit_service, NULL);
        return;
    }
    server->tls =
        tls_server_new(pki, &service->tls, endpoint->host, &endpoint->genuine);
    tls_server_set_page(server->tls, &service->page);
    server->http = http_server_new(company->lab, &service->page, endpoint);
    lab_listen(site->node, endpoint->port, &site_service, server);
}

static void
start_web(struct company *company, struct arena *arena, struct lab_pki *pki)
{
    static const struct scenario_page page = { .status = 200 };
    struct site_server *server = arena_new(arena, 1, sizeof *server);

    server->tls = tls_server_new_neutral(pki, company_neutral_host);
    server->http = http_server_new(company->lab, &page, NULL);
    lab_listen(company->web, HTTPS_PORT, &site_service, server);
    lab_listen(company->web, HTTP_PORT, &http_service, server->http);
}

void
scenario_servers_start(struct company *company, struct arena *arena,
                       struct lab_pki *pki)
{
    const struct scenario *scenario = company->scenario;
    const struct lab_directory *directory = &company->directory;

    for (size_t i = 0; i < company->site_count; i++)
        start_site(company, arena, pki, &company->sites[i]);
    start_web(company, arena, pki);
    for (int at = PLACE_RESOLVER; at <= PLACE_SECOND_RESOLVER; at++)
        dns_server_start(company->places[at], (enum place)at, directory,
                         scenario);
    dns_server_start(company->web, PLACE_NONE, directory, scenario);
    connect_proxy_start(company->places[PLACE_PROXY], company_proxy_host, pki,
                        directory, &scenario->proxy);
    for (size_t i = 0; i < scenario->box_count; i++)
        box_start(company->places[scenario->boxes[i]->at],
                  (uint16_t)(FIRST_BOX_PORT + i), pki, directory,
                  scenario->boxes[i]);
}
