#include "transcript/aliases.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/letter_case.h"
#include "base/memory.h"
#include "base/width.h"
#include "transcript/alias_table.h"
#include "transcript/own_words.h"

const char *const alias_kind_ids[] = {
    [ALIAS_WORD] = "word",
    [ALIAS_SUFFIX] = "suffix",
    [ALIAS_NETWORK4] = "network4",
    [ALIAS_NETWORK6] = "network6",
    [ALIAS_INTERFACE6] = "interface6",
    [ALIAS_NUMBER] = "number",
};
static_assert(sizeof alias_kind_ids / sizeof alias_kind_ids[0] ==
                  ALIAS_KIND_COUNT,
              "every kind has an id");

struct alias_counter {
    enum alias_kind kind;
    size_t width;
    const char *name;
    int64_t value;
    struct alias_counter *next;
};

struct aliases *
aliases_new(void)
{
    return memory_new(1, sizeof(struct aliases));
}

void
aliases_free(struct aliases *aliases)
{
    if (aliases == NULL)
        return;
    arena_release(&aliases->arena);
    free(aliases);
}

/* The tables. */

static char
lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a')
                                          : letter;
}

/* FNV-1a over the text in lower case. */
static size_t
bucket_of(enum alias_kind kind, const char *text)
{
    uint32_t hash = 2166136261u + (uint32_t)kind;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)lower(*text)) * 16777619u;
    return hash % ALIAS_BUCKETS;
}

static struct alias_entry *
find_folded(struct alias_entry *const table[ALIAS_BUCKETS],
            enum alias_kind kind, const char *text)
{
    struct alias_entry *entry = table[bucket_of(kind, text)];

    while (entry != NULL &&
           (entry->kind != kind || strcasecmp(entry->text, text) != 0))
        entry = entry->next;
    return entry;
}

static struct alias_entry *
find_entry(struct alias_entry *const table[ALIAS_BUCKETS],
           enum alias_kind kind, const char *text)
{
    struct buffer lower = { 0 };
    struct alias_entry *entry;

    if (letter_case_is_ascii(text))
        return find_folded(table, kind, text);
    letter_case_append_lower(&lower, text);
    entry = find_folded(table, kind, buffer_text(&lower));
    buffer_release(&lower);
    return entry;
}

static struct alias_entry *
add_entry(struct aliases *aliases, struct alias_entry *table[ALIAS_BUCKETS],
          enum alias_kind kind, const char *text)
{
    struct alias_entry *entry =
        arena_new(&aliases->arena, 1, sizeof(struct alias_entry));
    struct buffer lower = { 0 };
    size_t bucket;

    letter_case_append_lower(&lower, text);
    entry->kind = kind;
    entry->text = arena_text(&aliases->arena, buffer_text(&lower));
    buffer_release(&lower);
    bucket = bucket_of(kind, entry->text);
    entry->next = table[bucket];
    table[bucket] = entry;
    return entry;
}

const struct alias_entry *
alias_table_original(const struct aliases *aliases, enum alias_kind kind,
                     const char *text)
{
    return find_entry(aliases->originals, kind, text);
}

bool
alias_table_is_free(const struct aliases *aliases, enum alias_kind kind,
                    const char *text)
{
    return (kind != ALIAS_WORD || !own_words_has(span_of(text))) &&
           find_entry(aliases->originals, kind, text) == NULL &&
           find_entry(aliases->taken, kind, text) == NULL &&
           find_entry(aliases->wished, kind, text) == NULL;
}

void
alias_table_add_wish(struct aliases *aliases, enum alias_kind kind,
                     const char *original, const char *alias)
{
    if (find_entry(aliases->wishes, kind, original) != NULL ||
        find_entry(aliases->wished, kind, alias) != NULL)
        return;

    struct alias_entry *wish =
        add_entry(aliases, aliases->wishes, kind, original);

    wish->alias = add_entry(aliases, aliases->wished, kind, alias)->text;
    arena_push(&aliases->arena, &aliases->wish_list, &aliases->wish_count,
               wish);
}

const char *
alias_table_wish(const struct aliases *aliases, enum alias_kind kind,
                 const char *original)
{
    const struct alias_entry *wish =
        find_entry(aliases->wishes, kind, original);

    if (wish == NULL ||
        find_entry(aliases->originals, kind, wish->alias) != NULL ||
        find_entry(aliases->taken, kind, wish->alias) != NULL)
        return NULL;
    return wish->alias;
}

const char *
alias_table_give(struct aliases *aliases, enum alias_kind kind,
                 const char *original, const char *alias)
{
    struct alias_entry *entry = find_entry(aliases->originals, kind, original);

    assert(find_entry(aliases->taken, kind, alias) == NULL);
    if (entry == NULL)
        entry = add_entry(aliases, aliases->originals, kind, original);
    entry->alias = add_entry(aliases, aliases->taken, kind, alias)->text;
    arena_push(&aliases->arena, &aliases->given, &aliases->given_count, entry);
    return entry->alias;
}

int64_t *
alias_table_counter(struct aliases *aliases, enum alias_kind kind,
                    const char *name, size_t width)
{
    struct alias_counter *counter = aliases->counters;

    while (counter != NULL &&
           (counter->kind != kind || counter->width != width ||
            strcmp(counter->name, name) != 0))
        counter = counter->next;
    if (counter == NULL) {
        counter = arena_new(&aliases->arena, 1, sizeof *counter);
        counter->kind = kind;
        counter->width = width;
        counter->name = arena_text(&aliases->arena, name);
        counter->next = aliases->counters;
        aliases->counters = counter;
    }
    return &counter->value;
}

void
aliases_reserve(struct aliases *aliases, enum alias_kind kind,
                const char *text)
{
    if (find_entry(aliases->originals, kind, text) == NULL)
        (void)add_entry(aliases, aliases->originals, kind, text);
}

const char *
aliases_find(const struct aliases *aliases, enum alias_kind kind,
             const char *original)
{
    const struct alias_entry *entry =
        find_entry(aliases->originals, kind, original);

    return entry != NULL ? entry->alias : NULL;
}

bool
aliases_is_alias(const struct aliases *aliases, enum alias_kind kind,
                 const char *text)
{
    return find_entry(aliases->taken, kind, text) != NULL;
}

size_t
aliases_count(const struct aliases *aliases)
{
    return aliases->given_count;
}

struct alias
aliases_at(const struct aliases *aliases, size_t index)
{
    const struct alias_entry *entry = aliases->given[index];

    return (struct alias){ entry->kind, entry->text, entry->alias };
}

/* Words and numbers. */

enum {
    LONGEST_ALIAS = 4096, /* columns; what is wider is no word */
    MOST_DIGITS = 9,
    DIGITS = 10,
    LETTERS_AND_DIGITS = 36,
};

static size_t
digits_of(int64_t number)
{
    size_t digits = 1;

    for (; number >= DIGITS; number /= DIGITS)
        digits++;
    return digits;
}

/*
 * The number-th word of that width: the stem, shortened so that the number
 * fits, then the number with as many zeros in front as there is room for.
 * False when not even one letter of the stem is left.
 */
static bool
stem_word(struct buffer *out, const char *stem, size_t width, int64_t number)
{
    size_t digits = digits_of(number);
    size_t letters = strlen(stem);

    if (width < digits + 1)
        return false;
    if (letters > width - digits)
        letters = width - digits;
    buffer_append(out, stem, letters);
    buffer_append_fill(out, '0', width - letters - digits);
    buffer_printf(out, "%lld", (long long)number);
    return true;
}

/* The number-th of all words of that width; false when there are no more. */
static bool
any_word(struct buffer *out, size_t width, int64_t number)
{
    static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789";

    buffer_append_fill(out, 'a', width);
    for (size_t i = width; i-- > 0 && number > 0;) {
        out->data[i] = signs[number % LETTERS_AND_DIGITS];
        number /= LETTERS_AND_DIGITS;
    }
    return number == 0;
}

typedef bool word_maker(struct buffer *out, const char *stem, size_t width,
                        int64_t number);

static bool
make_any_word(struct buffer *out, const char *stem, size_t width,
              int64_t number)
{
    (void)stem;
    return any_word(out, width, number);
}

static bool
make_number(struct buffer *out, const char *stem, size_t width, int64_t number)
{
    char digits[MOST_DIGITS * 2];
    int length =
        snprintf(digits, sizeof digits, "%llx", (unsigned long long)number);

    (void)stem;
    if ((size_t)length > width)
        return false;
    buffer_append_fill(out, '0', width - (size_t)length);
    buffer_append_text(out, digits);
    return true;
}

/* The next free candidate into the buffer; false when there are no more. */
static bool
next_free(struct aliases *aliases, enum alias_kind kind, word_maker *maker,
          const char *stem, size_t width, struct buffer *out)
{
    int64_t *counter = alias_table_counter(
        aliases, kind, maker == make_any_word ? "" : stem, width);

    for (;;) {
        buffer_cut(out, 0);
        if (!maker(out, stem, width, *counter + (maker != make_any_word)))
            return false;
        ++*counter;
        if (alias_table_is_free(aliases, kind, buffer_text(out)))
            return true;
    }
}

static const char *
make_alias(struct aliases *aliases, enum alias_kind kind, word_maker *maker,
           const char *stem, const char *original)
{
    size_t width = width_of(original);
    struct buffer alias = { 0 };
    const char *wish = alias_table_wish(aliases, kind, original);

    if (wish != NULL)
        return alias_table_give(aliases, kind, original, wish);
    if (width == 0)
        width = 1;
    if (width > LONGEST_ALIAS)
        width = LONGEST_ALIAS;
    while (!next_free(aliases, kind, maker, stem, width, &alias) &&
           !next_free(aliases, kind, make_any_word, stem, width, &alias))
        width++;

    const char *given =
        alias_table_give(aliases, kind, original, buffer_text(&alias));

    buffer_release(&alias);
    return given;
}

const char *
aliases_word(struct aliases *aliases, const char *stem, const char *word)
{
    const char *known = aliases_find(aliases, ALIAS_WORD, word);

    if (known != NULL)
        return known;
    aliases_reserve(aliases, ALIAS_WORD, word);
    return make_alias(aliases, ALIAS_WORD, stem_word, stem, word);
}

const char *
aliases_suffix(struct aliases *aliases, const char *label)
{
    const char *known = aliases_find(aliases, ALIAS_SUFFIX, label);

    if (known != NULL)
        return known;
    aliases_reserve(aliases, ALIAS_SUFFIX, label);
    return make_alias(aliases, ALIAS_SUFFIX, stem_word, "tld", label);
}

const char *
aliases_number(struct aliases *aliases, const char *digits)
{
    const char *known = aliases_find(aliases, ALIAS_NUMBER, digits);

    if (known != NULL)
        return known;
    aliases_reserve(aliases, ALIAS_NUMBER, digits);
    return make_alias(aliases, ALIAS_NUMBER, make_number, "", digits);
}
