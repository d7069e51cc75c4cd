#include "transcript/journal_place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ALL_OF_US = S_IRWXU,
    FILES_MOST = 10000,
    TIME_LENGTH = 20, /* of "2026-11-26T12-00-00Z" */
};

static const char suffix[] = ".jsonl";

static const char *
variable(char **environment, const char *name)
{
    size_t length = strlen(name);

    for (; *environment != NULL; environment++)
        if (strncmp(*environment, name, length) == 0 &&
            (*environment)[length] == '=')
            return *environment + length + 1;
    return NULL;
}

/* A path that is not absolute counts as none (XDG base directories). */
bool
journal_place_find(char **environment, struct buffer *path,
                   struct error *error)
{
    const char *state = variable(environment, "XDG_STATE_HOME");
    const char *home = variable(environment, "HOME");

    if (state != NULL && *state == '/') {
        buffer_printf(path, "%s/cdsdoctor", state);
        return true;
    }
    if (home != NULL && *home == '/') {
        buffer_printf(path, "%s/.local/state/cdsdoctor", home);
        return true;
    }
    return error_set(error, ERROR_SYSTEM,
                     "neither XDG_STATE_HOME nor HOME names a place for "
                     "transcripts");
}

/* What is missing above it is made private (XDG base directories). */
static void
make_parents(const char *path)
{
    char *copy = strdup(path);

    if (copy == NULL)
        abort();
    for (char *slash = strchr(copy + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        /* One that cannot be made is told of by the open that follows. */
        (void)mkdir(copy, ALL_OF_US);
        *slash = '/';
    }
    free(copy);
}

static bool
place_is_ours(int directory, const char *path, struct error *error)
{
    struct stat status;

    if (fstat(directory, &status) != 0)
        return error_set_errno(error, errno, "cannot look at %s", path);
    if (status.st_uid != geteuid())
        return error_set(error, ERROR_SYSTEM, "%s belongs to somebody else",
                         path);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
        fchmod(directory, ALL_OF_US) != 0)
        return error_set_errno(error, errno, "cannot make %s private", path);
    return true;
}

int
journal_place_open(const char *path, bool make, struct error *error)
{
    int directory;

    if (make) {
        make_parents(path);
        if (mkdir(path, ALL_OF_US) != 0 && errno != EEXIST) {
            error_set_errno(error, errno, "cannot make %s", path);
            return -1;
        }
    }
    directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0) {
        error_set_errno(error, errno, "cannot use %s", path);
        return -1;
    }
    if (place_is_ours(directory, path, error))
        return directory;
    close(directory);
    return -1;
}

/* What is there. */

static bool
name_is_transcript(const char *name)
{
    size_t length = strlen(name);
    size_t behind = strlen(suffix);

    return *name != '.' && length > behind &&
           strcmp(name + length - behind, suffix) == 0;
}

/* Whoever writes it holds the lock alone; several may look at a time. */
static bool
file_is_in_use(int directory, const char *name)
{
    int file = openat(directory, name,
                      O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    bool in_use;

    if (file < 0)
        return false;
    in_use = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(file);
    return in_use;
}

static void
list_one(int directory, const char *path, const char *name,
         struct arena *arena, struct journal_file ***files, size_t *count)
{
    struct journal_file *file;
    struct stat status;

    if (!name_is_transcript(name) ||
        fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(status.st_mode))
        return;
    file = arena_new(arena, 1, sizeof *file);
    file->name = arena_text(arena, name);
    file->path = arena_printf(arena, "%s/%s", path, name);
    file->changed = status.st_mtime;
    file->bytes = status.st_size;
    file->in_use = file_is_in_use(directory, name);
    arena_push(arena, files, count, file);
}

/* Behind the time stands which of that second it is: "...Z-2.jsonl". */
static long
name_turn(const char *name)
{
    const char *zone = strchr(name, 'Z');

    return zone != NULL && zone[1] == '-' ? strtol(zone + 2, NULL, 10) : 1;
}

static int
newest_first(const void *left, const void *right)
{
    const struct journal_file *const *first = left;
    const struct journal_file *const *second = right;
    int by_time = strncmp((*second)->name, (*first)->name, TIME_LENGTH);
    long turns = name_turn((*second)->name) - name_turn((*first)->name);

    if (by_time != 0)
        return by_time;
    if (turns != 0)
        return turns > 0 ? 1 : -1;
    return strcmp((*second)->name, (*first)->name);
}

bool
journal_place_list(const char *path, struct arena *arena,
                   struct journal_file ***files, size_t *count,
                   struct error *error)
{
    struct stat status;
    int directory;
    DIR *stream;

    if (lstat(path, &status) != 0 && errno == ENOENT)
        return true;
    directory = journal_place_open(path, false, error);
    if (directory < 0)
        return false;
    stream = fdopendir(directory);
    if (stream == NULL) {
        error_set_errno(error, errno, "cannot read %s", path);
        close(directory);
        return false;
    }
    for (const struct dirent *entry = readdir(stream);
         entry != NULL && *count < FILES_MOST; entry = readdir(stream))
        list_one(directory, path, entry->d_name, arena, files, count);
    closedir(stream);
    if (*count > 1)
        qsort(*files, *count, sizeof **files, newest_first);
    return true;
}

/* Whoever goes on with it meanwhile is refused, by the lock that we hold. */
static bool
remove_locked(int directory, int file, const char *name, struct error *error)
{
    if (flock(file, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? error_set(error, ERROR_SYSTEM, "%s is being written",
                               name)
                   : error_set_errno(error, errno, "cannot lock %s", name);
    return unlinkat(directory, name, 0) == 0 ||
           error_set_errno(error, errno, "cannot remove %s", name);
}

bool
journal_place_remove(const char *path, const char *name, struct error *error)
{
    int directory = journal_place_open(path, false, error);
    int file;
    bool removed = false;

    if (directory < 0)
        return false;
    file = openat(directory, name,
                  O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        error_set_errno(error, errno, "cannot remove %s", name);
    } else {
        removed = remove_locked(directory, file, name, error);
        close(file);
    }
    close(directory);
    return removed;
}
