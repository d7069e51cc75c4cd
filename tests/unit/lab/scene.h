#ifndef LAB_SCENE_H
#define LAB_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "lab/firewall.h"
#include "lab/lab.h"
#include "lab/names.h"
#include "lab/network.h"
#include "lab/service.h"
#include "net/net.h"

/*
 * The stage of most tests: client - r1 - ... - rn - server, ten milliseconds
 * a link. Link i, from 1, is 10.i.0.1 - 10.i.0.2 and 2001:db8:i::1 - ::2, the
 * client on the left.
 */
enum { SCENE_ROUTERS = 3, SCENE_DELAY_US = 10000 };

struct scene {
    struct lab *lab;
    struct lab_node *client;
    struct lab_node *routers[SCENE_ROUTERS];
    struct lab_node *server;
    struct lab_link *links[SCENE_ROUTERS + 1];
    size_t router_count;
    struct net net;
    struct peer to;  /* the server's port 443 */
    struct peer to6; /* the same over IPv6 */
};

void scene_open(struct scene *scene, size_t routers, uint64_t seed);
void scene_close(struct scene *scene);

struct address scene_address(const char *text);
struct peer scene_peer(const char *text, uint16_t port);
/* Both directions of a link; `link` counts from 1. */
void scene_set_line(struct scene *scene, size_t link,
                    const struct lab_line *line);

/* Sends back what it gets; one that only counts; one that never reads. */
extern const struct lab_service scene_echo;
extern const struct lab_service scene_sink; /* context: size_t * */
extern const struct lab_service scene_tarpit;
/* To any byte it answers with as many as its context, a size_t *, says. */
extern const struct lab_service scene_flood;

struct option {
    enum net_option option;
    int value;
};

/* A connect with options, ended by {0, 0}; errno is that of connect. */
int scene_dial(struct scene *scene, const struct peer *to,
               const struct option *options);
/* Waits for one handle; returns what is ready, 0 when time is over. */
unsigned scene_wait(struct scene *scene, int handle, unsigned wanted,
                    int timeout_ms);
int scene_get(struct scene *scene, int handle, enum net_option option);
void scene_send(struct scene *scene, int handle, const void *bytes,
                size_t length);
/* Everything that comes until so much is there or nothing comes any more;
 * returns how much. */
size_t scene_receive(struct scene *scene, int handle, struct buffer *out,
                     size_t wanted, int timeout_ms);
void scene_hang_up(struct scene *scene, int handle);
/* Connects within the time or not; closes it again. Returns errno. */
int scene_try(struct scene *scene, const struct peer *to,
              const struct option *options, int timeout_ms);

/* A byte pattern that shows every displacement. */
void scene_fill(struct buffer *out, size_t length);

/* A ClientHello for a name (NULL: none), padded to at least `size`. */
void scene_hello(struct buffer *out, const char *name, size_t size);

#endif
