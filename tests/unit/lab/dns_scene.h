#ifndef TESTS_LAB_DNS_SCENE_H
#define TESTS_LAB_DNS_SCENE_H

#include "scene.h"

#include "lab/dns_end.h"

/*
 * A scene with names. Two resolvers: the server, PLACE_RESOLVER, 60 ms away,
 * and the second router, PLACE_SECOND_RESOLVER, 40 ms away.
 *
 *   pki.example.net     192.0.2.10, 2001:db8:a::10      endpoint "pki"
 *   gw.example.net      lb.example.org, 192.0.2.20, 2001:db8:a::20
 *                                                   endpoint "gateway-us"
 *   www.example.com     192.0.2.30
 *   first.example.com   second.example.com, third.example.com, 192.0.2.33
 *   big.example.com     sixty addresses of IPv6, one of IPv4
 *   circle.example.com  leads to itself by way of round.example.com
 *   intra.corp.test     10.9.0.1, known inside alone
 */
enum { DNS_ROWS = 4 };

struct dns_scene {
    struct scene scene;
    struct arena arena;
    struct region us;
    const struct region *regions[1];
    struct endpoint pki;
    struct endpoint gateway;
    struct lab_directory directory;
    struct scenario scenario;
    struct scenario_answer *rows[DNS_ROWS];
    struct peer first;
    struct peer second;
};

void dns_scene_open(struct dns_scene *dns);
void dns_scene_close(struct dns_scene *dns);

/* Rows must be there before a server starts. */
void dns_scene_row(struct dns_scene *dns, const struct scenario_answer *row);
void dns_scene_start_first(struct dns_scene *dns);
void dns_scene_start_second(struct dns_scene *dns);

#endif
