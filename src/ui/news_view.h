#ifndef UI_NEWS_VIEW_H
#define UI_NEWS_VIEW_H

#include "model/event.h"
#include "ui/sheet.h"

/*
 * What has been seen so far, in the order in which it was. The lines are
 * made when the news arrive, for the run goes on changing; they keep nothing
 * of it.
 */
struct news_line {
    int64_t at_ms; /* since the run began */
    enum style style;
    const char *text;
};

struct news {
    struct arena arena; /* of the lines */
    struct news_line **lines;
    size_t line_count;
    size_t again;   /* what was checked once more since the last end */
    size_t changed; /* of that: what has ended otherwise than before */
};

/* Adds a line when the event is worth one. */
void news_hear(struct news *news, const struct event *event);
void news_release(struct news *news);

void news_view_fill(struct sheet *sheet, const struct news *news);

#endif
