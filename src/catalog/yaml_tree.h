#ifndef CATALOG_YAML_TREE_H
#define CATALOG_YAML_TREE_H

#include "catalog/source_text.h"

/*
 * A YAML document as a tree that remembers where everything stands. Only the
 * part of YAML that a definitions file needs: mappings, lists and scalars.
 * Anchors, aliases, tags, a second document and deep nesting are refused, so
 * that a small file cannot become a large tree. A scalar has no type here;
 * the schema decides what "no" or "1.10" means.
 */
enum { YAML_DEPTH_LIMIT = 32 };

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAPPING };

struct yaml_node {
    enum yaml_kind kind;
    struct source_mark mark;
    bool plain;       /* a scalar without quotes and block marks */
    const char *text; /* of a scalar: NUL behind it, perhaps NUL in it */
    size_t length;
    struct yaml_node **items; /* a mapping: key, value, key, value ... */
    size_t item_count;
};

/* The root of the document in the arena; NULL with the error filled. */
MUST_USE struct yaml_node *yaml_tree_parse(const struct source_text *text,
                                           struct arena *arena,
                                           struct error *error);

/* What the node is, for an error: `"abc"`, "nothing", "a list". */
const char *yaml_node_describe(const struct yaml_node *node,
                               struct arena *arena);

#endif
