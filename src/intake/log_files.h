#ifndef INTAKE_LOG_FILES_H
#define INTAKE_LOG_FILES_H

#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "model/logs.h"

/*
 * Which files of a directory are logs: every regular file called *.log or
 * *.log.*, there and two levels below, the newest first, 200 at most. Links
 * within the directory are not followed, so nothing outside of it is read.
 * Packed ones (.gz and the like) are left out. A path that is a file is that
 * file, whatever its name.
 */
struct log_file {
    const char *path;
    int64_t bytes;
    int64_t modified; /* Unix seconds */
    dev_t device;     /* it must still be this one when it is opened */
    ino_t inode;
};

struct log_files {
    struct arena arena; /* of the list and its paths */
    struct log_file **files;
    size_t count;
    size_t left_out;
    size_t seen; /* names that were looked at */
};

/*
 * Fills the list, which must be all zero. LOGS_ABSENT and LOGS_UNREADABLE
 * (with the cause in `why`, as in file_reader.h) leave it empty.
 */
enum logs_state log_files_find(struct log_files *files, const char *path,
                               const char **why);
void log_files_release(struct log_files *files);

#endif
