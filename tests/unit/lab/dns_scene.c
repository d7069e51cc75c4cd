#include "dns_scene.h"

#include <stdio.h>

static struct directory_entry *
add(struct dns_scene *dns, const char *host, const struct endpoint *endpoint,
    const char *ipv4, const char *ipv6)
{
    struct directory_entry *entry =
        directory_add(&dns->directory, host, endpoint);
    struct address address;

    if (ipv4 != NULL) {
        address = scene_address(ipv4);
        directory_add_address(&dns->directory, entry, &address);
    }
    if (ipv6 != NULL) {
        address = scene_address(ipv6);
        directory_add_address(&dns->directory, entry, &address);
    }
    return entry;
}

static void
add_alias(struct dns_scene *dns, const char *host, const char *alias)
{
    directory_set_alias(&dns->directory, add(dns, host, NULL, NULL, NULL),
                        alias);
}

static void
add_names(struct dns_scene *dns)
{
    struct directory_entry *big;

    add(dns, "pki.example.net", &dns->pki, "192.0.2.10", "2001:db8:a::10");
    add(dns, "gw.example.net", &dns->gateway, "192.0.2.20", "2001:db8:a::20");
    add_alias(dns, "gw.example.net", "lb.example.org");
    add(dns, "www.example.com", NULL, "192.0.2.30", NULL);
    add_alias(dns, "first.example.com", "second.example.com");
    add_alias(dns, "second.example.com", "third.example.com");
    add(dns, "third.example.com", NULL, "192.0.2.33", NULL);
    add_alias(dns, "circle.example.com", "round.example.com");
    add_alias(dns, "round.example.com", "circle.example.com");
    add(dns, "intra.corp.test", NULL, "10.9.0.1", NULL)->inside = true;
    big = add(dns, "big.example.com", NULL, "192.0.2.40", NULL);
    for (int i = 1; i <= 60; i++) {
        char text[ADDRESS_TEXT_SIZE];
        struct address address;

        snprintf(text, sizeof(text), "2001:db8:b::%x", (unsigned)i);
        address = scene_address(text);
        directory_add_address(&dns->directory, big, &address);
    }
}

void
dns_scene_open(struct dns_scene *dns)
{
    *dns = (struct dns_scene){ .us = { .id = "us" } };
    scene_open(&dns->scene, 2, 7);
    dns->regions[0] = &dns->us;
    dns->pki = (struct endpoint){ .role = ROLE_PKI };
    dns->gateway = (struct endpoint){ .role = ROLE_GATEWAY,
                                      .regions = dns->regions,
                                      .region_count = 1 };
    dns->directory.arena = &dns->arena;
    dns->scenario.dns = dns->rows;
    dns->first = dns->scene.to;
    dns->first.port = 53;
    dns->second = scene_peer("10.2.0.2", 53);
    add_names(dns);
}

void
dns_scene_close(struct dns_scene *dns)
{
    scene_close(&dns->scene);
    arena_release(&dns->arena);
}

void
dns_scene_row(struct dns_scene *dns, const struct scenario_answer *row)
{
    struct scenario_answer *copy = arena_new(&dns->arena, 1, sizeof(*copy));

    assert_true(dns->scenario.dns_count < DNS_ROWS);
    *copy = *row;
    dns->rows[dns->scenario.dns_count++] = copy;
}

void
dns_scene_start_first(struct dns_scene *dns)
{
    dns_server_start(dns->scene.server, PLACE_RESOLVER, &dns->directory,
                     &dns->scenario);
}

void
dns_scene_start_second(struct dns_scene *dns)
{
    dns_server_start(dns->scene.routers[1], PLACE_SECOND_RESOLVER,
                     &dns->directory, &dns->scenario);
}
