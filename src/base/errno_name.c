#include "base/errno_name.h"

#include <errno.h>
#include <stddef.h>

struct errno_symbol {
    int number;
    const char *name;
};

static const struct errno_symbol symbols[] = {
    { EACCES, "EACCES" },
    { EADDRINUSE, "EADDRINUSE" },
    { EADDRNOTAVAIL, "EADDRNOTAVAIL" },
    { EAFNOSUPPORT, "EAFNOSUPPORT" },
    { EAGAIN, "EAGAIN" },
    { ECONNABORTED, "ECONNABORTED" },
    { ECONNREFUSED, "ECONNREFUSED" },
    { ECONNRESET, "ECONNRESET" },
    { EHOSTDOWN, "EHOSTDOWN" },
    { EHOSTUNREACH, "EHOSTUNREACH" },
    { EINVAL, "EINVAL" },
    { EMFILE, "EMFILE" },
    { EMSGSIZE, "EMSGSIZE" },
    { ENETDOWN, "ENETDOWN" },
    { ENETUNREACH, "ENETUNREACH" },
    { ENFILE, "ENFILE" },
    { ENOBUFS, "ENOBUFS" },
    { ENOMEM, "ENOMEM" },
    { ENOPROTOOPT, "ENOPROTOOPT" },
    { ENOTCONN, "ENOTCONN" },
    { EPERM, "EPERM" },
    { EPIPE, "EPIPE" },
    { EPROTO, "EPROTO" },
    { ETIMEDOUT, "ETIMEDOUT" },
};

const char *
errno_name(int number)
{
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        if (symbols[i].number == number)
            return symbols[i].name;
    return NULL;
}
