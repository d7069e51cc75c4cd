#ifndef LAB_STUB_ASK_H
#define LAB_STUB_ASK_H

#include "base/buffer.h"
#include "net/dns_message.h"

/* One question of a stub resolver, and how glibc looks at what comes. */
enum stub_ask_state {
    STUB_UNSENT,
    STUB_SENT,
    STUB_ANSWERED, /* the message is there; its code may say no */
    STUB_FAILED,
};

struct stub_ask {
    enum dns_record_type type;
    uint16_t id;
    struct buffer query;
    enum stub_ask_state state;
    struct dns_message message;
};

void stub_ask_init(struct stub_ask *ask, uint16_t id, const char *name,
                   enum dns_record_type type);
/* Unsent again; the id stays. */
void stub_ask_reset(struct stub_ask *ask);
void stub_ask_release(struct stub_ask *ask);

/* Id and question are those of the query; names in any case. */
bool stub_ask_is_answered_by(const struct stub_ask *ask, const uint8_t *bytes,
                             size_t length);
bool stub_ask_has_id_of(const struct stub_ask *ask, const uint8_t *bytes);
/* Takes a reply that is no whole message for one that says FORMERR. */
void stub_ask_keep(struct stub_ask *ask, const uint8_t *bytes, size_t length);

/*
 * After what the next server is asked: some codes, what is too short for
 * DNS, and an empty answer of a server that does not recurse.
 */
bool stub_answer_is_refusal(const uint8_t *bytes, size_t length);
/* Of an answer that is no refusal. */
bool stub_answer_is_cut(const uint8_t *bytes);

#endif
