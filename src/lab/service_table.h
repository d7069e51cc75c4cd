#ifndef LAB_SERVICE_TABLE_H
#define LAB_SERVICE_TABLE_H

#include "lab/service.h"
#include "lab/tcp.h"

/* Who listens on a node, for its TCP. */

/* A connection for whoever listens there; NULL: nobody. */
struct tcp *service_table_accept(struct lab_node *node, uint16_t port,
                                 enum family family);

/* The TCP that carries a connection in the end. */
const struct tcp *service_table_tcp(struct lab_conn *conn);

void service_table_release(struct lab_node *node);

#endif
