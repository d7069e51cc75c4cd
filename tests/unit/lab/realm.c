#include "realm.h"

static const struct region us = { .id = "us", .name = "US" };
static const struct region *const regions[] = { &us };

static const struct endpoint gateway = {
    .host = REALM_GATEWAY,
    .port = 443,
    .role = ROLE_GATEWAY,
    .regions = (const struct region **)regions,
    .region_count = 1,
    .genuine = { .asks_client_certificate = true, .status = 400 },
};

static const struct endpoint pki = {
    .host = REALM_PKI,
    .port = 443,
    .role = ROLE_PKI,
    .regions = (const struct region **)regions,
    .region_count = 1,
    .genuine = { .status = 404 },
};

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct realm *realm = context;
    struct peer local = lab_conn_local(conn);
    size_t site =
        address_equal(&local.address, &realm->pki_site.address) ? 1 : 0;

    realm->visits++;
    realm->visitor = lab_conn_peer(conn).address;
    (void)tls_server_accept(realm->tls[site], conn, &http_service,
                            realm->http[site]);
}

static const struct lab_service site_service = { .opened = on_opened };

static void
add_site(struct realm *realm, size_t number, const struct endpoint *endpoint,
         const struct peer *const *peers)
{
    static const struct scenario_tls tls = { 0 };
    static const struct scenario_page page = { 0 };
    struct directory_entry *entry =
        directory_add(&realm->directory, endpoint->host, endpoint);

    for (; *peers != NULL; peers++) {
        directory_add_address(&realm->directory, entry, &(*peers)->address);
        if (!lab_node_has_address(realm->scene.server, &(*peers)->address))
            lab_node_add_address(realm->scene.server, &(*peers)->address);
    }
    realm->tls[number] =
        tls_server_new(realm->pki, &tls, endpoint->host, &endpoint->genuine);
    realm->http[number] = http_server_new(realm->scene.lab, &page, endpoint);
}

static void
add_proxy(struct realm *realm)
{
    const struct lab_line line = { .delay_us = SCENE_DELAY_US };
    struct lab_node *router = realm->scene.routers[0];
    struct lab_link *link;
    static const char *const addresses[2][2] = {
        { "10.50.0.1", "2001:db8:50::1" }, { "10.50.0.2", "2001:db8:50::2" }
    };

    realm->proxy = lab_host_new(realm->scene.lab, "proxy");
    link = lab_link_new(realm->scene.lab, router, realm->proxy, &line);
    for (size_t end = 0; end < 2; end++) {
        for (size_t family = 0; family < 2; family++) {
            struct address address = scene_address(addresses[end][family]);

            lab_link_set_address(link, end == 0 ? router : realm->proxy,
                                 &address);
        }
    }
    realm->proxy_at = scene_peer("10.50.0.2", 3128);
}

void
realm_open(struct realm *realm)
{
    *realm = (struct realm){ 0 };
    scene_open(&realm->scene, 2, 1);
    realm->directory.arena = &realm->arena;
    realm->pki = lab_pki_new(realm->scene.lab);
    realm->gateway = realm->scene.to;
    realm->gateway6 = realm->scene.to6;
    realm->pki_site = scene_peer("203.0.113.7", 443);
    add_site(
        realm, 0, &gateway,
        (const struct peer *[]){ &realm->gateway, &realm->gateway6, NULL });
    add_site(realm, 1, &pki,
             (const struct peer *[]){ &realm->pki_site, NULL });
    add_proxy(realm);
    lab_listen(realm->scene.server, 443, &site_service, realm);
}

void
realm_close(struct realm *realm)
{
    scene_close(&realm->scene);
    arena_release(&realm->arena);
}

bool
realm_is_genuine(struct realm *realm, struct caller *caller)
{
    struct buffer pem = { 0 };
    struct net_verification verification;
    struct net_roots *roots;
    struct error error;

    lab_pki_genuine_roots(realm->pki, &pem);
    roots = net_roots_from_pem(pem.data, pem.length, &error);
    assert_non_null(roots);
    net_chain_verify(net_tls_chain(caller->tls), roots, false, 0,
                     &caller->arena, &verification);
    net_roots_free(roots);
    buffer_release(&pem);
    return verification.ok;
}
