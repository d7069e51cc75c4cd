#ifndef UI_PLAN_VIEW_H
#define UI_PLAN_VIEW_H

#include "model/run.h"
#include "ui/sheet.h"

/*
 * What would be sent, to whom and why, before the first packet is: every
 * host and port, who is asked for names, by which way.
 */
void plan_view_fill(struct sheet *sheet, const struct run *run);

#endif
