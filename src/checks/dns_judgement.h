#ifndef CHECKS_DNS_JUDGEMENT_H
#define CHECKS_DNS_JUDGEMENT_H

#include "model/run.h"

/*
 * What all answers about a name amount to. The machine's own name service
 * decides, for the product asks it too; the servers say why it said no, and
 * whether one of them will fail the next question. Pure.
 */
struct dns_judgement {
    enum outcome outcome; /* pass, warn or fail */
    enum reason reason;
};

struct dns_judgement dns_judge(const struct name *name);

/* The machine's name service did not answer in time. */
void dns_note_lookup_silent(struct system_answer *system, int64_t waited_ms);

#endif
