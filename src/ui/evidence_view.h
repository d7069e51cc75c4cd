#ifndef UI_EVIDENCE_VIEW_H
#define UI_EVIDENCE_VIEW_H

#include "model/run.h"
#include "ui/sheet.h"

/*
 * Everything that was seen of one target, at the level of packets: what each
 * server answered, the handshake as a ladder, the chain certificate by
 * certificate, the answer, and the same checks by hand.
 */

/* `path` may be NULL: then all of the target's addresses are told of. */
void evidence_view_fill(struct sheet *sheet, const struct target *target,
                        const struct path *path);

/* What was seen during and behind the handshake on one path. */
void evidence_view_fill_tls(struct sheet *sheet, const struct tls_facts *tls);

/* The commands that do the same without this program. */
void evidence_view_fill_by_hand(struct sheet *sheet,
                                const struct target *target,
                                const struct path *path);

/* What a probe changes, for people: "smaller segments, 1100 bytes". */
void evidence_view_append_probe(struct buffer *out, const struct probe *probe);

/* All that was tried once more with one thing changed. */
void evidence_view_fill_probes(struct sheet *sheet, const struct run *run);

#endif
