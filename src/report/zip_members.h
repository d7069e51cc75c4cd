#ifndef REPORT_ZIP_MEMBERS_H
#define REPORT_ZIP_MEMBERS_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * Reads back an archive of ours (zip_report.c): whoever searches what was
 * written looks at each file as it will be unpacked.
 */
bool zip_members_is_archive(const struct buffer *bytes);

typedef bool zip_member_seen(void *context, const char *name,
                             const struct buffer *bytes, struct error *error);

/*
 * Shows every file, and stops at the first that is refused. False then, or
 * when the archive cannot be read.
 */
MUST_USE bool zip_members_each(const struct buffer *archive,
                               zip_member_seen *see, void *context,
                               struct error *error);

#endif
