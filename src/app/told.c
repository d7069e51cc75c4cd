#include "app/told.h"

#include <unistd.h>

#include "app/output.h"
#include "report/ndjson_report.h"

void
told_begin(struct told *told, const struct run *run, bool live)
{
    *told = (struct told){ .run = run, .live = live };
    progress_begin(&told->progress, run);
    /* Two kinds of lines on one terminal would be none. */
    if (live && isatty(STDOUT_FILENO) == 1)
        told->progress.shown = false;
}

/* Each line leaves at once: nothing is held back in between. */
void
told_hear(void *context, const struct event *event)
{
    struct told *told = context;
    struct buffer lines = { 0 };
    struct error error = { 0 };

    progress_hear(&told->progress, event);
    if (!told->live || told->unwritten)
        return;
    if (!told->began)
        ndjson_append_begin(&lines, told->run);
    told->began = true;
    ndjson_append_event(&lines, event);
    if (lines.length > 0 && !output_write(NULL, &lines, &error)) {
        told->unwritten = true;
        progress_end(&told->progress);
        output_complain(&error);
    }
    buffer_release(&lines);
}

void
told_end(struct told *told)
{
    progress_end(&told->progress);
}
