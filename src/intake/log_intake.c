#include "intake/log_intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/safe_text.h"
#include "intake/file_reader.h"
#include "intake/log_files.h"
#include "intake/log_scan.h"

enum {
    MEGABYTE = 1024 * 1024,
    MOST_OF_FILE = 64 * MEGABYTE,
    MOST_IN_ALL = 256 * MEGABYTE,
    BLOCK = 256 * 1024,
    LONGEST_LINE = 64 * 1024,
    LONGEST_PATH = 4096,
};

/* The reading of one file by blocks of whole lines. */
struct log_reading {
    struct log_scan *scan;
    char *block;
    size_t held; /* bytes at its beginning that are not scanned yet */
    int descriptor;
    int64_t at;
    int64_t end;
    bool is_stream;  /* read on from where it is, for there is no "at" */
    bool skips_line; /* the beginning of the first line was not read */
};

/* Up to the last newline; an endless line is cut where the block ends. */
static size_t
block_whole_lines(const char *block, size_t length)
{
    const char *newline = memrchr(block, '\n', length);
    size_t whole = newline != NULL ? (size_t)(newline - block) + 1 : 0;

    return length - whole > LONGEST_LINE ? length : whole;
}

static void
reading_scan(struct log_reading *reading, size_t length)
{
    const char *from = reading->block;
    size_t left = length;

    if (reading->skips_line) {
        const char *newline = memchr(from, '\n', length);

        from = newline != NULL ? newline + 1 : from + length;
        left = length - (size_t)(from - reading->block);
        reading->skips_line = newline == NULL;
    }
    log_scan_take(reading->scan, from, left);
    reading->held -= length;
    memmove(reading->block, reading->block + length, reading->held);
}

static ssize_t
reading_take(const struct log_reading *reading, char *into, size_t room)
{
    if (reading->is_stream)
        return read(reading->descriptor, into, room);
    return pread(reading->descriptor, into, room, (off_t)reading->at);
}

/* How many bytes came; 0 at the end, -1 when it cannot be read. */
static ssize_t
reading_fill(struct log_reading *reading)
{
    size_t room = BLOCK - reading->held;
    int64_t left = reading->end - reading->at;
    ssize_t taken;

    if (left < (int64_t)room)
        room = (size_t)left;
    do
        taken = reading_take(reading, reading->block + reading->held, room);
    while (taken < 0 && errno == EINTR);
    if (taken > 0) {
        reading->held += (size_t)taken;
        reading->at += taken;
    }
    return taken;
}

/* False when the system stopped us on the way. */
static bool
reading_run(struct log_reading *reading)
{
    ssize_t taken;

    while ((taken = reading_fill(reading)) > 0)
        reading_scan(reading,
                     reading->at < reading->end
                         ? block_whole_lines(reading->block, reading->held)
                         : reading->held);
    reading_scan(reading, reading->held);
    return taken == 0;
}

/* One look at all files. */
struct log_look {
    struct log_facts *facts;
    struct arena *arena;
    struct log_scan *scan;
    char *block;
    int64_t left; /* bytes that may still be read */
};

static void
look_read(struct log_look *look, const struct log_file *file,
          const struct open_file *open)
{
    struct log_facts *facts = look->facts;
    int64_t end = (int64_t)open->status.st_size;
    int64_t most = look->left < MOST_OF_FILE ? look->left : MOST_OF_FILE;
    struct log_reading reading = {
        .scan = look->scan,
        .block = look->block,
        .descriptor = open->descriptor,
        .at = end > most ? end - most : 0,
        .end = end,
        .skips_line = end > most,
    };
    int64_t start = reading.at;

    log_scan_begin(look->scan,
                   safe_text_copy(look->arena, SAFE_LINE, file->path,
                                  strlen(file->path), LONGEST_PATH),
                   start == 0);
    if (!reading_run(&reading))
        facts->files_refused++;
    log_scan_end(look->scan);
    facts->files_read++;
    facts->files_cut += start > 0;
    facts->bytes += reading.at - start;
    look->left -= reading.at - start;
}

static bool
file_is_same(const struct log_file *file, const struct open_file *open)
{
    return open->status.st_dev == file->device &&
           open->status.st_ino == file->inode;
}

static void
look_take(struct log_look *look, const struct log_file *file)
{
    struct log_facts *facts = look->facts;
    struct open_file open;
    const char *why;

    if (look->left <= 0) {
        facts->files_left_out++;
        return;
    }
    if (file_reader_open(&open, file->path, 0, &why) != FILE_READ) {
        facts->files_refused++;
        return;
    }
    if (file_is_same(file, &open)) {
        look_read(look, file, &open);
        if ((int64_t)open.status.st_mtime > facts->newest)
            facts->newest = (int64_t)open.status.st_mtime;
    } else {
        facts->files_refused++;
    }
    file_reader_close(&open);
}

static void
look_take_all(struct log_look *look, const struct definitions *definitions,
              const struct log_files *files)
{
    look->scan = log_scan_new(definitions, look->facts, look->arena);
    look->block = memory_new(BLOCK, 1);
    look->facts->files_left_out += (int64_t)files->left_out;
    for (size_t i = 0; i < files->count; i++)
        look_take(look, files->files[i]);
    log_scan_free(look->scan);
    free(look->block);
}

void
log_intake_fill(struct log_facts *facts, struct arena *arena,
                const struct log_intake *intake)
{
    struct log_look look = { .facts = facts,
                             .arena = arena,
                             .left = MOST_IN_ALL };
    struct log_files files = { 0 };
    const char *why = NULL;

    if (intake->path == NULL)
        return;
    facts->path = safe_text_copy(arena, SAFE_LINE, intake->path,
                                 strlen(intake->path), LONGEST_PATH);
    facts->state = log_files_find(&files, intake->path, &why);
    if (facts->state == LOGS_UNREADABLE)
        facts->error = arena_text(arena, why);
    if (facts->state == LOGS_READ)
        look_take_all(&look, intake->definitions, &files);
    log_files_release(&files);
}

/* Whether there is more of it; a byte is taken to see. */
static bool
stream_has_more(int descriptor)
{
    char byte;
    ssize_t taken;

    do
        taken = read(descriptor, &byte, sizeof byte);
    while (taken < 0 && errno == EINTR);
    return taken > 0;
}

void
log_intake_scan_stream(struct log_facts *facts, struct arena *arena,
                       const struct definitions *definitions, int descriptor)
{
    struct log_scan *scan = log_scan_new(definitions, facts, arena);
    struct log_reading reading = {
        .scan = scan,
        .block = memory_new(BLOCK, 1),
        .descriptor = descriptor,
        .end = MOST_IN_ALL,
        .is_stream = true,
    };

    facts->pasted = true;
    log_scan_begin(scan, NULL, true);
    if (!reading_run(&reading))
        facts->pasted_cut = true;
    log_scan_end(scan);
    if (reading.at == reading.end && stream_has_more(descriptor))
        facts->pasted_cut = true;
    facts->bytes += reading.at;
    log_scan_free(scan);
    free(reading.block);
}

void
log_intake_scan_text(struct log_facts *facts, struct arena *arena,
                     const struct definitions *definitions, const char *text,
                     size_t length)
{
    struct log_scan *scan = log_scan_new(definitions, facts, arena);

    facts->pasted = true;
    log_scan_begin(scan, NULL, true);
    log_scan_take(scan, text, length);
    log_scan_end(scan);
    facts->bytes += (int64_t)length;
    log_scan_free(scan);
}
