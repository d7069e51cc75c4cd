#ifndef CHECKS_HTTP_FACTS_H
#define CHECKS_HTTP_FACTS_H

#include "checks/check.h"
#include "net/http.h"

/* Copies what an HTTP answer holds into the model, made safe and bounded. */
void http_facts_note(struct http_facts *facts, struct arena *arena,
                     const struct http_answer *answer, int64_t wall_ms);

/* The answer of a proxy to CONNECT, likewise. */
void proxy_facts_note(struct proxy_facts *facts, struct arena *arena,
                      const struct http_answer *answer);

#endif
