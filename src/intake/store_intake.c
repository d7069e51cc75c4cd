#include "intake/store_intake.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "intake/environment.h"

enum { MOST_STORES = 32, MOST_RUNTIMES = 64 };

static const char pem_file[] = "pem-file";
static const char directory[] = "directory";
static const char java[] = "java";
static const char distribution[] = "distribution";

/* The stores while they are found; the same file by two paths counts once. */
struct store_search {
    struct look *look;
    struct {
        dev_t device;
        ino_t inode;
    } seen[MOST_STORES];
    size_t seen_count;
    bool is_decided; /* which one is in force, or that none is */
};

static const struct store_place {
    const char *path;
    const char *kind;
} store_places[] = {
    { "/etc/ssl/certs/ca-certificates.crt", pem_file }, /* Debian, Alpine */
    { "/etc/pki/tls/certs/ca-bundle.crt", pem_file },   /* RHEL, Fedora */
    { "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", pem_file },
    { "/etc/ssl/ca-bundle.pem", pem_file }, /* SUSE */
    { "/var/lib/ca-certificates/ca-bundle.pem", pem_file },
    { "/etc/ssl/cert.pem", pem_file }, /* Alpine */
    { "/etc/ssl/certs", directory },
    { "/etc/pki/tls/certs", directory },
    { "/etc/ssl/certs/java/cacerts", java }, /* Debian */
    { "/etc/pki/ca-trust/extracted/java/cacerts", java },
    { "/etc/pki/java/cacerts", java },
    { "/var/lib/ca-certificates/java-cacerts", java }, /* SUSE */
};

/* Where a Java runtime keeps its own store: since 9, and before. */
static const char *const java_places[] = {
    "lib/security/cacerts",
    "jre/lib/security/cacerts",
};

static bool
store_is_seen(struct store_search *search, const struct stat *status)
{
    for (size_t i = 0; i < search->seen_count; i++)
        if (search->seen[i].device == status->st_dev &&
            search->seen[i].inode == status->st_ino)
            return true;
    search->seen[search->seen_count].device = status->st_dev;
    search->seen[search->seen_count].inode = status->st_ino;
    search->seen_count++;
    return false;
}

static bool
store_is_of_kind(const char *kind, const struct stat *status)
{
    return kind == directory ? S_ISDIR(status->st_mode)
                             : S_ISREG(status->st_mode);
}

/*
 * Adds the store if it is there and new. False when it is not there, with
 * the cause in errno: 0 when the path leads to something else.
 */
static bool
store_add(struct store_search *search, const char *path, const char *kind,
          const char *source)
{
    struct look *look = search->look;
    struct machine *machine = look->machine;
    struct stat status;

    if (stat(look_path(look, path), &status) != 0)
        return false;
    errno = 0;
    if (!store_is_of_kind(kind, &status))
        return false;
    if (search->seen_count == MOST_STORES || store_is_seen(search, &status))
        return true;

    struct machine_store *store = arena_new(look->arena, 1, sizeof *store);

    store->path = look_keep(look, path);
    store->kind = kind;
    store->source = source;
    store->in_force = kind == pem_file && !search->is_decided;
    store->bytes = S_ISREG(status.st_mode) ? (int64_t)status.st_size : 0;
    store->modified = (int64_t)status.st_mtime;
    search->is_decided |= store->in_force;
    arena_push(look->arena, &machine->stores, &machine->store_count, store);
    return true;
}

static void
store_note_missing(struct store_search *search, const char *source,
                   const char *path, const char *result)
{
    look_note(search->look, "%s names %s: %s, so %s.", source, path,
              errno != 0 ? strerror(errno) : "not what it should be", result);
}

static void
store_add_chosen(struct store_search *search)
{
    const struct machine_intake *intake = search->look->intake;
    const char *file =
        environment_filled(intake->environment, "SSL_CERT_FILE");

    if (intake->ca_file != NULL &&
        !store_add(search, intake->ca_file, pem_file, "--ca-file")) {
        store_note_missing(search, "--ca-file", intake->ca_file,
                           "no trust store of the system is in force");
        search->is_decided = true;
    }
    if (file != NULL && !store_add(search, file, pem_file, "SSL_CERT_FILE"))
        store_note_missing(search, "SSL_CERT_FILE", file,
                           "programs that honour it trust nobody; this one "
                           "goes on to the distribution's store");
}

/* SSL_CERT_DIR is a list of directories, parted by colons. */
static void
store_add_directories(struct store_search *search)
{
    struct look *look = search->look;
    const char *value =
        environment_filled(look->intake->environment, "SSL_CERT_DIR");
    char *rest;

    if (value == NULL)
        return;
    for (char *path = strtok_r(arena_text(look->arena, value), ":", &rest);
         path != NULL && search->seen_count < MOST_STORES;
         path = strtok_r(NULL, ":", &rest))
        if (!store_add(search, path, directory, "SSL_CERT_DIR"))
            store_note_missing(search, "SSL_CERT_DIR", path, "it is ignored");
}

static bool
store_add_runtime(struct store_search *search, const char *home,
                  const char *source)
{
    bool found = false;

    for (size_t i = 0; i < sizeof java_places / sizeof java_places[0]; i++)
        found |= store_add(
            search,
            arena_printf(search->look->arena, "%s/%s", home, java_places[i]),
            java, source);
    return found;
}

static void
store_add_java_home(struct store_search *search)
{
    const char *home =
        environment_filled(search->look->intake->environment, "JAVA_HOME");

    if (home != NULL && !store_add_runtime(search, home, "JAVA_HOME"))
        look_note(search->look,
                  "JAVA_HOME names %s, where there is no "
                  "trust store of Java.",
                  home);
}

static int
store_is_runtime(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of their names, so that two looks give the same list. */
static void
store_add_runtimes(struct store_search *search, const char *parent)
{
    struct look *look = search->look;
    struct dirent **entries;
    int count = scandir(look_path(look, parent), &entries, store_is_runtime,
                        alphasort);

    for (int i = 0; i < count; i++) {
        if (i < MOST_RUNTIMES)
            store_add_runtime(
                search,
                arena_printf(look->arena, "%s/%s", parent, entries[i]->d_name),
                "Java runtime");
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

void
store_intake_fill(struct look *look)
{
    struct store_search search = { .look = look };

    store_add_chosen(&search);
    store_add_directories(&search);
    store_add_java_home(&search);
    for (size_t i = 0; i < sizeof store_places / sizeof store_places[0]; i++)
        store_add(&search, store_places[i].path, store_places[i].kind,
                  distribution);
    store_add_runtimes(&search, "/usr/lib/jvm");
    if (!search.is_decided)
        look_note(look, "No trust store of the system was found in any of "
                        "the usual places.");
}
