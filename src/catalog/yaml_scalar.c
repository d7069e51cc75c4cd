#include "catalog/yaml_scalar.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/safe_text.h"
#include "catalog/host_syntax.h"
#include "catalog/nearest_word.h"
#include "catalog/yaml_known.h"

enum {
    DIGEST_LENGTH = 64,
    DAY_LENGTH = 10,
    TOPIC_LENGTH = 3,
    INTEGER_DIGITS = 18, /* always fit an int64_t */
    ESCAPE_GROWTH = 10,  /* "\u{10ffff}" for one byte at the worst */
    EXCERPT_LIMIT = 24,
};

static const char digits[] = "0123456789";

/* Neither empty nor with NUL in it; NULL with the error filled. */
static const char *
scalar_text(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const char *expected)
{
    if (node->kind == YAML_SCALAR && node->length > 0 &&
        strlen(node->text) == node->length)
        return node->text;
    yaml_reject_kind(decoder, node, expected);
    return NULL;
}

static bool
scalar_keep(const struct yaml_decoder *decoder, const char *text, void *into)
{
    const char *copy = arena_text(decoder->arena, text);

    memcpy(into, &copy, sizeof copy);
    return true;
}

/*
 * The texts end up on a terminal: whatever base/safe_text.h would escape is
 * refused, so that nobody has to wonder what an escape in a sentence means.
 */
static bool
text_is_shown(const struct yaml_decoder *decoder, const struct yaml_node *node,
              enum safe_text_shape shape)
{
    struct buffer safe = { 0 };
    size_t same = 0;

    safe_text_append(&safe, shape, node->text, node->length,
                     node->length * ESCAPE_GROWTH + EXCERPT_LIMIT);

    const char *shown = buffer_text(&safe);

    while (same < safe.length && same < node->length &&
           shown[same] == node->text[same])
        same++;

    bool equal = same == safe.length && same == node->length;

    if (!equal)
        yaml_reject(decoder, node,
                    "expected text that can be shown, found \"%.*s\"",
                    EXCERPT_LIMIT, shown + same);
    buffer_release(&safe);
    return equal;
}

static bool
placeholder_is_known(const struct words *known, const char *name,
                     size_t length)
{
    for (size_t i = 0; i < known->count; i++)
        if (strlen(known->ids[i]) == length &&
            memcmp(known->ids[i], name, length) == 0)
            return true;
    return false;
}

static bool
placeholder_reject(const struct yaml_decoder *decoder,
                   const struct yaml_key *key, const struct yaml_node *node,
                   const char *wrong)
{
    const char *near = nearest_word(wrong, key->words->ids, key->words->count);

    if (near == NULL)
        return yaml_reject(decoder, node,
                           "expected a known placeholder, found \"{%s}\"",
                           wrong);
    return yaml_reject(decoder, node,
                       "expected a known placeholder, found \"{%s}\" "
                       "(did you mean \"{%s}\"?)",
                       wrong, near);
}

static bool
text_check_placeholders(const struct yaml_decoder *decoder,
                        const struct yaml_key *key,
                        const struct yaml_node *node)
{
    const char *at = node->text;

    if (key->words == NULL)
        return true;
    while ((at = strchr(at, '{')) != NULL) {
        size_t length = strcspn(++at, "{} \n");

        if (at[length] != '}')
            return yaml_reject(decoder, node,
                               "expected \"}\" behind \"{%.*s\", found none",
                               EXCERPT_LIMIT, at);
        if (!placeholder_is_known(key->words, at, length))
            return placeholder_reject(
                decoder, key, node,
                arena_printf(decoder->arena, "%.*s", (int)length, at));
        at += length;
    }
    return true;
}

/* A block of text ends in newlines that are not part of what it says. */
static struct yaml_node
text_without_end(const struct yaml_node *node, struct arena *arena)
{
    struct yaml_node text = *node;

    while (text.length > 0 && text.text[text.length - 1] == '\n')
        text.length--;
    text.text = arena_copy(arena, text.text, text.length);
    return text;
}

static bool
text_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, enum safe_text_shape shape,
          const char **into)
{
    if (node->kind != YAML_SCALAR || strspn(node->text, " \n") == node->length)
        return yaml_reject_kind(decoder, node, "text");

    struct yaml_node text = text_without_end(node, decoder->arena);

    if ((int64_t)text.length > key->most)
        return yaml_reject(decoder, node,
                           "expected at most %" PRId64 " bytes of text, "
                           "found %zu",
                           key->most, text.length);
    if (shape == SAFE_LINE && memchr(text.text, '\n', text.length) != NULL)
        return yaml_reject(decoder, node,
                           "expected one line of text, found several");
    if (!text_is_shown(decoder, &text, shape) ||
        !text_check_placeholders(decoder, key, &text))
        return false;
    *into = text.text;
    return true;
}

static bool
line_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    return text_read(decoder, key, node, SAFE_LINE, into);
}

static bool
page_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    return text_read(decoder, key, node, SAFE_PAGE, into);
}

/* What a server sends may be empty and hostile, but C ends it with a NUL. */
static bool
wire_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    bool missing = node->length == 0 && node->plain;

    if (node->kind != YAML_SCALAR || missing)
        return yaml_reject_kind(decoder, node, "text");
    if (strlen(node->text) != node->length)
        return yaml_reject_kind(decoder, node, "text without \\0");
    if ((int64_t)node->length > key->most)
        return yaml_reject(decoder, node,
                           "expected at most %" PRId64 " bytes of text, "
                           "found %zu",
                           key->most, node->length);
    return scalar_keep(decoder, node->text, into);
}

bool
yaml_scalar_is_id(const char *text)
{
    size_t length = strlen(text);

    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
           text[0] >= 'a' && text[length - 1] != '-' &&
           strstr(text, "--") == NULL;
}

static bool
id_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
        const struct yaml_node *node, void *into)
{
    static const char expected[] =
        "an id of lower-case letters, digits and hyphens";
    const char *id = scalar_text(decoder, node, expected);

    if (id == NULL)
        return false;
    if ((int64_t)node->length > key->most || !yaml_scalar_is_id(id))
        return yaml_reject_kind(decoder, node, expected);
    return scalar_keep(decoder, id, into);
}

static bool
topic_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
           const struct yaml_node *node, void *into)
{
    static const char expected[] = "a topic such as S01";
    const char *topic = scalar_text(decoder, node, expected);

    (void)key;
    if (topic == NULL)
        return false;
    if (node->length != TOPIC_LENGTH || topic[0] < 'A' || topic[0] > 'Z' ||
        strspn(topic + 1, digits) != TOPIC_LENGTH - 1)
        return yaml_reject_kind(decoder, node, expected);
    return scalar_keep(decoder, topic, into);
}

static bool
address_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
             const struct yaml_node *node, void *into)
{
    static const char expected[] = "an IPv4 or IPv6 address";
    struct address address;
    const char *text = scalar_text(decoder, node, expected);

    (void)key;
    if (text == NULL)
        return false;
    if (strpbrk(text, "[]%") != NULL || !address_parse(text, &address))
        return yaml_reject_kind(decoder, node, expected);
    memcpy(into, &address, sizeof address);
    return true;
}

static bool
host_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    char host[HOST_TEXT_SIZE];
    const char *text = scalar_text(decoder, node, "a host name");

    (void)key;
    if (text == NULL)
        return false;

    const char *fault = host_syntax_read(text, host);

    if (fault != NULL)
        return yaml_reject(decoder, node, "expected a host name %s, found %s",
                           fault, yaml_node_describe(node, decoder->arena));
    return scalar_keep(decoder, host, into);
}

/* What is quoted is text, and looks right: the quotes have to be named. */
static bool
bare_reject(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const char *expected)
{
    bool quoted = node->kind == YAML_SCALAR && !node->plain;
    const char *whole = arena_printf(decoder->arena, "%s%s", expected,
                                     quoted ? " without quotes" : "");

    return yaml_reject_kind(decoder, node, whole);
}

/* Digits with no sign but "-": no leading zero, no other base, no quotes. */
static bool
integer_parse(const struct yaml_node *node, int64_t *value)
{
    if (node->kind != YAML_SCALAR || !node->plain)
        return false;

    bool negative = node->text[0] == '-';
    const char *figures = node->text + negative;
    size_t length = node->length - negative;

    if (length == 0 || length > INTEGER_DIGITS ||
        strspn(figures, digits) != length ||
        (figures[0] == '0' && (length > 1 || negative)))
        return false;
    *value = strtoll(node->text, NULL, 10);
    return true;
}

static bool
integer_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
             const struct yaml_node *node, void *into)
{
    int64_t value;

    if (!integer_parse(node, &value) || value < key->least ||
        value > key->most)
        return bare_reject(decoder, node,
                           arena_printf(decoder->arena,
                                        "a number from %" PRId64
                                        " to %" PRId64,
                                        key->least, key->most));
    memcpy(into, &value, sizeof value);
    return true;
}

static bool
port_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    int64_t value;

    (void)key;
    if (!integer_parse(node, &value) || value < 1 || value > UINT16_MAX)
        return bare_reject(decoder, node, "a port from 1 to 65535");

    uint16_t port = (uint16_t)value;

    memcpy(into, &port, sizeof port);
    return true;
}

static bool
flag_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    bool value = node->kind == YAML_SCALAR && strcmp(node->text, "true") == 0;

    (void)key;
    if (node->kind != YAML_SCALAR || !node->plain ||
        (!value && strcmp(node->text, "false") != 0))
        return bare_reject(decoder, node, "true or false");
    memcpy(into, &value, sizeof value);
    return true;
}

static bool
word_reject(const struct yaml_decoder *decoder, const struct yaml_key *key,
            const struct yaml_node *node)
{
    struct buffer known = { 0 };

    for (size_t i = 0; i < key->words->count; i++)
        buffer_printf(&known, "%s%s", i > 0 ? ", " : "one of ",
                      key->words->ids[i]);
    yaml_reject_kind(decoder, node, buffer_text(&known));
    buffer_release(&known);
    return false;
}

static bool
word_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
          const struct yaml_node *node, void *into)
{
    int value = -1;

    if (node->kind == YAML_SCALAR && strlen(node->text) == node->length)
        value = words_value(key->words, node->text);
    if (value < 0)
        return word_reject(decoder, key, node);
    memcpy(into, &value, sizeof value);
    return true;
}

static bool
digest_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
            const struct yaml_node *node, void *into)
{
    (void)key;
    if (node->kind != YAML_SCALAR || node->length != DIGEST_LENGTH ||
        strspn(node->text, "0123456789ABCDEF") != DIGEST_LENGTH)
        return yaml_reject_kind(decoder, node, "64 upper-case hex digits");
    return scalar_keep(decoder, node->text, into);
}

static bool
prefix_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
            const struct yaml_node *node, void *into)
{
    static const char expected[] =
        "an address, or a prefix such as 192.0.2.0/24";
    struct address_prefix prefix;
    const char *text = scalar_text(decoder, node, expected);

    (void)key;
    if (text == NULL)
        return false;
    if (!address_prefix_parse(text, &prefix))
        return yaml_reject_kind(decoder, node, expected);
    memcpy(into, &prefix, sizeof prefix);
    return true;
}

static bool
day_parse(const struct yaml_node *node, int64_t *unix_seconds)
{
    return node->kind == YAML_SCALAR && node->length == DAY_LENGTH &&
           strlen(node->text) == DAY_LENGTH &&
           clock_parse(node->text, unix_seconds);
}

static bool
day_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
         const struct yaml_node *node, void *into)
{
    int64_t unix_seconds;

    (void)key;
    if (!day_parse(node, &unix_seconds))
        return yaml_reject_kind(decoder, node, "a date such as 2026-11-24");
    return scalar_keep(decoder, node->text, into);
}

static bool
day_time_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
              const struct yaml_node *node, void *into)
{
    int64_t unix_seconds;

    (void)key;
    if (!day_parse(node, &unix_seconds))
        return yaml_reject_kind(decoder, node, "a date such as 2026-11-24");
    memcpy(into, &unix_seconds, sizeof unix_seconds);
    return true;
}

yaml_reader *const yaml_scalar_readers[YAML_FORM_COUNT] = {
    [YAML_LINE] = line_read,
    [YAML_PAGE] = page_read,
    [YAML_WIRE] = wire_read,
    [YAML_ID] = id_read,
    [YAML_TOPIC] = topic_read,
    [YAML_CAUSE] = yaml_known_cause,
    [YAML_SELECTOR] = yaml_known_selector,
    [YAML_SELECTORS] = yaml_known_selectors,
    [YAML_ADDRESS] = address_read,
    [YAML_HOST] = host_read,
    [YAML_PORT] = port_read,
    [YAML_INTEGER] = integer_read,
    [YAML_FLAG] = flag_read,
    [YAML_WORD] = word_read,
    [YAML_DIGEST] = digest_read,
    [YAML_PREFIX] = prefix_read,
    [YAML_DAY] = day_read,
    [YAML_DAY_TIME] = day_time_read,
};

static_assert(sizeof(enum yaml_form) == sizeof(int),
              "a word is stored as an int");
