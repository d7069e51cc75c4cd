#ifndef INTAKE_BUNDLE_CONTENT_H
#define INTAKE_BUNDLE_CONTENT_H

#include "intake/bundle_archive.h"

/*
 * Reads what is in the listed entries, to see whether their checksums are
 * right and which endpoints they name; gives the facts their final kind.
 */
void bundle_content_read(struct bundle_archive *look);

#endif
