#ifndef LAB_DNS_ANSWER_H
#define LAB_DNS_ANSWER_H

#include "base/buffer.h"
#include "lab/directory.h"
#include "lab/dns_question.h"
#include "model/scenario.h"

/*
 * What one resolver says to a question, from the directory and the rows of
 * the scenario. Bytes in, bytes out: no network and no clock.
 */
struct dns_speaker {
    enum place at; /* PLACE_NONE: outside of the company */
    const struct lab_directory *directory; /* borrowed */
    const struct scenario *scenario;       /* borrowed; NULL: the truth */
    int64_t *counts; /* owned: how many questions each row has fitted */
};

void dns_speaker_init(struct dns_speaker *speaker, enum place at,
                      const struct lab_directory *directory,
                      const struct scenario *scenario);
void dns_speaker_release(struct dns_speaker *speaker);

/*
 * The answer to the bytes of a query is appended; nothing for silence.
 * `delay_ms` is how long it takes.
 */
void dns_speaker_answer(struct dns_speaker *speaker, const uint8_t *bytes,
                        size_t length, bool over_tcp, struct buffer *out,
                        int64_t *delay_ms);

#endif
