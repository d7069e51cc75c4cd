#include "intake/log_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 200, MOST_NAMES = 20000, DEEPEST = 2 };

static const char *const log_names[] = { "*.log", "*.log.*" };
static const char *const packed_names[] = { "*.gz", "*.zip", "*.bz2",
                                            "*.xz", "*.zst", "*.7z" };

#define MATCHES(name, patterns)                                               \
    name_matches(name, patterns, sizeof(patterns) / sizeof((patterns)[0]))

static bool
name_matches(const char *name, const char *const *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fnmatch(patterns[i], name, FNM_CASEFOLD) == 0)
            return true;
    return false;
}

static void
files_add(struct log_files *files, const char *path, const struct stat *status)
{
    struct log_file *file = arena_new(&files->arena, 1, sizeof *file);

    file->path = arena_text(&files->arena, path);
    file->bytes = (int64_t)status->st_size;
    file->modified = (int64_t)status->st_mtime;
    file->device = status->st_dev;
    file->inode = status->st_ino;
    arena_push(&files->arena, &files->files, &files->count, file);
}

static void
files_take_name(struct log_files *files, const char *path, const char *name,
                const struct stat *status)
{
    if (!MATCHES(name, log_names) || status->st_size == 0)
        return;
    if (MATCHES(name, packed_names))
        files->left_out++;
    else
        files_add(files, path, status);
}

static void files_walk(struct log_files *files, int directory,
                       const char *path, int depth);

static int
directory_open(int parent, const char *name, int flags)
{
    return openat(parent, name,
                  O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC | flags);
}

static void
files_descend(struct log_files *files, int parent, const char *name,
              const char *path, int depth)
{
    int directory = -1;

    if (depth < DEEPEST)
        directory = directory_open(parent, name, O_NOFOLLOW);
    if (directory >= 0)
        files_walk(files, directory, path, depth + 1);
}

static void
files_take_entry(struct log_files *files, int directory, const char *parent,
                 const char *name, int depth)
{
    struct stat status;

    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return;

    const char *path = arena_printf(&files->arena, "%s/%s", parent, name);

    if (S_ISREG(status.st_mode))
        files_take_name(files, path, name, &status);
    else if (S_ISDIR(status.st_mode))
        files_descend(files, directory, name, path, depth);
}

/* The descriptor of the directory is closed behind it. */
static void
files_walk(struct log_files *files, int directory, const char *path, int depth)
{
    DIR *stream = fdopendir(directory);
    const struct dirent *entry;

    if (stream == NULL) {
        close(directory);
        return;
    }
    while (files->seen < MOST_NAMES && (entry = readdir(stream)) != NULL) {
        files->seen++;
        files_take_entry(files, dirfd(stream), path, entry->d_name, depth);
    }
    closedir(stream);
}

/* The newest first; equal times by name, so that two looks are the same. */
static int
file_compare(const void *left, const void *right)
{
    const struct log_file *one = *(const struct log_file *const *)left;
    const struct log_file *other = *(const struct log_file *const *)right;

    if (one->modified != other->modified)
        return one->modified > other->modified ? -1 : 1;
    return strcmp(one->path, other->path);
}

static void
files_choose(struct log_files *files)
{
    if (files->count == 0)
        return;
    qsort(files->files, files->count, sizeof *files->files, file_compare);
    if (files->count <= MOST_FILES)
        return;
    files->left_out += files->count - MOST_FILES;
    files->count = MOST_FILES;
}

static enum logs_state
files_state_of_errno(const char **why)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return LOGS_ABSENT;
    *why = strerror(errno);
    return LOGS_UNREADABLE;
}

enum logs_state
log_files_find(struct log_files *files, const char *path, const char **why)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return files_state_of_errno(why);
    if (S_ISREG(status.st_mode)) {
        files_add(files, path, &status);
        return LOGS_READ;
    }
    *why = "it is neither a file nor a directory";
    if (!S_ISDIR(status.st_mode))
        return LOGS_UNREADABLE;

    int directory = directory_open(AT_FDCWD, path, 0);

    if (directory < 0)
        return files_state_of_errno(why);
    files_walk(files, directory, path, 0);
    files_choose(files);
    return LOGS_READ;
}

void
log_files_release(struct log_files *files)
{
    arena_release(&files->arena);
    *files = (struct log_files){ 0 };
}
