#include <string.h>

#include "base/letter_case.h"
#include "transcript/mask_state.h"
#include "transcript/own_words.h"

/* Signs and words. */

static bool
is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

bool
mask_is_word_sign(char sign)
{
    return is_digit(sign) || (sign >= 'a' && sign <= 'z') ||
           (sign >= 'A' && sign <= 'Z') || (unsigned char)sign >= 0x80;
}

struct span
mask_word_at(struct span text)
{
    struct span word = { text.text, 0 };

    while (word.length < text.length &&
           mask_is_word_sign(text.text[word.length]))
        word.length++;
    return word;
}

static bool
is_all_digits(struct span word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!is_digit(word.text[i]))
            return false;
    return true;
}

const char *
mask_span_text(struct mask *mask, struct span span)
{
    return arena_copy(&mask->arena, span.text, span.length);
}

/* One bit says that it was asked, the other what the answer was. */
static bool
remember_own(struct mask *mask, struct span text, bool (*is_own)(struct span),
             unsigned asked, unsigned yes)
{
    const char *key = mask_span_text(mask, text);
    unsigned *known = text_table_find(&mask->own, key);

    if (known == NULL) {
        known = arena_new(&mask->arena, 1, sizeof *known);
        text_table_put(&mask->own, &mask->arena, key, known);
    }
    if ((*known & asked) == 0)
        *known |= asked | (is_own(text) ? yes : 0);
    return (*known & yes) != 0;
}

bool
mask_is_own_word(struct mask *mask, struct span word)
{
    return remember_own(mask, word, own_words_has, 1u, 2u);
}

bool
mask_is_own_host(struct mask *mask, struct span host)
{
    return remember_own(mask, host, own_words_has_host, 4u, 8u);
}

/* What is looked for. */

void
mask_open_words(struct mask *mask, struct span text)
{
    static char yes[] = "";

    while (text.length > 0) {
        struct span word = mask_word_at(text);

        if (word.length > 0)
            text_table_put(&mask->open_words, &mask->arena,
                           mask_span_text(mask, word), yes);
        text = span_from(text, word.length > 0 ? word.length : 1);
    }
}

static size_t
digits_at(struct span word, size_t from)
{
    size_t at = from;

    while (at < word.length && is_digit(word.text[at]))
        at++;
    return at - from;
}

/* A part of a date as the program writes it: "27T00", "20261127T004525Z". */
static bool
is_of_date(struct span word)
{
    size_t day = digits_at(word, 0);
    size_t at = day;

    if (day == 0)
        return false;
    if (at < word.length && word.text[at] == 'T')
        at += 1 + digits_at(word, at + 1);
    if (at == day && day > 2) /* "45Z" are seconds */
        return false;
    if (at < word.length && word.text[at] == 'Z')
        at++;
    return at == word.length && at > day;
}

bool
mask_word_is_open(struct mask *mask, struct span word)
{
    return mask_is_own_word(mask, word) || is_of_date(word) ||
           text_table_find(&mask->open_words, mask_span_text(mask, word)) !=
               NULL;
}

bool
mask_words_are_open(struct mask *mask, struct span text)
{
    while (text.length > 0) {
        struct span word = mask_word_at(text);

        if (word.length > 0 && !mask_word_is_open(mask, word))
            return false;
        text = span_from(text, word.length > 0 ? word.length : 1);
    }
    return true;
}

bool
mask_word_is_searched(struct mask *mask, const char *original)
{
    struct span word = span_of(original);

    return word.length >= SHORTEST_WORD && !mask_word_is_open(mask, word) &&
           (!is_all_digits(word) || word.length > SHORTEST_WITHIN);
}

/* The list of what may hide within a word, as far as there are aliases. */
static void
update_words(struct mask *mask)
{
    size_t count = aliases_count(mask->aliases);

    for (; mask->words_from < count; mask->words_from++) {
        struct alias alias = aliases_at(mask->aliases, mask->words_from);

        if (alias.kind == ALIAS_WORD &&
            strlen(alias.original) >= SHORTEST_BESIDE_DIGITS &&
            mask_word_is_searched(mask, alias.original))
            arena_push(&mask->arena, &mask->words, &mask->word_count,
                       alias.original);
    }
}

/* A short one counts only where a digit or an end is on either side. */
static bool
lower_word_has(const char *word, const char *original)
{
    size_t length = strlen(original);

    for (const char *at = strcasestr(word, original); at != NULL;
         at = strcasestr(at + 1, original)) {
        if (length >= SHORTEST_WITHIN)
            return true;
        if ((at == word || is_digit(at[-1])) &&
            (at[length] == '\0' || is_digit(at[length])))
            return true;
    }
    return false;
}

/* The original is in lower case already. */
static bool
word_has(const char *word, const char *original)
{
    struct buffer lower = { 0 };
    bool has;

    if (letter_case_is_ascii(word))
        return lower_word_has(word, original);
    letter_case_append_lower(&lower, word);
    has = lower_word_has(buffer_text(&lower), original);
    buffer_release(&lower);
    return has;
}

const char *
mask_word_holds(struct mask *mask, const char *word)
{
    size_t *clean;

    update_words(mask);
    clean = text_table_find(&mask->clean, word);
    if (clean != NULL && *clean == mask->word_count)
        return NULL;
    for (size_t i = clean != NULL ? *clean : 0; i < mask->word_count; i++)
        if (word_has(word, mask->words[i]))
            return mask->words[i];
    if (clean == NULL) {
        clean = arena_new(&mask->arena, 1, sizeof *clean);
        text_table_put(&mask->clean, &mask->arena, word, clean);
    }
    *clean = mask->word_count;
    return NULL;
}

/* Writing words. */

static void
append_span(struct buffer *out, struct span span)
{
    buffer_append(out, span.text, span.length);
}

/* The end of a name that was masked is one, too: "t1". */
static bool
is_alias_already(const struct mask *mask, const char *text)
{
    return aliases_is_alias(mask->aliases, ALIAS_WORD, text) ||
           aliases_is_alias(mask->aliases, ALIAS_SUFFIX, text);
}

void
mask_append_word(struct mask *mask, struct buffer *out, const char *stem,
                 struct span word, bool force)
{
    const char *text = mask_span_text(mask, word);

    if (is_alias_already(mask, text) ||
        (!force && mask_word_is_open(mask, word)))
        append_span(out, word);
    else
        buffer_append_text(out, aliases_word(mask->aliases, stem, text));
}

void
mask_append_known_word(struct mask *mask, struct buffer *out, struct span word)
{
    const char *text = mask_span_text(mask, word);
    const char *alias;

    if (word.length < SHORTEST_WORD || mask_word_is_open(mask, word) ||
        is_alias_already(mask, text)) {
        append_span(out, word);
        return;
    }
    alias = aliases_find(mask->aliases, ALIAS_WORD, text);
    if (alias != NULL && !mask_word_is_searched(mask, text))
        alias = NULL;
    if (alias == NULL && mask_word_holds(mask, text) != NULL)
        alias = aliases_word(mask->aliases, "word", text);
    if (alias == NULL) {
        append_span(out, word);
        return;
    }
    buffer_append_text(out, alias);
    mask_note(mask, "text", word, alias);
}

/* A number of up to four digits is a year, a port, a part of a date. */
static bool
is_plain_number(struct span word)
{
    enum { SHORT_NUMBER = 4 };

    return word.length <= SHORT_NUMBER && is_all_digits(word);
}

void
mask_append_words(struct mask *mask, struct buffer *out, const char *stem,
                  struct span text, bool force)
{
    while (text.length > 0) {
        struct span word = mask_word_at(text);
        struct address address;
        size_t length = mask_address_at(text, &address);

        if (length > 0) {
            mask_append_address(mask, out, (struct span){ text.text, length },
                                &address, false);
            text = span_from(text, length);
        } else if (word.length == 0) {
            buffer_append_byte(out, text.text[0]);
            text = span_from(text, 1);
        } else if (!force &&
                   (word.length < SHORTEST_WORD || is_plain_number(word))) {
            append_span(out, word);
            text = span_from(text, word.length);
        } else {
            mask_append_word(mask, out, stem, word, force);
            text = span_from(text, word.length);
        }
    }
}

/* Hosts. */

enum { MOST_LABELS = 128 };

struct labels {
    struct span items[MOST_LABELS];
    size_t count;
};

static void
split_labels(struct labels *labels, struct span host)
{
    labels->count = 0;
    while (host.length > 0 && labels->count < MOST_LABELS) {
        size_t length = span_find(host, ".");

        if (labels->count + 1 == MOST_LABELS)
            length = host.length;
        labels->items[labels->count++] = (struct span){ host.text, length };
        host = span_from(host, length + 1);
    }
}

static bool
is_country(struct span label)
{
    return label.length == 2 && !is_digit(label.text[0]);
}

/* In "co.uk" both labels say nothing about whose the name is. */
static size_t
owner_label(const struct labels *labels)
{
    static const char *const second[] = { "co",  "com", "ac",  "edu",
                                          "gov", "net", "org", "or" };
    size_t last = labels->count - 1;

    if (labels->count < 2)
        return 0;
    for (size_t i = 0; last >= 2 && i < sizeof second / sizeof second[0]; i++)
        if (is_country(labels->items[last]) &&
            span_equals_any_case(labels->items[last - 1], second[i]))
            return last - 2;
    return last - 1;
}

static void
append_suffix(struct mask *mask, struct buffer *out, struct span label)
{
    const char *text = mask_span_text(mask, label);

    if (own_words_is_private_suffix(label) ||
        aliases_is_alias(mask->aliases, ALIAS_SUFFIX, text))
        append_span(out, label);
    else
        buffer_append_text(out, aliases_suffix(mask->aliases, text));
}

/* A number is a part of a name here: "ip-10-1-2-3". */
static void
append_label(struct mask *mask, struct buffer *out, const char *stem,
             struct span label, bool force)
{
    while (label.length > 0) {
        struct span word = mask_word_at(label);

        if (word.length == 0) {
            buffer_append_byte(out, label.text[0]);
            label = span_from(label, 1);
            continue;
        }
        mask_append_word(mask, out, stem, word, force);
        label = span_from(label, word.length);
    }
}

struct span
mask_domain_of(struct span host)
{
    struct labels labels;

    if (host.length > 0 && host.text[host.length - 1] == '.')
        host.length--;
    split_labels(&labels, host);
    if (labels.count < 2)
        return (struct span){ host.text, 0 };

    const char *start = labels.items[owner_label(&labels)].text;

    return span_from(host, (size_t)(start - host.text));
}

static bool
is_of_known_domain(struct mask *mask, struct span host)
{
    struct span domain = mask_domain_of(host);

    return domain.length > 0 &&
           text_table_find(&mask->domains, mask_span_text(mask, domain)) !=
               NULL;
}

void
mask_append_host(struct mask *mask, struct buffer *out, struct span host,
                 bool force)
{
    struct labels labels;

    if (mask_is_own_host(mask, host)) {
        append_span(out, host);
        return;
    }
    force = force || is_of_known_domain(mask, host);
    /* Of a vendor, or of nobody: "zscaler.com". */
    if (!force && mask_words_are_open(mask, host)) {
        append_span(out, host);
        return;
    }
    split_labels(&labels, host);
    for (size_t i = 0; i < labels.count; i++) {
        bool owner = i == owner_label(&labels);

        if (i > 0)
            buffer_append_byte(out, '.');
        if (i > 0 && i + 1 == labels.count)
            append_suffix(mask, out, labels.items[i]);
        else
            append_label(mask, out, i == 0 ? "host" : "dom", labels.items[i],
                         force && owner);
    }
    if (host.length > 0 && host.text[host.length - 1] == '.')
        buffer_append_byte(out, '.');
}

static bool
is_host_sign(char sign)
{
    return mask_is_word_sign(sign) || sign == '-' || sign == '_' ||
           sign == '.';
}

void
mask_append_hosts(struct mask *mask, struct buffer *out, struct span text)
{
    while (text.length > 0) {
        struct address address;
        size_t length = mask_address_at(text, &address);

        if (length > 0) {
            mask_append_address(mask, out, (struct span){ text.text, length },
                                &address, false);
            text = span_from(text, length);
            continue;
        }
        while (length < text.length && is_host_sign(text.text[length]))
            length++;
        /* A port behind a colon is no host. */
        if (length == 0 || text.text[0] == '.') {
            buffer_append_byte(out, text.text[0]);
            text = span_from(text, 1);
            continue;
        }
        mask_append_host(mask, out, (struct span){ text.text, length }, true);
        text = span_from(text, length);
        while (text.length > 0 && text.text[0] == ':') {
            buffer_append_byte(out, ':');
            text = span_from(text, 1);
            while (text.length > 0 && is_digit(text.text[0])) {
                buffer_append_byte(out, text.text[0]);
                text = span_from(text, 1);
            }
        }
    }
}
