#include "app/session_again.h"

/* Ours, of which somebody has only read. */
static struct target *
session_target(const struct session *session, const struct target *target)
{
    const struct run *run = &session->run;

    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i] == target)
            return run->targets[i];
    return NULL;
}

static struct path *
session_path(const struct target *target, const struct path *path)
{
    for (size_t i = 0; i < target->path_count; i++)
        if (target->paths[i] == path)
            return target->paths[i];
    return NULL;
}

static bool
check_paths_again(struct session *session, struct target *target)
{
    bool any = false;

    for (size_t i = 0; i < target->path_count; i++)
        any = driver_check_path_again(session->driver, target,
                                      target->paths[i]) ||
              any;
    return any;
}

static bool
check_names_again(struct session *session, const struct target *target)
{
    struct name *names[] = { target->name, target->proxy_name };
    bool any = false;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i] != NULL)
            any = driver_check_name_again(session->driver, names[i]) || any;
    return any;
}

bool
session_check_row_again(struct session *session, const struct target *row,
                        const struct path *path)
{
    struct target *target = session_target(session, row);
    bool names;

    if (target == NULL || session->driver == NULL)
        return false;
    if (path != NULL) {
        struct path *ours = session_path(target, path);

        return ours != NULL &&
               driver_check_path_again(session->driver, target, ours);
    }
    names = check_names_again(session, target);
    return check_paths_again(session, target) || names;
}

bool
session_check_step_again(struct session *session, enum check_id check)
{
    const struct run *run = &session->run;
    bool any = false;

    if (session->driver == NULL)
        return false;
    for (size_t i = 0; i < run->target_count; i++)
        any = (check == CHECK_DNS
                   ? check_names_again(session, run->targets[i])
                   : check_paths_again(session, run->targets[i])) ||
              any;
    return any;
}

bool
session_check_probes_again(struct session *session)
{
    const struct run *run = &session->run;
    bool any = false;

    if (session->driver == NULL)
        return false;
    for (size_t i = 0; i < run->probe_count; i++)
        any = driver_check_path_again(session->driver, run->probes[i]->target,
                                      run->probes[i]->path) ||
              any;
    return any;
}

bool
session_stop_row(struct session *session, const struct target *row,
                 const struct path *path)
{
    struct target *target = session_target(session, row);

    if (target == NULL || session->driver == NULL)
        return false;
    return driver_stop_target(session->driver, target,
                              path != NULL ? session_path(target, path)
                                           : NULL);
}
