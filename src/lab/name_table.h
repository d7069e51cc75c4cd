#ifndef LAB_NAME_TABLE_H
#define LAB_NAME_TABLE_H

#include "base/arena.h"
#include "lab/names.h"

/* The questions that programs on a node have put to its name service. */

/* Asks, and returns the number of the question. */
uint64_t name_table_ask(struct lab_node *node, const char *host);
bool name_table_is_answered(const struct lab_node *node, uint64_t question);
/* False: not yet. */
bool name_table_answer(const struct lab_node *node, uint64_t question,
                       struct arena *arena, struct net_lookup_answer *answer);
/* Nobody waits for it any more. */
void name_table_forget(struct lab_node *node, uint64_t question);

void name_table_release(struct lab_node *node);

#endif
