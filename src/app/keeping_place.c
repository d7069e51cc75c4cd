#include "app/keeping_place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/line_reader.h"
#include "base/clock.h"
#include "report/units.h"
#include "transcript/journal.h"
#include "transcript/journal_place.h"

/* How many files are looked into for one that was not finished. */
enum { LOOKED_INTO = 20 };

static bool
is_of_lab(const struct transcript *transcript, const char *lab)
{
    const char *of = transcript_option(transcript, "lab");

    if (of == NULL || lab == NULL)
        return of == lab;
    return strcmp(of, lab) == 0;
}

/*
 * Whether its last line says so: most files have ended, and to read all of
 * each would keep the first picture waiting.
 */
static bool
says_that_it_ended(const struct buffer *bytes)
{
    static const char end[] = "{\"kind\":\"end\"";
    size_t at = bytes->length;

    if (at > 0 && bytes->data[at - 1] == '\n')
        at--;
    while (at > 0 && bytes->data[at - 1] != '\n')
        at--;
    return strncmp(buffer_text(bytes) + at, end, sizeof end - 1) == 0;
}

static bool
file_is_unfinished(const struct journal_file *file, const char *const *lab,
                   struct transcript *transcript)
{
    struct buffer bytes = { 0 };
    struct error ignored = { 0 };
    bool good = !file->in_use &&
                journal_read_file(file->path, &bytes, &ignored) &&
                !says_that_it_ended(&bytes) &&
                transcript_read(transcript, buffer_text(&bytes), bytes.length,
                                &ignored) &&
                transcript_is_unfinished(transcript) &&
                (lab == NULL || is_of_lab(transcript, *lab));

    buffer_release(&bytes);
    if (!good)
        transcript_release(transcript);
    return good;
}

bool
keeping_place_unfinished(char **environment, const char *const *lab,
                         struct buffer *path, struct transcript *found)
{
    struct transcript transcript = { 0 };
    struct buffer place = { 0 };
    struct arena arena = { 0 };
    struct error ignored = { 0 };
    struct journal_file **files = NULL;
    size_t count = 0;
    size_t at = 0;
    bool there = journal_place_find(environment, &place, &ignored) &&
                 journal_place_list(buffer_text(&place), &arena, &files,
                                    &count, &ignored);

    while (there && at < count && at < LOOKED_INTO &&
           !file_is_unfinished(files[at], lab, &transcript))
        at++;
    there = there && at < count && at < LOOKED_INTO;
    if (there)
        buffer_append_text(path, files[at]->path);
    if (there && found != NULL)
        *found = transcript;
    else
        transcript_release(&transcript);
    arena_release(&arena);
    buffer_release(&place);
    return there;
}

void
keeping_place_set_aside(const char *path)
{
    struct transcript transcript = { 0 };
    struct journal journal;
    struct error ignored = { 0 };

    journal_init(&journal);
    if (journal_reopen(&journal, path, &ignored) &&
        transcript_read(&transcript, buffer_text(&journal.lines),
                        journal.lines.length, &ignored) &&
        journal_cut(&journal, transcript.whole, &ignored))
        journal_write(&journal, "end", clock_wall_ms() / 1000, NULL,
                      JOURNAL_NOW);
    transcript_release(&transcript);
    journal_release(&journal);
}

bool
keeping_place_offer(char **environment, const char *lab, struct buffer *path)
{
    struct transcript found = { 0 };
    struct line_reader reader;
    struct buffer line = { 0 };
    struct buffer out = { 0 };
    bool wanted = false;

    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1 ||
        !keeping_place_unfinished(environment, &lab, path, &found))
        return false;
    buffer_append_text(&out, "A session that began at ");
    units_append_time(&out, found.started);
    buffer_printf(&out,
                  " was not finished.\nr goes on with it, Enter begins a "
                  "new one: ");
    fputs(buffer_text(&out), stdout);
    fflush(stdout);
    line_reader_init(&reader, STDIN_FILENO);
    if (line_reader_next(&reader, &line) == LINE_GIVEN) {
        wanted = strcmp(buffer_text(&line), "r") == 0;
        if (!wanted)
            keeping_place_set_aside(buffer_text(path));
    }
    transcript_release(&found);
    buffer_release(&line);
    buffer_release(&out);
    return wanted;
}
