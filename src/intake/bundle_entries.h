#ifndef INTAKE_BUNDLE_ENTRIES_H
#define INTAKE_BUNDLE_ENTRIES_H

#include <stdbool.h>

#include "intake/bundle_archive.h"

/* Lists what the directory of the archive says is in it, and the times. */
void bundle_entries_list(struct bundle_archive *look);

/* Whether what was listed would unpack to beyond all measure. */
bool bundle_entries_are_bomb(const struct bundle_facts *facts);

#endif
