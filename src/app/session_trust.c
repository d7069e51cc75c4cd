#include "app/session_trust.h"

#include <string.h>

#include "base/buffer.h"
#include "model/distinguished_name.h"

static bool
roots_are_built_in(const struct definitions *definitions)
{
    for (size_t i = 0; i < definitions->source_count; i++)
        if (strcmp(definitions->sources[i]->name, "roots.pem") == 0)
            return strcmp(definitions->sources[i]->origin, "built in") == 0;
    return false;
}

static bool
trust_reject(const struct net_certificate *root, struct error *error)
{
    return error_set(error, ERROR_DATA,
                     "roots.pem: expected the certificates that roots.yaml "
                     "lists, found one more: %s",
                     root->subject != NULL ? root->subject : "unreadable");
}

static bool
trust_compare(struct session *session, struct error *error)
{
    const struct definitions *definitions = &session->definitions;
    size_t count = net_roots_count(session->genuine_roots);

    if (count != definitions->root_count)
        return error_set(error, ERROR_DATA,
                         "roots.pem: expected %zu readable certificates, "
                         "found %zu",
                         definitions->root_count, count);
    for (size_t i = 0; i < count; i++) {
        struct net_certificate root;

        net_roots_describe(session->genuine_roots, i, &session->run.arena,
                           &root);
        if (root.sha256 == NULL ||
            definitions_root(definitions, root.sha256) == NULL)
            return trust_reject(&root, error);
    }
    return true;
}

/* NULL: the certificate does not say. */
static const char *
trust_organisation(struct arena *arena, const char *subject)
{
    struct buffer value = { 0 };
    const char *found = NULL;
    enum name_field field;

    while (found == NULL && distinguished_name_next(&subject, &field, &value))
        if (field == NAME_ORGANISATION && value.length > 0)
            found = arena_text(arena, buffer_text(&value));
    buffer_release(&value);
    return found;
}

static void
trust_list(struct session *session)
{
    struct definitions *definitions = &session->definitions;
    struct arena *arena = &definitions->arena;
    size_t count = net_roots_count(session->genuine_roots);

    definitions->root_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct root *root = arena_new(arena, 1, sizeof *root);
        struct net_certificate certificate;

        net_roots_describe(session->genuine_roots, i, arena, &certificate);
        if (certificate.subject == NULL || certificate.sha256 == NULL)
            continue;
        root->name = certificate.subject;
        root->sha256 = certificate.sha256;
        root->authority = trust_organisation(arena, certificate.subject);
        arena_push(arena, &definitions->roots, &definitions->root_count, root);
    }
}

bool
session_trust_hold(struct session *session, struct error *error)
{
    const struct definitions *definitions = &session->definitions;

    if (definitions->roots_replaced) {
        trust_list(session);
        return true;
    }
    return session->stage.lab != NULL || roots_are_built_in(definitions) ||
           trust_compare(session, error);
}
