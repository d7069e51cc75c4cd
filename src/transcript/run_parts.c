#include "transcript/run_parts.h"

#include <assert.h>
#include <stdbool.h>

#include "transcript/json_writer.h"
#include "transcript/record_json.h"
#include "transcript/run_schema.h"

json_t *
run_parts_path(const struct path *path)
{
    json_t *object = record_json(&path_schema, path);
    json_t *results = json_writer_object();

    for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
        json_writer_put(results, words_id(&check_words, check),
                        record_json(&result_schema, &path->results[check]));
    json_writer_put_integer(object, "port", path->port);
    json_writer_put(object, "results", results);
    return object;
}

json_t *
run_parts_place(const struct run *run, const struct path *path)
{
    json_t *place;

    if (path == NULL)
        return json_writer_text(NULL);
    place = json_writer_object();
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->path == path)
            json_writer_put_integer(place, "probe", (int64_t)i);
    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            if (run->targets[i]->paths[j] == path) {
                json_writer_put_integer(place, "target", (int64_t)i);
                json_writer_put_integer(place, "path", (int64_t)j);
            }
    assert(json_object_size(place) > 0);
    return place;
}

json_t *
run_parts_index(const void *list, size_t count, const void *item)
{
    const void *const *items = list;

    for (size_t i = 0; item != NULL && i < count; i++)
        if (items[i] == item)
            return json_writer_integer((int64_t)i);
    assert(item == NULL && "what a run refers to is a part of it");
    return json_writer_text(NULL);
}
