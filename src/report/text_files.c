#include "report/text_sections.h"

#include <inttypes.h>
#include <string.h>

#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/units.h"
#include "report/wording_list.h"

enum { MOST_NOTES = 4, MOST_HITS = 8 };

/* The bundle. */

static void
bundle_write_file(const struct bundle_facts *bundle, struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_line(&line, bundle->path);
    text_wrap_labelled_buffer(out, "File", &line);
    buffer_append_text(&line, terms_bundle(bundle->kind));
    if (bundle->error != NULL) {
        buffer_append_text(&line, " (");
        units_append_line(&line, bundle->error);
        buffer_append_byte(&line, ')');
    }
    if (bundle->first_bytes != NULL) {
        buffer_append_text(&line, "; it begins with \"");
        units_append_line(&line, bundle->first_bytes);
        buffer_append_byte(&line, '"');
    }
    text_wrap_labelled_buffer(out, "Seen", &line);
    if (bundle->modified != 0) {
        units_append_count(&line, bundle->bytes, "byte", "bytes");
        buffer_append_text(&line, ", written ");
        units_append_time(&line, bundle->modified);
        buffer_append_text(&line, " (when it came here, not when it was "
                                  "issued)");
        text_wrap_labelled_buffer(out, "Size", &line);
    }
    buffer_release(&line);
}

static void
bundle_write_content(const struct bundle_facts *bundle, struct buffer *out)
{
    struct wording_list entries = { 0 };
    struct wording_list hosts = { 0 };
    struct buffer line = { 0 };

    if (bundle->newest != 0) {
        units_append_time(&line, bundle->newest);
        buffer_append_text(&line, bundle->newest_zone_known
                                      ? ", the newest file in it"
                                      : ", the newest file in it; without a "
                                        "time zone, so up to a day off");
        text_wrap_labelled_buffer(out, "Made", &line);
    }
    for (size_t i = 0; i < bundle->entry_count; i++)
        wording_list_add(&entries, bundle->entries[i]->name);
    for (size_t i = 0; i < bundle->host_count; i++)
        wording_list_add(&hosts, bundle->hosts[i]);
    wording_list_append(&line, &entries);
    if (line.length > 0)
        text_wrap_labelled_buffer(out, "Entries", &line);
    wording_list_append(&line, &hosts);
    if (line.length > 0)
        text_wrap_labelled_buffer(out, "Hosts named", &line);
    buffer_release(&line);
}

static void
bundle_write_notes(const struct bundle_facts *bundle, struct buffer *out)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < bundle->note_count && i < MOST_NOTES; i++) {
        units_append_line(&line, bundle->notes[i]);
        text_wrap_labelled_buffer(out, i == 0 ? "Notes" : "", &line);
    }
    if (bundle->note_count > MOST_NOTES) {
        buffer_printf(&line, "and %zu more", bundle->note_count - MOST_NOTES);
        text_wrap_labelled_buffer(out, "", &line);
    }
    buffer_release(&line);
}

static void
bundle_write(const struct bundle_facts *bundle, struct buffer *out)
{
    text_heading(out, "THE ENROLLMENT BUNDLE");
    bundle_write_file(bundle, out);
    bundle_write_content(bundle, out);
    bundle_write_notes(bundle, out);
}

/* The logs. */

static void
logs_write_where(const struct log_facts *logs, struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_line(&line, logs->path);
    text_wrap_labelled_buffer(out, "Path", &line);
    if (logs->state == LOGS_ABSENT)
        buffer_append_text(&line, "there is no such file or directory");
    if (logs->state == LOGS_UNREADABLE) {
        buffer_append_text(&line, "it cannot be read (");
        units_append_line(&line, logs->error);
        buffer_append_byte(&line, ')');
    }
    if (line.length > 0)
        text_wrap_labelled_buffer(out, "Not read", &line);
    buffer_release(&line);
}

static void
logs_add_files(struct buffer *line, int64_t count, const char *how)
{
    if (count == 0)
        return;
    buffer_append_text(line, ", ");
    units_append_count(line, count, "file", "files");
    buffer_append_text(line, how);
}

static void
logs_write_extent(const struct log_facts *logs, struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_count(&line, logs->files_read, "file", "files");
    buffer_append_text(&line, ", ");
    units_append_count(&line, logs->bytes, "byte", "bytes");
    logs_add_files(&line, logs->files_cut, " from near the end only");
    logs_add_files(&line, logs->files_left_out, " left out");
    logs_add_files(&line, logs->files_refused, " could not be read");
    text_wrap_labelled_buffer(out, "Looked through", &line);
    if (logs->newest != 0) {
        units_append_time(&line, logs->newest);
        text_wrap_labelled_buffer(out, "Last written", &line);
    }
    buffer_release(&line);
}

/* Lines as they stand there: their codes are the product's own. */
static void
logs_write_lines(const struct log_hit *hit, struct buffer *out)
{
    const char *first = hit->first.text;
    struct buffer line = { 0 };

    if (hit->count > 1 && first != NULL) {
        units_append_line(&line, first);
        text_wrap_buffer(out, "      ", "      ", &line);
    }
    units_append_line(&line, hit->last.text);
    text_wrap_buffer(out, "      ", "      ", &line);
    buffer_release(&line);
}

static void
logs_write_hit(const struct log_hit *hit, struct buffer *out)
{
    struct buffer line = { 0 };

    units_append_line(&line, hit->sign);
    if (hit->host != NULL) {
        buffer_append_text(&line, " beside ");
        units_append_line(&line, hit->host);
    }
    buffer_append_text(&line, ": ");
    units_append_hit(&line, hit);
    text_wrap_buffer(out, "  - ", "    ", &line);
    buffer_release(&line);
    logs_write_lines(hit, out);
}

static void
logs_write_hits(const struct log_facts *logs, struct buffer *out)
{
    int64_t left_out = logs->hits_left_out;
    struct buffer line = { 0 };

    if (logs->hit_count == 0) {
        text_wrap(out, "", "", "Nothing in them is about a connection.");
        return;
    }
    buffer_append_text(out, "\nWhat they say, each of its own time\n");
    for (size_t i = 0; i < logs->hit_count && i < MOST_HITS; i++)
        logs_write_hit(logs->hits[i], out);
    if (logs->hit_count > MOST_HITS)
        left_out += (int64_t)(logs->hit_count - MOST_HITS);
    if (left_out > 0) {
        buffer_append_text(&line, "and ");
        units_append_count(&line, left_out, "more", "more");
        buffer_append_text(&line, "; the JSON report has up to a thousand");
        text_wrap_buffer(out, "  ", "  ", &line);
    }
    buffer_release(&line);
}

static void
logs_write(const struct log_facts *logs, struct buffer *out)
{
    text_heading(out, "THE LOGS OF ENFORCE");
    if (logs->path != NULL)
        logs_write_where(logs, out);
    if (logs->pasted)
        text_wrap_labelled(out, "Given as text",
                           logs->pasted_cut ? "only its beginning was read"
                                            : "all of it was read");
    if (logs->state == LOGS_READ)
        logs_write_extent(logs, out);
    if (logs->state == LOGS_READ || logs->pasted)
        logs_write_hits(logs, out);
}

/* The product, as it was told: codes stand there as they are. */

static void
text_write_lines(const char *label, const char *text, struct buffer *out)
{
    struct buffer line = { 0 };

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        buffer_append(&line, text, length);
        if (length > 0)
            text_wrap_labelled_buffer(out, label, &line);
        buffer_cut(&line, 0);
        label = "";
        text += length + (text[length] == '\n');
    }
    buffer_release(&line);
}

static void
said_write(const struct answers *said, struct buffer *out)
{
    struct buffer line = { 0 };

    text_heading(out, "SAID OF THE PRODUCT");
    if (said->event != 0) {
        buffer_printf(&line, "%" PRId64, said->event);
        text_wrap_labelled_buffer(out, "Event", &line);
    }
    if (said->event_text != NULL)
        text_write_lines("Its text", said->event_text, out);
    if (said->dlp_version != NULL) {
        units_append_line(&line, said->dlp_version);
        text_wrap_labelled_buffer(out, "Version", &line);
    }
    buffer_release(&line);
}

void
text_files_write(const struct run *run, struct buffer *out)
{
    const struct answers *said = &run->answers;

    if (said->event_text != NULL || said->dlp_version != NULL)
        said_write(said, out);
    if (run->bundle.kind != BUNDLE_NOT_GIVEN)
        bundle_write(&run->bundle, out);
    if (run->logs.state != LOGS_NOT_GIVEN || run->logs.pasted)
        logs_write(&run->logs, out);
}
