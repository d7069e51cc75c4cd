#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "diagnosis/diagnosis.h"
#include "report/formats.h"
#include "report/report.h"
#include "transcript/journal.h"
#include "transcript/json_writer.h"
#include "transcript/mask.h"
#include "transcript/run_store.h"
#include "transcript/transcript.h"

/*
 * Bytes as a transcript, and as a run. What is loaded can be reported about,
 * is safe for a terminal, and is the same when it is saved and loaded again.
 * What was cut off is put together, and can be thought and reported about.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct definitions definitions;

static void
check_safe(const struct buffer *text)
{
    for (size_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->data[i];

        if ((byte < ' ' && byte != '\n') || byte == 0x7f)
            abort();
    }
}

static void
check_report(const struct run *run, const struct diagnosis *diagnosis)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < report_format_count; i++) {
        if (report_formats[i].write == zip_report_write)
            continue; /* all others once more, packed */
        report_formats[i].write(run, diagnosis, &text);
        check_safe(&text);
        buffer_cut(&text, 0);
    }
    buffer_release(&text);
}

/* A masked copy of it, and the search in what is written of that. */
static void
check_masked(const json_t *saved, const struct run *run)
{
    struct mask *mask = mask_new(run, NULL);
    struct run copy = { 0 };
    struct diagnosis diagnosis = { 0 };
    struct error error = { 0 };
    struct buffer text = { 0 };

    if (!run_load(saved, &definitions, &copy, &diagnosis, &error))
        abort();
    mask_run(mask, &copy);
    text_report_write(&copy, &diagnosis, &text);
    check_safe(&text);
    (void)mask_leaks(mask, text.data, text.length, NULL);
    buffer_release(&text);
    run_release(&copy);
    mask_free(mask);
}

static void
check_again(const json_t *saved)
{
    struct run run = { 0 };
    struct diagnosis diagnosis = { 0 };
    struct error error = { 0 };
    json_t *again;

    if (!run_load(saved, &definitions, &run, &diagnosis, &error))
        abort();
    again = run_save(&run, &diagnosis);
    if (json_equal(saved, again) != 1)
        abort();
    json_decref(again);
    run_release(&run);
}

static void
check_run(const json_t *value)
{
    struct run run = { 0 };
    struct diagnosis diagnosis = { 0 };
    struct error error = { 0 };

    if (run_load(value, &definitions, &run, &diagnosis, &error)) {
        json_t *saved = run_save(&run, &diagnosis);

        check_report(&run, &diagnosis);
        check_again(saved);
        check_masked(saved, &run);
        (void)diagnosis_conclude(&run, &run.arena);
        json_decref(saved);
    } else if (error.code == ERROR_NONE || *error.text == '\0') {
        abort();
    }
    run_release(&run);
}

/* A run that was cut off is ended early, and thought about. */
static void
check_seen(const json_t *value)
{
    struct run run = { 0 };
    struct error error = { 0 };

    if (run_load(value, &definitions, &run, NULL, &error)) {
        run_end_early(&run);
        check_report(&run, diagnosis_conclude(&run, &run.arena));
    } else if (*error.text == '\0') {
        abort();
    }
    run_release(&run);
}

static void
check_transcript(const char *bytes, size_t length)
{
    struct transcript transcript = { 0 };
    struct error error = { 0 };

    if (transcript_read(&transcript, bytes, length, &error)) {
        if (transcript.whole > length ||
            transcript.torn != (transcript.whole < length))
            abort();
        if (transcript.run != NULL)
            check_run(transcript.run);
        if (transcript.seen != NULL)
            check_seen(transcript.seen);
    } else if (*error.text == '\0') {
        abort();
    }
    transcript_release(&transcript);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct catalog_options options = { 0 };
    struct error error = { 0 };
    json_t *value;

    if (definitions.version == NULL &&
        !catalog_load(&definitions, &options, &error))
        abort();
    check_transcript((const char *)bytes, length);
    value =
        json_loadb((const char *)bytes, length, JSON_REJECT_DUPLICATES, NULL);
    if (value != NULL)
        check_run(value);
    json_decref(value);
    return 0;
}
