#include "transcript/seen.h"

#include "model/words.h"

/* The names that are members of a place, a run and a path. */
static const char names_list[] = "names";
static const char targets_list[] = "targets";
static const char probes_list[] = "probes";
static const char paths_list[] = "paths";

static json_t *
seen_run(json_t *seen)
{
    return json_object_get(seen, "run");
}

/* The element of a list at the position that a member of the place says. */
static json_t *
element_at(const struct json_reader *reader, const json_t *place,
           const char *member, json_t *list)
{
    int64_t at = -1;

    if (!json_reader_index(reader, place, member, json_array_size(list), &at))
        return NULL;
    if (at < 0) {
        json_reader_expected(reader, member, "a position");
        return NULL;
    }
    return json_array_get(list, (size_t)at);
}

static json_t *
path_at(json_t *seen, const struct json_reader *reader, const json_t *place)
{
    json_t *run = seen_run(seen);
    json_t *element;

    if (json_object_get(place, "probe") != NULL) {
        element = element_at(reader, place, "probe",
                             json_object_get(run, probes_list));
        return json_object_get(element, "path");
    }
    element = element_at(reader, place, "target",
                         json_object_get(run, targets_list));
    return element != NULL ? element_at(reader, place, "path",
                                        json_object_get(element, paths_list))
                           : NULL;
}

/* It is said already what is wrong, or that there is no path of a probe. */
static bool
place_is_wrong(const struct json_reader *reader)
{
    if (reader->error->code == ERROR_NONE)
        json_reader_expected(reader, "place", "that of a path");
    return json_reader_in(reader, "place");
}

/* A member of the line takes the place of that member of what was seen. */
static void
member_take(json_t *into, const char *name, json_t *value)
{
    if (value != NULL)
        json_object_set(into, name, value);
}

bool
seen_take_more(json_t *seen, const struct json_reader *reader,
               const json_t *line)
{
    static const char *const lists[] = { names_list, targets_list,
                                         probes_list };
    const json_t *more;
    const json_t *list;

    if (!json_reader_object(reader, line, "more", &more))
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        json_t *into = json_object_get(seen_run(seen), lists[i]);

        if (!json_reader_list(reader, more, lists[i], &list))
            return json_reader_in(reader, "more");
        if (list != NULL && json_array_extend(into, (json_t *)list) != 0)
            return json_reader_expected(reader, lists[i], "a list before it");
    }
    return true;
}

/* All but which other name it is once more. */
static bool
take_name(json_t *seen, const struct json_reader *reader, const json_t *line)
{
    json_t *list = json_object_get(seen_run(seen), names_list);
    json_t *old;
    const json_t *name;

    if (json_object_get(line, "at_name") == NULL)
        return true;
    old = element_at(reader, line, "at_name", list);
    return old != NULL && json_reader_object(reader, line, "name", &name) &&
           (json_object_update(old, (json_t *)name) == 0 ||
            json_reader_expected(reader, "name", "a name"));
}

static bool
take_path_result(json_t *seen, const struct json_reader *reader,
                 const json_t *line, const char *check)
{
    const json_t *place = json_object_get(line, "place");
    json_t *path;

    if (place == NULL)
        return true;
    path = path_at(seen, reader, place);
    if (!json_is_object(path))
        return place_is_wrong(reader);
    member_take(json_object_get(path, "results"), check,
                json_object_get(line, "result"));
    member_take(path, check, json_object_get(line, "facts"));
    return true;
}

/* The run has lasted until its last result. */
static void
take_time(json_t *seen, const json_t *line)
{
    json_t *ended = json_object_get(line, "ended_ms");

    if (ended != NULL)
        json_object_set(seen_run(seen), "duration_ms", ended);
}

bool
seen_take_result(json_t *seen, const struct json_reader *reader,
                 const json_t *line)
{
    int check = -1;

    if (!json_reader_word(reader, line, "check", &check_words, &check))
        return false;
    if (check < 0)
        return json_reader_expected(reader, "check", "a check");
    take_time(seen, line);
    if (check == CHECK_DNS)
        return take_name(seen, reader, line);
    return take_path_result(seen, reader, line, words_id(&check_words, check));
}

bool
seen_take_path(json_t *seen, const struct json_reader *reader,
               const json_t *line)
{
    json_t *targets = json_object_get(seen_run(seen), targets_list);
    const json_t *place;
    const json_t *path;
    json_t *target;

    if (!json_reader_object(reader, line, "place", &place) ||
        !json_reader_object(reader, line, "path", &path))
        return false;
    target = element_at(reader, place, "target", targets);
    if (target == NULL)
        return place_is_wrong(reader);
    return json_array_append(json_object_get(target, paths_list),
                             (json_t *)path) == 0 ||
           json_reader_expected(reader, "place", "a target with paths");
}

bool
seen_take_again(json_t *seen, const struct json_reader *reader,
                const json_t *line)
{
    json_t *old;
    const json_t *path;

    if (json_object_get(line, "name") != NULL)
        return take_name(seen, reader, line);
    if (!json_reader_object(reader, line, "path", &path))
        return false;
    old = path_at(seen, reader, json_object_get(line, "place"));
    if (!json_is_object(old))
        return place_is_wrong(reader);
    return json_object_update(old, (json_t *)path) == 0 ||
           json_reader_expected(reader, "path", "a path");
}
