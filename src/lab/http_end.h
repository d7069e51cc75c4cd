#ifndef LAB_HTTP_END_H
#define LAB_HTTP_END_H

#include "base/buffer.h"
#include "lab/service.h"
#include "model/scenario.h"

/*
 * HTTP servers of the world, over any connection. Each reads one request
 * head and answers with a page; the connection is then closed in order, or
 * as the page says.
 */
struct http_server;

/*
 * `page` is what a scenario says about it, all zero for the genuine answer
 * of `endpoint` (NULL: 404). The page itself is copied, its texts are
 * borrowed, the server belongs to the world. Dates are those of the world's
 * true time.
 */
struct http_server *http_server_new(struct lab *lab,
                                    const struct scenario_page *page,
                                    const struct endpoint *endpoint);

/* The service and its context for a connection that is handed over. */
extern const struct lab_service http_service; /* context: http_server */
/* The same for one that is open already. */
void http_server_take(struct http_server *server, struct lab_conn *conn);
/* For who has read the request by itself; `head_only` after a HEAD. */
void http_server_answer(struct http_server *server, struct lab_conn *conn,
                        bool head_only);

/*
 * Appends the page as it goes over the wire when its end is PAGE_COMPLETE,
 * for those that answer by themselves; its status must be given. Returns the
 * length of the head, the empty line with it.
 */
size_t http_page_write(const struct lab *lab, const struct scenario_page *page,
                       struct buffer *out);

#endif
