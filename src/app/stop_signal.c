#include "app/stop_signal.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void
stop_signal_set(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
}

void
stop_signal_open(struct stop_signal *stop)
{
    sigset_t signals;

    stop_signal_set(&signals);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    stop->watch = (struct net_watch){
        .handle = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC),
        .external = true,
        .wanted = NET_READABLE,
    };
}

void
stop_signal_close(struct stop_signal *stop)
{
    struct signalfd_siginfo taken;
    sigset_t signals;

    /* A second press must not end us while the report is written. */
    while (stop->watch.handle >= 0 &&
           read(stop->watch.handle, &taken, sizeof taken) > 0)
        continue;
    if (stop->watch.handle >= 0)
        close(stop->watch.handle);
    stop_signal_set(&signals);
    sigprocmask(SIG_UNBLOCK, &signals, NULL);
    stop->watch.handle = -1;
}
