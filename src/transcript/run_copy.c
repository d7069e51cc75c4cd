#include "transcript/run_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "transcript/run_schema.h"

#define MEMBER(type, record, offset)                                          \
    ((type *)(void *)((char *)(record) + (offset)))

/* Where the copy of something is. */
struct pair {
    const void *original;
    void *copy;
};

struct copying {
    struct arena *arena;
    struct pair *pairs; /* open addressing; a power of two of places */
    size_t places;
    size_t count;
};

static struct pair *
copying_place(const struct copying *copying, const void *original)
{
    size_t place = ((uintptr_t)original >> 3) * 2654435761u % copying->places;

    while (copying->pairs[place].original != NULL &&
           copying->pairs[place].original != original)
        place = (place + 1) % copying->places;
    return &copying->pairs[place];
}

static void
copying_grow(struct copying *copying)
{
    enum { FIRST = 1024 };
    struct copying old = *copying;

    copying->places = old.places == 0 ? FIRST : old.places * 2;
    copying->pairs = memory_new(copying->places, sizeof copying->pairs[0]);
    for (size_t i = 0; i < old.places; i++)
        if (old.pairs[i].original != NULL)
            *copying_place(copying, old.pairs[i].original) = old.pairs[i];
    free(old.pairs);
}

static void
copying_note(struct copying *copying, const void *original, void *copy)
{
    if (copying->count * 2 >= copying->places)
        copying_grow(copying);
    *copying_place(copying, original) = (struct pair){ original, copy };
    copying->count++;
}

/* NULL when it was not copied, as for NULL itself. */
static void *
copying_find(const struct copying *copying, const void *original)
{
    return original != NULL && copying->places > 0
               ? copying_place(copying, original)->copy
               : NULL;
}

static void *
copy_bytes(struct copying *copying, const void *original, size_t size)
{
    void *copy = arena_new(copying->arena, 1, size);

    memcpy(copy, original, size);
    copying_note(copying, original, copy);
    return copy;
}

/* A list of pointers: a list of its own, with the same pointers. */
static void *
copy_list(struct copying *copying, const void *list, size_t count)
{
    void *copy = arena_new(copying->arena, count, sizeof(void *));

    if (count > 0)
        memcpy(copy, list, count * sizeof(void *));
    return copy;
}

/* The lists below a struct whose bytes have been copied. */
static void
copy_below(struct copying *copying, const struct schema *schema, void *record)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        void ***list = MEMBER(void **, record, field->offset);
        size_t count;

        if (field->kind == FIELD_RECORD)
            copy_below(copying, field->schema, (char *)record + field->offset);
        if (field->kind != FIELD_RECORDS && field->kind != FIELD_TEXTS)
            continue;
        count = *MEMBER(size_t, record, field->count_offset);
        *list = copy_list(copying, *list, count);
        for (size_t j = 0; field->kind == FIELD_RECORDS && j < count; j++) {
            void *known = copying_find(copying, (*list)[j]);

            if (known == NULL) {
                known = copy_bytes(copying, (*list)[j], field->schema->size);
                copy_below(copying, field->schema, known);
            }
            (*list)[j] = known;
        }
    }
}

/*
 * Run, names, paths, probes: first all of them, then what refers to them. Of
 * what is tried once more, and has not taken its place yet, only the outcome
 * is anybody's business.
 */

static struct path *
copy_path(struct copying *copying, const struct path *path)
{
    struct path *copy = copying_find(copying, path);

    if (path == NULL || copy != NULL)
        return copy;
    copy = copy_bytes(copying, path, sizeof *path);
    copy_below(copying, &path_schema, copy);
    copy->old = NULL;
    if (path->fresh != NULL) {
        copy->fresh = arena_new(copying->arena, 1, sizeof *copy->fresh);
        memcpy(copy->fresh->results, path->fresh->results,
               sizeof copy->fresh->results);
    }
    return copy;
}

static struct name *
copy_name(struct copying *copying, const struct name *name)
{
    struct name *copy = copying_find(copying, name);

    if (name == NULL || copy != NULL)
        return copy;
    copy = copy_bytes(copying, name, sizeof *name);
    copy_below(copying, &name_schema, copy);
    copy->old = NULL;
    if (name->fresh != NULL) {
        copy->fresh = arena_new(copying->arena, 1, sizeof *copy->fresh);
        copy->fresh->result = name->fresh->result;
    }
    return copy;
}

static void
copy_names(struct copying *copying, struct run *copy, const struct run *run)
{
    copy->names = copy_list(copying, run->names, run->name_count);
    for (size_t i = 0; i < run->name_count; i++)
        copy->names[i] = copy_name(copying, run->names[i]);
    for (size_t i = 0; i < run->name_count; i++) {
        copy->names[i]->again = copying_find(copying, run->names[i]->again);
        copy->names[i]->next = copying_find(copying, run->names[i]->next);
    }
    for (size_t i = 0; i < NAME_BUCKETS; i++)
        copy->name_table[i] = copying_find(copying, run->name_table[i]);
}

static void
copy_target(struct copying *copying, struct run *copy, size_t at)
{
    struct target *target =
        copy_bytes(copying, copy->targets[at], sizeof *target);

    target->paths = copy_list(copying, target->paths, target->path_count);
    for (size_t i = 0; i < target->path_count; i++)
        target->paths[i] = copy_path(copying, target->paths[i]);
    target->name = copying_find(copying, target->name);
    target->proxy_name = copying_find(copying, target->proxy_name);
    copy->targets[at] = target;
}

static void
copy_probe(struct copying *copying, struct run *copy, size_t at)
{
    struct probe *probe = copy_bytes(copying, copy->probes[at], sizeof *probe);

    probe->path = copy_path(copying, probe->path);
    copy->probes[at] = probe;
}

static void
link_users(struct copying *copying, struct name *name)
{
    name->users = copy_list(copying, name->users, name->user_count);
    for (size_t i = 0; i < name->user_count; i++)
        name->users[i] = copying_find(copying, name->users[i]);
}

static void
link_probe(struct copying *copying, struct probe *probe)
{
    probe->target = copying_find(copying, probe->target);
    probe->like = copying_find(copying, probe->like);
    if (probe->path != NULL)
        probe->path->probe = probe;
}

static void
copy_all(struct copying *copying, struct run *copy, const struct run *run)
{
    copy_below(copying, &run_schema, copy);
    copy_below(copying, &answers_schema, &copy->answers);
    copy_names(copying, copy, run);
    copy->targets = copy_list(copying, run->targets, run->target_count);
    copy->probes = copy_list(copying, run->probes, run->probe_count);
    for (size_t i = 0; i < run->target_count; i++)
        copy_target(copying, copy, i);
    for (size_t i = 0; i < run->probe_count; i++)
        copy_probe(copying, copy, i);
    for (size_t i = 0; i < run->name_count; i++)
        link_users(copying, copy->names[i]);
    for (size_t i = 0; i < run->probe_count; i++)
        link_probe(copying, copy->probes[i]);
}

/* What it means. */

static struct finding *
copy_finding(struct copying *copying, const struct finding *finding)
{
    struct finding *copy = copy_bytes(copying, finding, sizeof *finding);

    copy->targets =
        copy_list(copying, finding->targets, finding->target_count);
    for (size_t i = 0; i < copy->target_count; i++)
        copy->targets[i] = copying_find(copying, finding->targets[i]);
    copy->evidence =
        copy_list(copying, finding->evidence, finding->evidence_count);
    for (size_t i = 0; i < copy->evidence_count; i++) {
        struct evidence *evidence =
            copy_bytes(copying, finding->evidence[i], sizeof *evidence);

        evidence->target = copying_find(copying, evidence->target);
        evidence->path = copying_find(copying, evidence->path);
        evidence->hit = copying_find(copying, evidence->hit);
        copy->evidence[i] = evidence;
    }
    return copy;
}

void
run_copy(struct run *copy, const struct run *run, struct diagnosis *meaning,
         const struct diagnosis *diagnosis)
{
    struct arena arena = { 0 };
    struct copying copying = { .arena = &copy->arena };

    *copy = *run;
    copy->arena = arena;
    copy_all(&copying, copy, run);
    if (diagnosis != NULL) {
        *meaning = *diagnosis;
        meaning->findings =
            copy_list(&copying, diagnosis->findings, diagnosis->finding_count);
        for (size_t i = 0; i < meaning->finding_count; i++)
            meaning->findings[i] =
                copy_finding(&copying, diagnosis->findings[i]);
    }
    free(copying.pairs);
}
