#ifndef LAB_PKI_H
#define LAB_PKI_H

#include "base/buffer.h"
#include "lab/lab.h"
#include "model/scenario.h"

/*
 * The certificates of a world, made when they are first asked for and kept
 * until it ends: two genuine roots (the present one and the one that stores
 * drop), their intermediates, other public authorities, the authorities of
 * inspectors, and a leaf for every name. Keys are P-256, dates follow the
 * true time of the world. Names are those of the field, keys are not: none
 * of these certificates is worth anything outside of the world.
 */
struct lab_pki;

/* Belongs to the world and ends with it (lab_keep). */
struct lab_pki *lab_pki_new(struct lab *lab);

/* The genuine roots as PEM, the present one first, and their names. */
enum { PKI_GENUINE_ROOTS = 2 };
void lab_pki_genuine_roots(struct lab_pki *pki, struct buffer *pem);
const char *lab_pki_genuine_root_name(size_t index);
/* Upper-case hex SHA-256, 64 digits, of the certificate. */
void lab_pki_genuine_root_digest(struct lab_pki *pki, size_t index,
                                 char out[65]);

/*
 * What a machine's own store holds, as PEM: other public authorities, the
 * genuine roots unless the machine lacks them, and every authority that is
 * `trusted` of those that were used so far.
 */
void lab_pki_store(struct lab_pki *pki, const struct scenario_machine *machine,
                   struct buffer *pem);

/* Makes an authority known before it first signs: for lab_pki_store. */
void lab_pki_announce(struct lab_pki *pki,
                      const struct scenario_authority *authority);

#endif
