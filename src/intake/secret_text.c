#include "intake/secret_text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char mask[] = "***";

/* A word that holds one of these shows nothing behind its "=". */
static const char *const secret_words[] = {
    "password", "passwd",     "passphrase", "secret",
    "token",    "credential", "apikey",
};

/* How long "scheme://" is at the beginning of the text; 0 without one. */
static size_t
secret_scheme_length(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789+.-");

    return strncmp(text + length, "://", 3) == 0 ? length + 3 : 0;
}

/* Where the port stands in "host:port" or "[v6]:port"; NULL without one. */
static const char *
secret_find_port(const char *host, size_t length)
{
    const char *colon = memrchr(host, ':', length);
    const char *bracket = memrchr(host, ']', length);

    if (colon == NULL || (bracket != NULL && bracket > colon))
        return NULL;
    return colon + 1;
}

static void
secret_append_host(struct buffer *out, const char *host)
{
    size_t length = strcspn(host, "/?#");
    const char *port = secret_find_port(host, length);

    if (port != NULL &&
        strspn(port, "0123456789") < (size_t)(host + length - port)) {
        buffer_append(out, host, (size_t)(port - host));
        buffer_append_text(out, mask);
        return;
    }
    buffer_append(out, host, length);
}

void
secret_text_append_url(struct buffer *out, const char *url)
{
    size_t scheme = secret_scheme_length(url);
    const char *at = strrchr(url + scheme, '@');

    buffer_append(out, url, scheme);
    if (at != NULL) {
        buffer_append_text(out, mask);
        buffer_append_byte(out, '@');
    }
    secret_append_host(out, at != NULL ? at + 1 : url + scheme);
}

/* A word ends at a blank that no quote holds. */
static size_t
secret_word_length(const char *text)
{
    char quote = '\0';
    size_t length = 0;

    for (; text[length] != '\0'; length++) {
        char byte = text[length];

        if (quote == '\0' && strchr(" \t\r\n", byte) != NULL)
            break;
        if (quote == '\0' && (byte == '"' || byte == '\''))
            quote = byte;
        else if (byte == quote)
            quote = '\0';
    }
    return length;
}

static bool
secret_is_told(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof secret_words / sizeof secret_words[0]; i++)
        for (size_t at = 0; at + strlen(secret_words[i]) <= length; at++)
            if (strncasecmp(name + at, secret_words[i],
                            strlen(secret_words[i])) == 0)
                return true;
    return false;
}

static void
secret_append_word(struct buffer *out, const char *word, size_t length)
{
    const char *equals = memchr(word, '=', length);
    const char *at = memrchr(word, '@', length);
    size_t name = equals != NULL ? (size_t)(equals - word) + 1 : 0;

    if (secret_is_told(word, length)) {
        buffer_append(out, word, name);
        buffer_append_text(out, mask);
    } else if (at != NULL && at >= word + name) {
        buffer_append(out, word, name);
        buffer_append_text(out, mask);
        buffer_append(out, at, (size_t)(word + length - at));
    } else {
        buffer_append(out, word, length);
    }
}

void
secret_text_append_options(struct buffer *out, const char *options)
{
    while (*options != '\0') {
        size_t word = secret_word_length(options);
        size_t gap = strspn(options + word, " \t\r\n");

        secret_append_word(out, options, word);
        buffer_append(out, options + word, gap);
        options += word + gap;
    }
}
