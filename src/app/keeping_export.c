#include <string.h>

#include "app/keeping_records.h"
#include "report/digest.h"
#include "transcript/json_writer.h"

static void
record_export(struct keeping *keeping, const char *what, const char *file,
              const struct buffer *bytes)
{
    char digest[DIGEST_TEXT_SIZE];
    json_t *record = json_writer_object();

    json_writer_put_text(record, "what", what);
    if (file != NULL)
        json_writer_put_text(record, "file", file);
    if (bytes != NULL) {
        json_writer_put_integer(record, "bytes", (int64_t)bytes->length);
        json_writer_put_text(
            record, "sha256",
            digest_sha256(buffer_text(bytes), bytes->length, digest));
    }
    keeping_record(keeping, "export", record, JOURNAL_NOW);
}

/* What lies there now, not what should. */
void
keeping_export(struct keeping *keeping, const char *what, const char *file)
{
    struct buffer bytes = { 0 };
    struct error ignored = { 0 };

    if (!keeping_listens(keeping) || file == NULL || strcmp(file, "-") == 0)
        return;
    record_export(keeping, what, file,
                  journal_read_file(file, &bytes, &ignored) ? &bytes : NULL);
    buffer_release(&bytes);
}

void
keeping_export_text(struct keeping *keeping, const char *what,
                    const struct buffer *text)
{
    if (keeping_listens(keeping))
        record_export(keeping, what, NULL, text);
}
