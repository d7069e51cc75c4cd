#include "base/write_all.h"

#include <errno.h>
#include <unistd.h>

bool
write_all(int file, const void *bytes, size_t length)
{
    const char *from = bytes;
    size_t done = 0;

    while (done < length) {
        ssize_t wrote = write(file, from + done, length - done);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        done += (size_t)wrote;
    }
    return true;
}
