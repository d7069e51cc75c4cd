#ifndef APP_SHARED_REPORT_H
#define APP_SHARED_REPORT_H

#include "app/shared_copy.h"
#include "report/formats.h"

/*
 * The report of a shared copy, for shared_copy_write. What stands in it in
 * another form, a screen as an image or a file in an archive, is searched for
 * the originals here, before it is packed. Neither a transcript nor a
 * recording is ever in it.
 */
MUST_USE bool shared_report_fill(const struct shared_copy *copy,
                                 const struct report_format *format,
                                 struct buffer *out, struct error *error);

#endif
