#ifndef APP_LINE_NEWS_H
#define APP_LINE_NEWS_H

#include "base/buffer.h"
#include "model/event.h"

/*
 * The news of a run as text, one line each and only what has ended: nothing
 * moves, nothing is drawn again.
 */

/* Appends the line of an event; nothing for one that is no news. */
void line_news_append(struct buffer *out, const struct event *event);

/* Prints that line to standard output; the context is not used. */
event_listener line_news_hear;

#endif
