#ifndef APP_STOP_SIGNAL_H
#define APP_STOP_SIGNAL_H

#include "net/net.h"

/*
 * SIGINT and SIGTERM as a thing that can be waited for, so that a run ends
 * in order and its report is still written. The signals are blocked from
 * open to close and read from a descriptor; no handler runs.
 */
struct stop_signal {
    struct net_watch watch; /* readable when one has come */
};

void stop_signal_open(struct stop_signal *stop);
void stop_signal_close(struct stop_signal *stop);

#endif
