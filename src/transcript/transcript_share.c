#include "transcript/transcript_share.h"

#include <string.h>

#include "model/guide.h"
#include "transcript/json_writer.h"
#include "transcript/run_store.h"

/* What becomes of a record; one that is not named here is left as it is. */
enum fate { FATE_STAYS, FATE_MASKED, FATE_DROPPED, FATE_RUN };

struct sharing {
    struct mask *mask;
    const struct run *copy;
    const struct diagnosis *meaning;
    size_t run_line; /* where the last run stands */
    struct buffer *out;
};

static enum fate
fate_of(const char *kind)
{
    static const struct {
        const char *kind;
        enum fate fate;
    } fates[] = {
        { "session", FATE_MASKED }, { "answer", FATE_MASKED },
        { "note", FATE_MASKED },    { "export", FATE_MASKED },
        { "plan", FATE_RUN },       { "run", FATE_RUN },
        { "result", FATE_DROPPED }, { "verdict", FATE_DROPPED },
        { "step", FATE_STAYS },     { "resume", FATE_STAYS },
        { "end", FATE_STAYS },
    };

    for (size_t i = 0; kind != NULL && i < sizeof fates / sizeof fates[0]; i++)
        if (strcmp(fates[i].kind, kind) == 0)
            return fates[i].fate;
    return FATE_DROPPED;
}

static const char *
text_of(const json_t *line, const char *member)
{
    return json_string_value(json_object_get(line, member));
}

/* A text that is nothing but a value: each word of it may be a name. */
static void
mask_value(struct mask *mask, json_t *object, const char *member)
{
    const char *value = text_of(object, member);

    if (value != NULL)
        json_writer_put_text(object, member, mask_strict(mask, value));
}

static void
mask_options(struct mask *mask, json_t *options)
{
    void *next;

    for (void *at = json_object_iter(options); at != NULL; at = next) {
        next = json_object_iter_next(options, at);
        mask_value(mask, options, json_object_iter_key(at));
    }
}

static bool
is_written_freely(const char *question)
{
    int id =
        question != NULL ? words_value(&guide_question_words, question) : -1;

    return id == QUESTION_EVENT_TEXT || id == QUESTION_DLP_VERSION;
}

static void
mask_free_text(struct mask *mask, json_t *line, const char *member)
{
    const char *text = text_of(line, member);

    if (text != NULL)
        json_writer_put_text(line, member,
                             mask_text(mask, PRIVACY_FREE, text));
}

/* Values come before texts, which may have them. */
static void
mask_line(struct mask *mask, json_t *line, bool values_only)
{
    json_t *options = json_object_get(line, "options");

    if (json_is_object(options))
        mask_options(mask, options);
    mask_value(mask, line, "file");
    if (!is_written_freely(text_of(line, "question")))
        mask_value(mask, line, "value");
    if (values_only)
        return;
    /* Of a file that may have names, which could be guessed by it. */
    json_object_del(line, "sha256");
    if (is_written_freely(text_of(line, "question")))
        mask_free_text(mask, line, "value");
    mask_free_text(mask, line, "text");
}

static json_t *
record_at(const json_t *line, const char *kind)
{
    json_t *record = json_writer_object();

    json_writer_put_text(record, "at", text_of(line, "at"));
    json_writer_put_text(record, "kind", kind);
    return record;
}

static void
write_run(struct sharing *sharing, const json_t *line)
{
    const struct diagnosis *meaning = sharing->meaning;
    json_t *run = record_at(line, "run");
    json_t *verdict = record_at(line, "verdict");

    json_writer_put(run, "run", run_save(sharing->copy, meaning));
    json_writer_put_text(verdict, "outcome",
                         words_id(&verdict_words, (int)meaning->outcome));
    json_writer_put_text(
        verdict, "cause",
        meaning->finding_count > 0 ? meaning->findings[0]->cause : NULL);
    json_writer_finish_line(run, sharing->out);
    json_writer_finish_line(verdict, sharing->out);
}

/* Lines. */

typedef void on_line(struct sharing *sharing, json_t *line, size_t number);

static void
look_at_line(struct sharing *sharing, json_t *line, size_t number)
{
    enum fate fate = fate_of(text_of(line, "kind"));

    if (fate == FATE_RUN)
        sharing->run_line = number;
    if (fate == FATE_MASKED)
        mask_line(sharing->mask, line, true);
}

static void
write_line(struct sharing *sharing, json_t *line, size_t number)
{
    enum fate fate = fate_of(text_of(line, "kind"));

    if (number == sharing->run_line)
        write_run(sharing, line);
    if (fate == FATE_MASKED)
        mask_line(sharing->mask, line, false);
    if (fate == FATE_MASKED || fate == FATE_STAYS)
        json_writer_finish_line(json_incref(line), sharing->out);
}

static void
each_line(struct sharing *sharing, const char *bytes, size_t length,
          on_line *act)
{
    const char *end;

    for (size_t number = 1; (end = memchr(bytes, '\n', length)) != NULL;
         number++) {
        size_t size = (size_t)(end - bytes);
        json_t *line = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, NULL);

        if (line != NULL)
            act(sharing, line, number);
        json_decref(line);
        bytes += size + 1;
        length -= size + 1;
    }
}

void
transcript_share(struct mask *mask, const char *bytes, size_t length,
                 const struct run *copy, const struct diagnosis *meaning,
                 struct buffer *out)
{
    struct sharing sharing = { mask, copy, meaning, 0, out };

    each_line(&sharing, bytes, length, look_at_line);
    each_line(&sharing, bytes, length, write_line);
}
