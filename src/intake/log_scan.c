#include "intake/log_scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/safe_text.h"
#include "intake/host_finder.h"
#include "intake/line_time.h"
#include "intake/text_search.h"

/* A line as it was read; more than this is not shown anyway. */
enum { LINE_KEPT = LOG_TEXT_LIMIT + 4 };

struct kept_line {
    int64_t number;
    size_t length;
    char bytes[LINE_KEPT];
    char time[LINE_TIME_LIMIT]; /* "" when there is none */
};

/* One sign beside one host, in the file at hand. */
struct kept_hit {
    const struct log_sign *sign;
    const char *host;
    int64_t count;
    struct kept_line first;
    struct kept_line last;
    struct kept_hit *next; /* of the same sign */
};

/* A line of the block in which something was found. */
struct found_line {
    const char *start;
    const char *end; /* its newline, or the end of the block */
    int64_t serial;  /* differs from that of every other line */
    const char *host;
};

struct log_scan {
    const struct definitions *definitions;
    struct log_facts *facts;
    struct arena *arena;
    struct text_search *search;
    size_t *sign_of; /* by the text: the sign that it belongs to */
    struct host_finder hosts;
    int64_t *seen; /* by the sign: the serial of its last line */

    const char *file;
    bool from_start;
    struct kept_hit **hits; /* by the sign */
    struct kept_hit **order;
    size_t hit_count;

    const char *block_end;
    const char *counted; /* newlines before it are in `number` */
    const char *timed;   /* lines before it have given their time */
    int64_t number;      /* of the line at `counted` */
    int64_t serial;      /* of the line found last */
    char time[LINE_TIME_LIMIT];
};

static size_t
signs_count_texts(const struct definitions *in)
{
    size_t count = 0;

    for (size_t i = 0; i < in->log_sign_count; i++)
        count += in->log_signs[i]->text_count;
    return count;
}

static void
scan_prepare_search(struct log_scan *scan)
{
    const struct definitions *in = scan->definitions;
    size_t count = signs_count_texts(in);
    const char **texts = memory_new(count + 1, sizeof *texts);
    size_t at = 0;

    scan->sign_of = memory_new(count + 1, sizeof *scan->sign_of);
    for (size_t i = 0; i < in->log_sign_count; i++)
        for (size_t j = 0; j < in->log_signs[i]->text_count; j++) {
            texts[at] = in->log_signs[i]->texts[j];
            scan->sign_of[at++] = i;
        }
    scan->search = text_search_new(texts, count);
    free(texts);
}

struct log_scan *
log_scan_new(const struct definitions *definitions, struct log_facts *facts,
             struct arena *arena)
{
    struct log_scan *scan = memory_new(1, sizeof *scan);
    size_t signs = definitions->log_sign_count + 1;

    scan->definitions = definitions;
    scan->facts = facts;
    scan->arena = arena;
    scan->seen = memory_new(signs, sizeof *scan->seen);
    scan->hits = memory_new(signs, sizeof *scan->hits);
    scan->order = memory_new(LOG_HITS_MOST, sizeof *scan->order);
    scan_prepare_search(scan);
    host_finder_init(&scan->hosts, definitions);
    return scan;
}

static void
scan_forget_hits(struct log_scan *scan)
{
    for (size_t i = 0; i < scan->hit_count; i++)
        free(scan->order[i]);
    scan->hit_count = 0;
    memset(scan->hits, 0,
           scan->definitions->log_sign_count * sizeof *scan->hits);
}

void
log_scan_free(struct log_scan *scan)
{
    if (scan == NULL)
        return;
    scan_forget_hits(scan);
    text_search_free(scan->search);
    host_finder_release(&scan->hosts);
    free(scan->sign_of);
    free(scan->seen);
    free(scan->hits);
    free(scan->order);
    free(scan);
}

void
log_scan_begin(struct log_scan *scan, const char *file, bool from_start)
{
    scan->file = file;
    scan->from_start = from_start;
    scan->number = 1;
    scan->time[0] = '\0';
}

/* Where the line that `at` is in begins, not before `floor`. */
static const char *
line_start(const char *floor, const char *at)
{
    const char *newline = memrchr(floor, '\n', (size_t)(at - floor));

    return newline != NULL ? newline + 1 : floor;
}

static void
scan_count_lines(struct log_scan *scan, const char *to)
{
    const char *at = scan->counted;

    while ((at = memchr(at, '\n', (size_t)(to - at))) != NULL) {
        scan->number++;
        at++;
    }
    scan->counted = to;
}

static bool
scan_read_time(struct log_scan *scan, const char *start, const char *end)
{
    size_t from;
    size_t length = line_time_find(start, (size_t)(end - start), &from);

    if (length == 0 || length >= sizeof scan->time)
        return false;
    memcpy(scan->time, start + from, length);
    scan->time[length] = '\0';
    return true;
}

/*
 * A stack trace has its time lines above. So the last time before the end of
 * this line counts; no line is looked at twice for it.
 */
static void
scan_find_time(struct log_scan *scan, const char *end)
{
    const char *stop = end;

    while (stop > scan->timed) {
        const char *start = line_start(scan->timed, stop);

        if (scan_read_time(scan, start, stop))
            break;
        stop = start > scan->timed ? start - 1 : scan->timed;
    }
    scan->timed = end;
}

static const char *
scan_find_host(const struct log_scan *scan, const struct found_line *line)
{
    struct host_search search = {
        .text = line->start,
        .length = (size_t)(line->end - line->start),
    };
    const char **host = host_finder_next(&scan->hosts, &search);

    return host != NULL ? *host : NULL;
}

/* Moves to the line of the block in which something was found. */
static void
scan_enter_line(struct log_scan *scan, struct found_line *line, const char *at)
{
    const char *newline = memchr(at, '\n', (size_t)(scan->block_end - at));

    line->start = line_start(scan->counted, at);
    line->end = newline != NULL ? newline : scan->block_end;
    line->serial = ++scan->serial;
    line->host = scan_find_host(scan, line);
    scan_count_lines(scan, line->start);
    scan_find_time(scan, line->end);
}

static void
line_keep(const struct log_scan *scan, const struct found_line *line,
          struct kept_line *into)
{
    size_t length = (size_t)(line->end - line->start);

    if (length > 0 && line->start[length - 1] == '\r')
        length--;
    into->length = length < LINE_KEPT ? length : LINE_KEPT;
    into->number = scan->from_start ? scan->number : 0;
    memcpy(into->bytes, line->start, into->length);
    memcpy(into->time, scan->time, sizeof into->time);
}

static struct kept_hit *
scan_find_hit(const struct log_scan *scan, size_t sign, const char *host)
{
    for (struct kept_hit *hit = scan->hits[sign]; hit != NULL; hit = hit->next)
        if (hit->host == host)
            return hit;
    return NULL;
}

static struct kept_hit *
scan_add_hit(struct log_scan *scan, size_t sign, const char *host)
{
    struct kept_hit *hit;

    if (scan->facts->hit_count + scan->hit_count >= LOG_HITS_MOST)
        return NULL;
    hit = memory_new(1, sizeof *hit);
    hit->sign = scan->definitions->log_signs[sign];
    hit->host = host;
    hit->next = scan->hits[sign];
    scan->hits[sign] = hit;
    scan->order[scan->hit_count++] = hit;
    return hit;
}

static void
scan_count_hit(struct log_scan *scan, size_t sign,
               const struct found_line *line)
{
    struct kept_hit *hit = scan_find_hit(scan, sign, line->host);

    if (hit == NULL)
        hit = scan_add_hit(scan, sign, line->host);
    if (hit == NULL) {
        scan->facts->hits_left_out++;
        return;
    }
    if (hit->count++ == 0)
        line_keep(scan, line, &hit->first);
    line_keep(scan, line, &hit->last);
}

void
log_scan_take(struct log_scan *scan, const char *block, size_t length)
{
    struct found_line line = { .end = block };
    struct text_match match;

    if (length == 0)
        return;
    scan->counted = scan->timed = block;
    scan->block_end = block + length;
    text_search_begin(scan->search, &match);
    while (text_search_next(scan->search, block, length, &match)) {
        const char *at = block + match.start;
        size_t sign = scan->sign_of[match.which];

        if (line.start == NULL || at >= line.end)
            scan_enter_line(scan, &line, at);
        if (scan->seen[sign] == line.serial)
            continue;
        scan->seen[sign] = line.serial;
        scan_count_hit(scan, sign, &line);
    }
    scan_count_lines(scan, scan->block_end);
    scan_find_time(scan, scan->block_end);
}

static void
line_publish(struct log_scan *scan, const struct kept_line *line,
             struct log_line *into)
{
    into->number = line->number;
    into->text = safe_text_copy(scan->arena, SAFE_LINE, line->bytes,
                                line->length, LOG_TEXT_LIMIT);
    if (line->time[0] != '\0')
        into->time = arena_text(scan->arena, line->time);
}

static void
hit_publish(struct log_scan *scan, const struct kept_hit *kept)
{
    struct log_facts *facts = scan->facts;
    struct log_hit *hit = arena_new(scan->arena, 1, sizeof *hit);

    hit->sign = kept->sign->id;
    hit->file = scan->file;
    hit->host = kept->host;
    hit->count = kept->count;
    line_publish(scan, &kept->first, &hit->first);
    line_publish(scan, &kept->last, &hit->last);
    arena_push(scan->arena, &facts->hits, &facts->hit_count, hit);
}

void
log_scan_end(struct log_scan *scan)
{
    for (size_t i = 0; i < scan->hit_count; i++)
        hit_publish(scan, scan->order[i]);
    scan_forget_hits(scan);
}
