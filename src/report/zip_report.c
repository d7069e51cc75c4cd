#include "report/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zip.h>

#include "report/digest.h"
#include "report/extras.h"
#include "report/formats.h"

/*
 * Every other format in one archive, and what else there is of the session,
 * with a manifest that sha256sum -c reads.
 * The same run makes the same bytes: the times within are that of the run.
 * Memory is all that the library works in, so it can only fail as memory
 * does.
 */
struct pack {
    zip_t *archive;
    time_t stamp;
    struct buffer stem;
    struct buffer manifest;
};

/* An archive keeps local time; this one reads as UTC wherever it is made. */
static time_t
stamp_of(const struct run *run)
{
    enum { SECOND_MS = 1000 };
    time_t started = (time_t)(run->started / SECOND_MS);
    struct tm parts = { 0 };

    if (gmtime_r(&started, &parts) == NULL)
        return 0;
    parts.tm_isdst = -1;
    return mktime(&parts);
}

/* The bytes are the archive's from here on. */
static void
pack_add(struct pack *pack, const char *name, struct buffer *bytes)
{
    zip_source_t *source =
        zip_source_buffer(pack->archive, bytes->data, bytes->length, 1);
    zip_int64_t index;

    if (source == NULL)
        abort();
    index = zip_file_add(pack->archive, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0 || zip_file_set_mtime(pack->archive, (zip_uint64_t)index,
                                        pack->stamp, 0) != 0)
        abort();
    *bytes = (struct buffer){ 0 };
}

/* A file beside the manifest, which names it. */
static void
pack_add_named(struct pack *pack, const char *file, struct buffer *bytes)
{
    struct buffer name = { 0 };
    char digest[DIGEST_TEXT_SIZE];

    buffer_printf(&name, "%s/%s", buffer_text(&pack->stem), file);
    digest_sha256(buffer_text(bytes), bytes->length, digest);
    buffer_printf(&pack->manifest, "%s  %s\n", digest, file);
    pack_add(pack, buffer_text(&name), bytes);
    buffer_release(&name);
}

static void
pack_add_report(struct pack *pack, const struct report_format *format,
                const struct run *run, const struct diagnosis *diagnosis,
                const struct report_extras *extras)
{
    struct buffer bytes = { 0 };
    struct buffer file = { 0 };

    report_format_write(format, run, diagnosis, extras, &bytes);
    buffer_printf(&file, "%s.%s", format->file, format->extension);
    pack_add_named(pack, buffer_text(&file), &bytes);
    buffer_release(&file);
}

static void
pack_add_copy(struct pack *pack, const char *file, const struct buffer *from)
{
    struct buffer bytes = { 0 };

    if (from == NULL || from->length == 0)
        return;
    buffer_append(&bytes, from->data, from->length);
    pack_add_named(pack, file, &bytes);
}

static void
pack_add_extras(struct pack *pack, const struct report_extras *extras)
{
    for (size_t i = 0; i < extras->screen_count; i++) {
        struct buffer bytes = { 0 };
        struct buffer file = { 0 };

        buffer_append_text(&bytes, extras->screens[i].svg);
        buffer_printf(&file, "screen-%s.svg", extras->screens[i].file);
        pack_add_named(pack, buffer_text(&file), &bytes);
        buffer_release(&file);
    }
    pack_add_copy(pack, "session.cast", extras->recording);
    pack_add_copy(pack, "transcript.jsonl", extras->transcript);
}

static void
pack_finish(struct pack *pack)
{
    struct buffer name = { 0 };

    buffer_printf(&name, "%s/MANIFEST", buffer_text(&pack->stem));
    pack_add(pack, buffer_text(&name), &pack->manifest);
    if (zip_close(pack->archive) != 0)
        abort();
    buffer_release(&name);
}

/* What was made in memory is read out of it again. */
static void
source_append(struct buffer *out, zip_source_t *source)
{
    char chunk[4096];
    zip_int64_t taken;

    if (zip_source_open(source) != 0)
        abort();
    while ((taken = zip_source_read(source, chunk, sizeof chunk)) > 0)
        buffer_append(out, chunk, (size_t)taken);
    if (taken < 0)
        abort();
    zip_source_close(source);
}

void
zip_report_write_with(const struct run *run, const struct diagnosis *diagnosis,
                      const struct report_extras *extras, struct buffer *out)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    struct pack pack = { .stamp = stamp_of(run) };

    if (source == NULL)
        abort();
    zip_source_keep(source);
    pack.archive = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    if (pack.archive == NULL)
        abort();
    report_file_stem(&pack.stem, run);
    for (size_t i = 0; i < report_format_count; i++)
        if (report_formats[i].write != zip_report_write)
            pack_add_report(&pack, &report_formats[i], run, diagnosis, extras);
    if (extras != NULL)
        pack_add_extras(&pack, extras);
    pack_finish(&pack);
    source_append(out, source);
    zip_source_free(source);
    buffer_release(&pack.stem);
}

void
zip_report_write(const struct run *run, const struct diagnosis *diagnosis,
                 struct buffer *out)
{
    zip_report_write_with(run, diagnosis, NULL, out);
}
