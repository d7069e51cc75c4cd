#include "transcript/run_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "transcript/run_schema.h"

/* A member of a record, whatever its type. */
#define MEMBER(type, record, offset)                                          \
    ((type *)(void *)((char *)(record) + (offset)))

/* What has been met, so that what two refer to is met once. */
struct walk {
    const struct run_visitor *visitor;
    const void **met; /* open addressing; a power of two of places */
    size_t places;
    size_t count;
};

static size_t
walk_place(const struct walk *walk, const void *item)
{
    size_t place = ((uintptr_t)item >> 3) * 2654435761u % walk->places;

    while (walk->met[place] != NULL && walk->met[place] != item)
        place = (place + 1) % walk->places;
    return place;
}

static void
walk_grow(struct walk *walk)
{
    enum { FIRST = 1024 };
    struct walk old = *walk;

    walk->places = old.places == 0 ? FIRST : old.places * 2;
    walk->met = memory_new(walk->places, sizeof walk->met[0]);
    for (size_t i = 0; i < old.places; i++)
        if (old.met[i] != NULL)
            walk->met[walk_place(walk, old.met[i])] = old.met[i];
    free(old.met);
}

/* False when it was met before. */
static bool
walk_meet(struct walk *walk, const void *item)
{
    if (walk->count * 2 >= walk->places)
        walk_grow(walk);

    size_t place = walk_place(walk, item);

    if (walk->met[place] != NULL)
        return false;
    walk->met[place] = item;
    walk->count++;
    return true;
}

static void walk_record(struct walk *walk, const struct schema *schema,
                        void *record);

static void
walk_texts(struct walk *walk, const struct field *field, void *record)
{
    const char **texts = *MEMBER(const char **, record, field->offset);
    size_t count = *MEMBER(size_t, record, field->count_offset);

    if (count > 0 && !walk_meet(walk, texts))
        return;
    for (size_t i = 0; i < count; i++)
        if (texts[i] != NULL)
            walk->visitor->text(walk->visitor->context, field, &texts[i]);
}

static void
walk_list(struct walk *walk, const struct field *field, void *record)
{
    void **items = *MEMBER(void **, record, field->offset);
    size_t count = *MEMBER(size_t, record, field->count_offset);

    for (size_t i = 0; i < count; i++)
        if (walk_meet(walk, items[i]))
            walk_record(walk, field->schema, items[i]);
}

static void
walk_field(struct walk *walk, const struct field *field, void *record)
{
    const char **text;

    switch (field->kind) {
    case FIELD_TEXT:
        text = MEMBER(const char *, record, field->offset);
        if (*text != NULL)
            walk->visitor->text(walk->visitor->context, field, text);
        return;
    case FIELD_ADDRESS:
        walk->visitor->address(walk->visitor->context,
                               MEMBER(struct address, record, field->offset));
        return;
    case FIELD_RECORD:
        walk_record(walk, field->schema, (char *)record + field->offset);
        return;
    case FIELD_RECORDS:
        walk_list(walk, field, record);
        return;
    case FIELD_TEXTS:
        walk_texts(walk, field, record);
        return;
    case FIELD_INTEGER:
    case FIELD_FLAG:
    case FIELD_WORD:
    case FIELD_TIME:
        return;
    }
}

static void
walk_record(struct walk *walk, const struct schema *schema, void *record)
{
    for (size_t i = 0; i < schema->field_count; i++)
        walk_field(walk, &schema->fields[i], record);
}

static void
walk_path(struct walk *walk, struct path *path)
{
    if (path == NULL || !walk_meet(walk, path))
        return;
    walk_record(walk, &path_schema, path);
    for (int check = 0; check < CHECK_COUNT; check++)
        walk_record(walk, &result_schema, &path->results[check]);
}

static void
walk_name(struct walk *walk, struct name *name)
{
    if (!walk_meet(walk, name))
        return;
    walk_record(walk, &name_schema, name);
    walk->visitor->address(walk->visitor->context, &name->literal);
}

static void
walk_target(struct walk *walk, struct target *target)
{
    walk_record(walk, &target_schema, target);
    walk_record(walk, &route_schema, &target->route);
    for (size_t i = 0; i < target->path_count; i++)
        walk_path(walk, target->paths[i]);
}

static void
walk_facts(struct walk *walk, struct run *run)
{
    walk_record(walk, &run_schema, run);
    walk_record(walk, &route_schema, &run->route);
    for (size_t i = 0; i < run->name_count; i++)
        walk_name(walk, run->names[i]);
    for (size_t i = 0; i < run->target_count; i++)
        walk_target(walk, run->targets[i]);
    for (size_t i = 0; i < run->probe_count; i++) {
        walk_record(walk, &probe_schema, run->probes[i]);
        walk_path(walk, run->probes[i]->path);
    }
}

/* Targets that shared an endpoint share its copy. */
static void
walk_endpoints(struct walk *walk, struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++) {
        const struct endpoint *endpoint = run->targets[i]->endpoint;
        struct endpoint *copy;

        if (endpoint == NULL || !walk_meet(walk, endpoint))
            continue;
        copy = arena_new(&run->arena, 1, sizeof *copy);
        *copy = *endpoint;
        walk_record(walk, &endpoint_schema, copy);
        (void)walk_meet(walk, copy);
        for (size_t j = i; j < run->target_count; j++)
            if (run->targets[j]->endpoint == endpoint)
                run->targets[j]->endpoint = copy;
    }
}

static void
walk_begin_and_end(struct run *run, const struct run_visitor *visitor,
                   bool endpoints)
{
    struct walk walk = { .visitor = visitor };

    walk_facts(&walk, run);
    if (endpoints)
        walk_endpoints(&walk, run);
    free(walk.met);
}

void
run_walk(struct run *run, const struct run_visitor *visitor)
{
    walk_begin_and_end(run, visitor, true);
}

void
run_walk_facts(struct run *run, const struct run_visitor *visitor)
{
    walk_begin_and_end(run, visitor, false);
}
