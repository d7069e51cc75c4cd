#include "catalog/yaml_tree.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/safe_text.h"

enum { QUOTED_LIMIT = 40 };

static const char byte_order_mark[] = "\xef\xbb\xbf";

struct tree {
    const struct source_text *text; /* without a byte order mark */
    struct arena *arena;
    struct yaml_node *root;
    struct yaml_node *open[YAML_DEPTH_LIMIT]; /* outermost first */
    size_t depth;
    bool ended; /* the document is complete */
    struct error *error;
};

static struct source_mark
tree_mark(const yaml_mark_t *mark)
{
    return (struct source_mark){ .line = mark->line + 1,
                                 .column = mark->column + 1 };
}

static const char *
tree_quote(struct arena *arena, const void *bytes, size_t length)
{
    return safe_text_copy(arena, SAFE_LINE, bytes, length, QUOTED_LIMIT);
}

const char *
yaml_node_describe(const struct yaml_node *node, struct arena *arena)
{
    switch (node->kind) {
    case YAML_LIST:
        return "a list";
    case YAML_MAPPING:
        return "a mapping";
    case YAML_SCALAR:
        break;
    }
    if (node->length == 0)
        return "nothing";
    return arena_printf(arena, "\"%s\"",
                        tree_quote(arena, node->text, node->length));
}

/* What the parser found wrong, in the library's words. */
static bool
tree_reject_syntax(const struct tree *tree, const yaml_parser_t *parser)
{
    const struct source_text *text = tree->text;
    size_t offset = source_text_offset(text, parser->problem_mark.index);

    if (parser->error == YAML_READER_ERROR)
        return source_text_reject(
            text, source_text_mark(text, parser->problem_offset), tree->error,
            "expected UTF-8 text, found 0x%02x (%s)",
            (unsigned)parser->problem_value, parser->problem);
    if (offset < text->length && text->bytes[offset] == '\t')
        return source_text_reject(text, tree_mark(&parser->problem_mark),
                                  tree->error, "expected spaces, found a tab");
    return source_text_reject(text, tree_mark(&parser->problem_mark),
                              tree->error, "expected YAML, found a fault: %s",
                              parser->problem);
}

static bool
tree_reject_extra(const struct tree *tree, const yaml_event_t *event,
                  const char *expected, const char *what,
                  const yaml_char_t *name)
{
    const char *raw = (const char *)name;
    const char *quoted = tree_quote(tree->arena, raw, strlen(raw));

    return source_text_reject(tree->text, tree_mark(&event->start_mark),
                              tree->error, "expected %s, found the %s \"%s\"",
                              expected, what, quoted);
}

static bool
tree_check_extras(const struct tree *tree, const yaml_event_t *event,
                  const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        return tree_reject_extra(tree, event, "a value without an anchor",
                                 "anchor", anchor);
    if (tag != NULL)
        return tree_reject_extra(tree, event, "a value without a tag", "tag",
                                 tag);
    return true;
}

static struct yaml_node *
tree_add(struct tree *tree, enum yaml_kind kind, const yaml_event_t *event)
{
    struct yaml_node *node = arena_new(tree->arena, 1, sizeof *node);

    node->kind = kind;
    node->mark = tree_mark(&event->start_mark);
    if (tree->depth == 0) {
        tree->root = node;
        return node;
    }

    struct yaml_node *parent = tree->open[tree->depth - 1];

    arena_push(tree->arena, &parent->items, &parent->item_count, node);
    return node;
}

static bool
tree_take_scalar(struct tree *tree, const yaml_event_t *event)
{
    if (!tree_check_extras(tree, event, event->data.scalar.anchor,
                           event->data.scalar.tag))
        return false;

    struct yaml_node *node = tree_add(tree, YAML_SCALAR, event);

    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = arena_copy(tree->arena, event->data.scalar.value,
                            event->data.scalar.length);
    node->length = event->data.scalar.length;
    return true;
}

static bool
tree_open(struct tree *tree, const yaml_event_t *event, enum yaml_kind kind,
          const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (!tree_check_extras(tree, event, anchor, tag))
        return false;
    if (tree->depth == YAML_DEPTH_LIMIT)
        return source_text_reject(
            tree->text, tree_mark(&event->start_mark), tree->error,
            "expected at most %d levels, found more", YAML_DEPTH_LIMIT);

    struct yaml_node *node = tree_add(tree, kind, event);

    tree->open[tree->depth++] = node;
    return true;
}

static bool
tree_begin_document(struct tree *tree, const yaml_event_t *event)
{
    if (tree->root == NULL)
        return true;
    return source_text_reject(tree->text, tree_mark(&event->start_mark),
                              tree->error,
                              "expected one document, found a second");
}

static bool
tree_end_stream(struct tree *tree)
{
    struct source_mark start = { .line = 1, .column = 1 };

    tree->ended = true;
    if (tree->root != NULL)
        return true;
    return source_text_reject(tree->text, start, tree->error,
                              "expected a mapping, found nothing");
}

static bool
tree_take(struct tree *tree, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    case YAML_DOCUMENT_START_EVENT:
        return tree_begin_document(tree, event);
    case YAML_STREAM_END_EVENT:
        return tree_end_stream(tree);
    case YAML_ALIAS_EVENT:
        return tree_reject_extra(tree, event, "a value", "alias",
                                 event->data.alias.anchor);
    case YAML_SCALAR_EVENT:
        return tree_take_scalar(tree, event);
    case YAML_SEQUENCE_START_EVENT:
        return tree_open(tree, event, YAML_LIST,
                         event->data.sequence_start.anchor,
                         event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return tree_open(tree, event, YAML_MAPPING,
                         event->data.mapping_start.anchor,
                         event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        tree->depth--;
        break;
    }
    return true;
}

static bool
tree_grow(struct tree *tree, yaml_parser_t *parser)
{
    while (!tree->ended) {
        yaml_event_t event;

        if (!yaml_parser_parse(parser, &event)) {
            if (parser->error == YAML_MEMORY_ERROR)
                abort();
            return tree_reject_syntax(tree, parser);
        }

        bool taken = tree_take(tree, &event);

        yaml_event_delete(&event);
        if (!taken)
            return false;
    }
    return true;
}

/* The library would count the mark as a character of the first line. */
static struct source_text
text_without_mark(const struct source_text *text)
{
    size_t length = sizeof byte_order_mark - 1;
    struct source_text rest = *text;

    if (rest.length >= length &&
        memcmp(rest.bytes, byte_order_mark, length) == 0) {
        rest.bytes += length;
        rest.length -= length;
    }
    return rest;
}

struct yaml_node *
yaml_tree_parse(const struct source_text *text, struct arena *arena,
                struct error *error)
{
    struct source_text rest = text_without_mark(text);
    struct tree tree = { .text = &rest, .arena = arena, .error = error };
    yaml_parser_t parser;

    if (!yaml_parser_initialize(&parser))
        abort();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const yaml_char_t *)rest.bytes,
                                 rest.length);

    bool whole = tree_grow(&tree, &parser);

    yaml_parser_delete(&parser);
    return whole ? tree.root : NULL;
}
