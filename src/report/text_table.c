#include "report/text_sections.h"

#include "base/width.h"
#include "report/cells.h"
#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/units.h"

enum { NAME_COLUMNS = 34, CELL_COLUMNS = 8, HTTPS_PORT = 443 };

static void
table_pad(struct buffer *out, size_t used, size_t columns)
{
    buffer_append_fill(out, ' ', used < columns ? columns - used : 1);
}

/* Right-aligned, so that times compare at a glance. */
static void
table_append_cell(struct buffer *out, const char *cell)
{
    table_pad(out, width_of(cell), CELL_COLUMNS);
    buffer_append_text(out, cell);
}

static void
table_append_head(const struct run *run, struct buffer *out)
{
    buffer_append_text(out, "endpoint");
    table_pad(out, width_of("endpoint"), NAME_COLUMNS);
    for (int check = 0; check < CHECK_COUNT; check++)
        if (cells_has_check(run, (enum check_id)check))
            table_append_cell(out, words_id(&check_words, check));
    buffer_append_byte(out, '\n');
}

/* Port 443 is what everybody expects; any other is said. */
static void
table_append_name(struct buffer *out, const struct endpoint *endpoint)
{
    struct buffer name = { 0 };

    if (endpoint->port == HTTPS_PORT)
        units_append_line(&name, endpoint->host);
    else
        units_append_place(&name, endpoint->host, endpoint->port);

    size_t width = width_of(buffer_text(&name));

    buffer_append(out, buffer_text(&name), name.length);
    if (width >= NAME_COLUMNS) {
        buffer_append_byte(out, '\n');
        width = 0;
    }
    buffer_append_fill(out, ' ', NAME_COLUMNS - width);
    buffer_release(&name);
}

static void
table_append_row(const struct run *run, const struct target *target,
                 struct buffer *out)
{
    struct buffer cell = { 0 };

    table_append_name(out, target->endpoint);
    for (int check = 0; check < CHECK_COUNT; check++) {
        if (!cells_has_check(run, (enum check_id)check))
            continue;
        cells_fill(&cell, target, (enum check_id)check);
        table_append_cell(out, buffer_text(&cell));
        buffer_cut(&cell, 0);
    }
    buffer_append_byte(out, '\n');
    buffer_release(&cell);
}

/* Those that a verdict rests on, those that it does not, and controls. */
enum standing {
    STANDING_REQUIRED,
    STANDING_NOT_REQUIRED,
    STANDING_CONTROL,
    STANDING_COUNT
};

static const char *const standing_titles[STANDING_COUNT] = {
    [STANDING_REQUIRED] = "",
    [STANDING_NOT_REQUIRED] = "not required:\n",
    [STANDING_CONTROL] = "for comparison:\n",
};

static enum standing
table_standing(const struct run *run, const struct target *target)
{
    if (target->control)
        return STANDING_CONTROL;
    return target_is_decisive(target, run) ? STANDING_REQUIRED
                                           : STANDING_NOT_REQUIRED;
}

static void
table_append_rows(const struct run *run, enum standing standing,
                  struct buffer *out)
{
    size_t rows = 0;

    for (size_t i = 0; i < run->target_count; i++) {
        if (table_standing(run, run->targets[i]) != standing)
            continue;
        if (rows++ == 0)
            buffer_append_text(out, standing_titles[standing]);
        table_append_row(run, run->targets[i], out);
    }
}

void
text_table_write(const struct run *run, struct buffer *out)
{
    if (run->target_count == 0)
        return;
    text_heading(out, "ALL ENDPOINTS");
    table_append_head(run, out);
    for (int standing = 0; standing < STANDING_COUNT; standing++)
        table_append_rows(run, (enum standing)standing, out);
    buffer_append_byte(out, '\n');
    text_wrap(out, "", "",
              "Times are those of the first address that passed. The last "
              "column is the status of a request without a client "
              "certificate: a genuine endpoint answers it with a status of "
              "the 400s, or refuses it.");
}
