#include <string.h>

#include "transcript/mask_state.h"
#include "transcript/own_words.h"

/* Addresses. */

static bool
is_address_sign(char sign)
{
    return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'f') ||
           (sign >= 'A' && sign <= 'F') || sign == ':' || sign == '.';
}

static bool
parse_span(struct span text, struct address *address)
{
    char copy[ADDRESS_TEXT_SIZE];

    if (text.length >= sizeof copy)
        return false;
    memcpy(copy, text.text, text.length);
    copy[text.length] = '\0';
    return address_parse(copy, address);
}

/*
 * The longest beginning that is an address and does not end within a word:
 * "10.1.2.3:443", "2001:db8::1." at the end of a sentence.
 */
size_t
mask_address_at(struct span text, struct address *address)
{
    struct span token = { text.text, 0 };
    size_t signs = 0;

    while (token.length < text.length && token.length < ADDRESS_TEXT_SIZE &&
           is_address_sign(text.text[token.length])) {
        signs +=
            text.text[token.length] == ':' || text.text[token.length] == '.';
        token.length++;
    }
    if (token.length < text.length &&
        mask_is_word_sign(text.text[token.length]) && signs > 0) {
        while (token.length > 0 &&
               mask_is_word_sign(text.text[token.length - 1]))
            token.length--;
    }
    for (; signs >= 2 && token.length >= 2; token.length--)
        if ((token.length == text.length ||
             !mask_is_word_sign(text.text[token.length])) &&
            parse_span(token, address))
            return token.length;
    return 0;
}

void
mask_append_address(struct mask *mask, struct buffer *out, struct span text,
                    const struct address *address, bool known_only)
{
    char alias_text[ADDRESS_TEXT_SIZE];
    struct address alias = *address;

    if (!known_only || mask_address_is_hidden(mask, address))
        alias = mask_address(mask, address);
    if (address_equal(&alias, address)) {
        buffer_append(out, text.text, text.length);
        return;
    }
    buffer_append_text(out, address_format(&alias, alias_text));
}

/* Any text, from its start; each taker returns how many bytes it has taken. */

struct scan {
    struct mask *mask;
    struct buffer *out;
    enum mask_zeal zeal;
    struct span whole;
    size_t at;
};

static struct span
rest(const struct scan *scan)
{
    return span_from(scan->whole, scan->at);
}

static bool
begins_word(const struct scan *scan)
{
    return scan->at == 0 || !mask_is_word_sign(scan->whole.text[scan->at - 1]);
}

/* Not where a number goes on: the 2.3.4.5 of 1.2.3.4.5. */
static size_t
take_address(struct scan *scan)
{
    struct address address;
    struct span text = rest(scan);
    size_t length;

    if (scan->at > 0 && scan->whole.text[scan->at - 1] == '.')
        return 0;
    length = mask_address_at(text, &address);
    if (length > 0)
        mask_append_address(scan->mask, scan->out,
                            (struct span){ text.text, length }, &address,
                            scan->zeal == ZEAL_KNOWN);
    return length;
}

/* A whole name that consists of words that say nothing by themselves. */
static size_t
take_name(struct scan *scan)
{
    struct span text = rest(scan);

    for (size_t i = 0; i < scan->mask->name_count; i++) {
        const char *name = scan->mask->names[i];
        size_t length = strlen(name);

        if (!span_begins_any_case(text, name) ||
            (length < text.length && mask_is_word_sign(text.text[length])))
            continue;

        size_t start = scan->out->length;

        mask_append_host(scan->mask, scan->out,
                         (struct span){ text.text, length }, true);
        mask_note(scan->mask, "text", (struct span){ text.text, length },
                  buffer_text(scan->out) + start);
        return length;
    }
    return 0;
}

static bool
is_name_sign(char sign)
{
    return mask_is_word_sign(sign) || sign == '-' || sign == '_' ||
           sign == '.';
}

/* Without the dots and hyphens that end a sentence. */
static struct span
name_at(struct span text)
{
    struct span name = { text.text, 0 };

    while (name.length < text.length && is_name_sign(text.text[name.length]))
        name.length++;
    while (name.length > 0 && !mask_is_word_sign(name.text[name.length - 1]))
        name.length--;
    return name;
}

static struct span
last_label(struct span name)
{
    size_t from = name.length;

    while (from > 0 && name.text[from - 1] != '.')
        from--;
    return span_from(name, from);
}

static size_t
count_dots(struct span name)
{
    size_t dots = 0;

    for (size_t i = 0; i < name.length; i++)
        dots += name.text[i] == '.';
    return dots;
}

/*
 * What looks like a host without being known: not the name of a class, which
 * begins with "com", nor a version. A country needs two dots, for "main.py"
 * is a file.
 */
static bool
looks_like_host(struct span name)
{
    struct span last = last_label(name);
    size_t dots = count_dots(name);

    if (dots == 0 || last.length < 2)
        return false;
    return own_words_is_private_suffix(last) ||
           own_words_is_public_suffix(last) ||
           (dots >= 2 && last.length == 2 && last.text[0] > '9' &&
            last.text[1] > '9');
}

static void
append_noted(struct scan *scan, struct span original, size_t start)
{
    if (strncasecmp(buffer_text(scan->out) + start, original.text,
                    original.length) != 0)
        mask_note(scan->mask, "text", original,
                  buffer_text(scan->out) + start);
}

static size_t
take_host(struct scan *scan)
{
    struct span name = name_at(rest(scan));
    size_t start = scan->out->length;

    if (scan->zeal == ZEAL_KNOWN ||
        (!looks_like_host(name) && !mask_is_own_host(scan->mask, name)))
        return 0;
    mask_append_host(scan->mask, scan->out, name, false);
    append_noted(scan, name, start);
    return name.length;
}

/* user@host; both parts. */
static size_t
take_mail(struct scan *scan)
{
    struct span text = rest(scan);
    struct span user = { text.text, 0 };

    while (user.length < text.length &&
           (is_name_sign(text.text[user.length]) ||
            text.text[user.length] == '+'))
        user.length++;
    if (scan->zeal == ZEAL_KNOWN || user.length == 0 ||
        user.length == text.length || text.text[user.length] != '@')
        return 0;

    struct span host = name_at(span_from(text, user.length + 1));
    struct span all = { text.text, user.length + 1 + host.length };
    size_t start = scan->out->length;

    if (host.length == 0)
        return 0;
    if (mask_is_own_host(scan->mask, host)) {
        buffer_append(scan->out, all.text, all.length);
        return all.length;
    }
    mask_append_words(scan->mask, scan->out, "user", user,
                      !mask_words_are_open(scan->mask, host));
    buffer_append_byte(scan->out, '@');
    mask_append_host(scan->mask, scan->out, host, false);
    append_noted(scan, all, start);
    return all.length;
}

/* What stands between "//" and "@" of a URL is an account, or worse. */
static size_t
take_userinfo(struct scan *scan, struct span text)
{
    size_t end = 0;
    size_t at = text.length;

    while (end < text.length &&
           strchr("/?# \n\t\"'<>", text.text[end]) == NULL)
        end++;
    for (size_t i = 0; i < end; i++)
        if (text.text[i] == '@')
            at = i;
    if (at == text.length)
        return 0;
    mask_append_words(scan->mask, scan->out, "user",
                      (struct span){ text.text, at }, true);
    buffer_append_byte(scan->out, '@');
    return at + 1;
}

static size_t
take_url(struct scan *scan)
{
    struct span text = rest(scan);
    size_t taken = 3;

    if (scan->zeal == ZEAL_KNOWN || !span_begins_any_case(text, "://"))
        return 0;
    buffer_append_text(scan->out, "://");
    taken += take_userinfo(scan, span_from(text, taken));

    struct span host = name_at(span_from(text, taken));
    struct address address;
    size_t start = scan->out->length;

    if (host.length == 0 ||
        mask_address_at(span_from(text, taken), &address) > 0)
        return taken;
    mask_append_host(scan->mask, scan->out, host, false);
    append_noted(scan, host, start);
    return taken + host.length;
}

/*
 * What pages and logs put in front of an account or a machine: the value is
 * hidden even when nobody knows it.
 */
static const char *const labels[] = {
    "user",    "username", "userid",     "login",        "account",
    "client",  "hostname", "computer",   "computername", "workstation",
    "machine", "group",    "department", "employee",
};

static bool
is_label(struct span word)
{
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (span_equals_any_case(word, labels[i]))
            return true;
    return false;
}

static size_t
value_start(struct span text, size_t from)
{
    size_t at = from;

    while (at < text.length && strchr(" \"'", text.text[at]) != NULL)
        at++;
    if (at == text.length || (text.text[at] != ':' && text.text[at] != '='))
        return 0;
    at++;
    while (at < text.length && strchr(" \"'", text.text[at]) != NULL)
        at++;
    return at;
}

static size_t
take_labelled(struct scan *scan)
{
    struct span text = rest(scan);
    struct span word = mask_word_at(text);
    size_t from;
    size_t to;

    if (scan->zeal == ZEAL_KNOWN || !is_label(word))
        return 0;
    from = value_start(text, word.length);
    if (from == 0)
        return 0;
    for (to = from; to < text.length; to++)
        if (strchr(" \n\t\"'<>&,;()", text.text[to]) != NULL)
            break;

    struct span value = { text.text + from, to - from };
    struct address address;
    size_t start;

    buffer_append(scan->out, text.text, from);
    if (value.length == 0 || mask_address_at(value, &address) > 0)
        return from;
    start = scan->out->length;
    if (looks_like_host(value))
        mask_append_hosts(scan->mask, scan->out, value);
    else
        mask_append_words(scan->mask, scan->out, "user", value, false);
    append_noted(scan, value, start);
    return to;
}

/* The directory of an account: what follows is its name. */
static size_t
take_home(struct scan *scan)
{
    static const char *const homes[] = { "/home/", "/Users/", "\\Users\\",
                                         "\\\\Users\\\\" };
    struct span text = rest(scan);

    for (size_t i = 0;
         scan->zeal != ZEAL_KNOWN && i < sizeof homes / sizeof homes[0]; i++) {
        size_t length = strlen(homes[i]);
        struct span user;
        size_t start;

        if (!span_begins_any_case(text, homes[i]))
            continue;
        user = name_at(span_from(text, length));
        buffer_append(scan->out, text.text, length);
        start = scan->out->length;
        mask_append_words(scan->mask, scan->out, "user", user, false);
        append_noted(scan, user, start);
        return length + user.length;
    }
    return 0;
}

static size_t
take_word(struct scan *scan)
{
    enum { SHORT_NUMBER = 4 };
    struct span word = mask_word_at(rest(scan));
    size_t start = scan->out->length;
    bool number = true;

    for (size_t i = 0; i < word.length; i++)
        number = number && word.text[i] <= '9';
    if (scan->zeal == ZEAL_STRICT && word.length >= SHORTEST_WORD &&
        (!number || word.length > SHORT_NUMBER)) {
        mask_append_word(scan->mask, scan->out, "word", word, false);
        append_noted(scan, word, start);
    } else {
        mask_append_known_word(scan->mask, scan->out, word);
    }
    return word.length;
}

void
mask_append_text(struct mask *mask, struct buffer *out, struct span text,
                 enum mask_zeal zeal)
{
    typedef size_t taker(struct scan * scan);
    static taker *const within[] = { take_url, take_home };
    static taker *const at_words[] = { take_address,  take_mail, take_name,
                                       take_labelled, take_host, take_word };
    struct scan scan = { mask, out, zeal, text, 0 };

    while (scan.at < text.length) {
        size_t taken = 0;
        bool begins = begins_word(&scan);

        for (size_t i = 0; taken == 0 && i < 2; i++)
            taken = within[i](&scan);
        for (size_t i = 0; begins && taken == 0 && i < 6; i++)
            taken = at_words[i](&scan);
        if (taken == 0) {
            buffer_append_byte(out, text.text[scan.at]);
            taken = 1;
        }
        scan.at += taken;
    }
}
