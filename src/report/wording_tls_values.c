#include "report/wording_values.h"

#include <inttypes.h>

#include "base/safe_text.h"
#include "model/distinguished_name.h"
#include "model/page.h"
#include "report/units.h"
#include "report/wording_list.h"

/* More than a common name may have (X.520: 64 characters). */
enum { ISSUER_WORDS = 100 };

static const struct certificate *
subject_leaf(const struct subject *subject)
{
    if (subject->path == NULL || subject->path->tls.chain_count == 0)
        return NULL;
    return subject->path->tls.chain[0];
}

void
value_issuer(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);

    if (leaf != NULL)
        units_append_line(out, leaf->issuer);
}

/* False, and nothing is appended, when it says nothing of that kind. */
static bool
append_name_of(struct buffer *out, const char *issuer, enum name_field wanted)
{
    struct buffer value = { 0 };
    struct buffer words = { 0 };
    enum name_field field;
    size_t before = out->length;
    bool found = false;

    while (!found && distinguished_name_next(&issuer, &field, &value))
        found = field == wanted && value.length > 0;
    /* Without its escapes a name may hold anything: it is made safe anew. */
    if (found)
        page_append_words(&words, (struct span){ value.data, value.length },
                          ISSUER_WORDS);
    safe_text_append(out, SAFE_LINE, words.data, words.length,
                     UNITS_LINE_LIMIT);
    buffer_release(&words);
    buffer_release(&value);
    return out->length > before;
}

/*
 * What a sentence needs of an issuer; the whole of it stands in the evidence.
 * It is put in quotation marks, which it cannot close.
 */
void
value_issuer_name(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);
    size_t before = out->length;

    if (leaf == NULL || leaf->issuer == NULL)
        return;
    if (!append_name_of(out, leaf->issuer, NAME_COMMON_NAME) &&
        !append_name_of(out, leaf->issuer, NAME_ORGANISATION))
        units_append_line(out, leaf->issuer);
    for (size_t i = before; i < out->length; i++)
        if (out->data[i] == '"')
            out->data[i] = '\'';
}

void
value_subject(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);

    if (leaf != NULL)
        units_append_line(out, leaf->subject);
}

void
value_sha256(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);

    if (leaf != NULL)
        units_append_line(out, leaf->sha256);
}

void
value_not_before(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);

    if (leaf != NULL)
        units_append_time(out, leaf->not_before);
}

void
value_not_after(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);

    if (leaf != NULL)
        units_append_time(out, leaf->not_after);
}

void
value_names(struct buffer *out, const struct subject *subject)
{
    const struct certificate *leaf = subject_leaf(subject);
    struct wording_list list = { 0 };

    for (size_t i = 0; leaf != NULL && i < leaf->name_count; i++)
        wording_list_add(&list, leaf->names[i]);
    wording_list_append(out, &list);
}

/* The root that was found, or the issuer above the last one sent. */
void
value_root(struct buffer *out, const struct subject *subject)
{
    const char *root = NULL;

    if (subject_leaf(subject) == NULL)
        return;

    const struct tls_facts *tls = &subject->path->tls;

    if (tls->genuine.ok)
        root =
            tls->genuine_root != NULL ? tls->genuine_root : tls->genuine.root;
    else if (tls->system.root != NULL)
        root = tls->system.root;
    else
        root = tls->chain[tls->chain_count - 1]->issuer;
    if (root != NULL)
        units_append_line(out, root);
}

void
value_system_verdict(struct buffer *out, const struct subject *subject)
{
    if (subject_leaf(subject) == NULL)
        return;

    const struct verification *system = &subject->path->tls.system;

    if (!system->done)
        buffer_append_text(out, "not consulted");
    else if (system->ok)
        buffer_append_text(out, "trusted");
    else if (system->text != NULL)
        units_append_line(out, system->text);
    else
        buffer_append_text(out, "not trusted");
}

void
value_tls_version(struct buffer *out, const struct subject *subject)
{
    if (subject->path != NULL && subject->path->tls.version != NULL)
        units_append_line(out, subject->path->tls.version);
}

/* A late alert tells more than one of the handshake, which there was not. */
void
value_alert(struct buffer *out, const struct subject *subject)
{
    const struct path *path = subject->path;

    if (path == NULL)
        return;

    bool late = path->http.alert_name != NULL;
    const char *name = late ? path->http.alert_name : path->tls.alert_name;

    if (name == NULL)
        return;
    units_append_line(out, name);
    buffer_printf(out, " (%" PRId64 ")",
                  late ? path->http.alert : path->tls.alert);
}

/* HTTP and the clock. */

void
value_status(struct buffer *out, const struct subject *subject)
{
    const struct path *path = subject->path;

    if (path == NULL)
        return;

    int64_t status = page_of_path(path).status;

    if (status == 0)
        status = path->proxy.status;
    if (status > 0)
        buffer_printf(out, "%" PRId64, status);
}

void
value_status_line(struct buffer *out, const struct subject *subject)
{
    const struct path *path = subject->path;
    struct buffer text = { 0 };

    if (path == NULL)
        return;

    struct span line = page_of_path(path).status_line;

    if (path->http.status_line != NULL)
        line = span_of(path->http.status_line);
    else if (line.length == 0)
        line = span_of(path->proxy.status_line);
    buffer_append(&text, line.text, line.length);
    if (text.length > 0)
        units_append_line(out, buffer_text(&text));
    buffer_release(&text);
}

void
value_proxy_error(struct buffer *out, const struct subject *subject)
{
    struct page page = { 0 };
    const char *code;

    if (subject->path != NULL)
        page = page_of_path(subject->path);
    code = page_proxy_error(&page);
    if (code != NULL)
        buffer_append_text(out, code);
}

void
value_expected_status(struct buffer *out, const struct subject *subject)
{
    if (subject->target == NULL)
        return;

    const struct genuine_answer *genuine = &subject->target->endpoint->genuine;

    if (genuine->status > 0)
        buffer_printf(out, "%" PRId64, genuine->status);
    if (genuine->status_from > 0)
        buffer_printf(out, "%s%" PRId64 " to %" PRId64,
                      genuine->status > 0 ? ", or any of " : "",
                      genuine->status_from, genuine->status_to);
}

void
value_offset(struct buffer *out, const struct subject *subject)
{
    if (subject->path == NULL || !subject->path->http.has_date)
        return;

    int64_t offset = subject->path->http.clock_offset_s;

    units_append_span(out, offset);
    if (offset != 0)
        buffer_append_text(out, offset > 0 ? " ahead" : " behind");
}
