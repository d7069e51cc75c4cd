#include "lab/names.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/safe_text.h"
#include "lab/name_table.h"
#include "lab/world.h"

enum { TEXT_LIMIT = 200, NAME_LIMIT = 255 };

struct question {
    struct question *next;
    uint64_t number;
    char *host;
    struct lab_timer timer; /* the service is asked in a moment */
    struct lab_node *node;
    struct arena arena; /* of the answer */
    struct net_lookup_answer answer;
};

void
lab_set_name_service(struct lab_node *node, lab_name_service service,
                     void *context)
{
    node->name_service = service;
    node->name_context = context;
}

static struct question *
find(const struct lab_node *node, uint64_t number)
{
    struct question *question = node->questions;

    while (question != NULL && question->number != number)
        question = question->next;
    return question;
}

/* Not inside the call that asks, as no program could be answered there. */
static void
on_asked(void *context)
{
    struct question *question = context;
    struct lab_node *node = question->node;

    if (node->name_service == NULL)
        lab_names_answer(node, question->number,
                         &(struct lab_names){ .error = EAI_AGAIN });
    else
        node->name_service(node, question->number, question->host,
                           node->name_context);
}

uint64_t
name_table_ask(struct lab_node *node, const char *host)
{
    struct question *question = memory_new(1, sizeof(*question));

    question->next = node->questions;
    node->questions = question;
    question->node = node;
    question->number = ++node->last_question;
    question->host = memory_new(strlen(host) + 1, 1);
    memcpy(question->host, host, strlen(host));
    lab_timer_start(node->lab, &question->timer, 0, on_asked, question);
    return question->number;
}

static char *
copy_text(struct arena *arena, const char *text, size_t limit)
{
    if (text == NULL)
        return NULL;
    return safe_text_copy(arena, SAFE_LINE, text, strlen(text), limit);
}

static void
copy_addresses(struct arena *arena, const struct address *addresses,
               size_t count, struct net_lookup_answer *answer)
{
    answer->addresses = arena_new(arena, count + 1, sizeof(*addresses));
    if (count > 0)
        memcpy(answer->addresses, addresses, count * sizeof(*addresses));
    answer->address_count = count;
}

void
lab_names_answer(struct lab_node *node, uint64_t number,
                 const struct lab_names *names)
{
    struct question *question = find(node, number);
    struct net_lookup_answer *answer;
    const char *text = names->text;

    if (question == NULL || question->answer.done)
        return;
    answer = &question->answer;
    answer->done = true;
    answer->error = names->error;
    if (names->error == 0 && names->address_count == 0)
        answer->error = EAI_NONAME;
    if (text == NULL && answer->error != 0)
        text = gai_strerror(answer->error);
    answer->text = copy_text(&question->arena, text, TEXT_LIMIT);
    answer->canonical =
        copy_text(&question->arena, names->canonical, NAME_LIMIT);
    if (answer->error == 0)
        copy_addresses(&question->arena, names->addresses,
                       names->address_count, answer);
}

bool
lab_names_is_open(const struct lab_node *node, uint64_t number)
{
    const struct question *question = find(node, number);

    return question != NULL && !question->answer.done;
}

bool
name_table_is_answered(const struct lab_node *node, uint64_t number)
{
    return find(node, number)->answer.done;
}

bool
name_table_answer(const struct lab_node *node, uint64_t number,
                  struct arena *arena, struct net_lookup_answer *answer)
{
    const struct net_lookup_answer *found = &find(node, number)->answer;

    if (!found->done)
        return false;
    *answer = *found;
    answer->text = copy_text(arena, found->text, TEXT_LIMIT);
    answer->canonical = copy_text(arena, found->canonical, NAME_LIMIT);
    if (found->addresses != NULL)
        copy_addresses(arena, found->addresses, found->address_count, answer);
    return true;
}

static void
free_question(struct question *question)
{
    lab_timer_stop(question->node->lab, &question->timer);
    arena_release(&question->arena);
    free(question->host);
    free(question);
}

void
name_table_forget(struct lab_node *node, uint64_t number)
{
    struct question **at = &node->questions;

    while (*at != NULL && (*at)->number != number)
        at = &(*at)->next;
    if (*at != NULL) {
        struct question *gone = *at;

        *at = gone->next;
        free_question(gone);
    }
}

void
name_table_release(struct lab_node *node)
{
    while (node->questions != NULL)
        name_table_forget(node, node->questions->number);
}
