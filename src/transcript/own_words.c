#include "transcript/own_words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* Of files and directories that every system has, and of certificates. */
static const char *const common_words[] = {
    "bin",   "bundles",  "ca",        "cacerts", "certs",       "class",
    "com",   "conf",     "crt",       "data",    "desktop",     "documents",
    "dlp",   "download", "downloads", "edu",     "etc",         "extracted",
    "files", "gov",      "gz",        "home",    "hosts",       "inc",
    "info",  "java",     "jks",       "jre",     "jvm",         "lib",
    "lib64", "local",    "log",       "logs",    "ltd",         "media",
    "mnt",   "net",      "nsswitch",  "openjdk", "opt",         "org",
    "pem",   "pki",      "proc",      "program", "programdata", "resolv",
    "run",   "sbin",     "security",  "share",   "srv",         "ssl",
    "stub",  "symantec", "sys",       "systemd", "temp",        "tls",
    "tmp",   "tomcat",   "trust",     "nginx",   "apache",      "httpd",
    "iis",   "keep",     "alive",     "deflate", "gzip",        "mon",
    "tue",   "wed",      "thu",       "fri",     "sat",         "sun",
    "jan",   "feb",      "mar",       "apr",     "may",         "jun",
    "jul",   "aug",      "sep",       "oct",     "nov",         "dec",
    "gmt",   "utc",      "charset",   "utf",     "txt",         "users",
    "usr",   "var",      "w3",        "windows", "xml",         "zip",
    "en",
};

static const char *const private_suffixes[] = {
    "arpa",      "corp",    "example", "home",  "internal",
    "intranet",  "invalid", "lan",     "local", "localdomain",
    "localhost", "private", "test",    "alt",
};

static const char *const public_suffixes[] = {
    "app",  "biz", "cloud", "com", "dev", "edu", "eu",   "gov",
    "info", "int", "io",    "mil", "net", "org", "tech",
};

/* Set aside for examples (RFC 2606) and for the machine itself. */
static const char *const nobodys_domains[] = {
    "example.com", "example.net",           "example.org",
    "localhost",   "localhost.localdomain",
};

static const char *const common_users[] = {
    "root",
    "nobody",
    "protect",
    "SymantecDLP",
};

static bool
is_listed(struct span word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equals_any_case(word, list[i]))
            return true;
    return false;
}

static int
compare_word(const void *key, const void *row)
{
    const struct span *word = key;
    const char *own = *(const char *const *)row;
    int order = strncasecmp(word->text, own, word->length);

    return order != 0 ? order : -(own[word->length] != '\0');
}

bool
own_words_has(struct span word)
{
    return bsearch(&word, own_words, own_word_count, sizeof own_words[0],
                   compare_word) != NULL ||
           is_listed(word, common_words, COUNT_OF(common_words));
}

/* Where the last two labels begin. */
static size_t
domain_start(struct span host)
{
    size_t dots = 0;

    for (size_t i = host.length; i-- > 0;)
        if (host.text[i] == '.' && ++dots == 2)
            return i + 1;
    return 0;
}

bool
own_words_has_host(struct span host)
{
    if (host.length > 0 && host.text[host.length - 1] == '.')
        host.length--;

    struct span domain = span_from(host, domain_start(host));

    for (size_t i = 0; i < own_host_count; i++) {
        struct span own = span_of(own_hosts[i]);

        own = span_from(own, domain_start(own));
        if (own.length == domain.length &&
            strncasecmp(own.text, domain.text, own.length) == 0)
            return true;
    }
    return is_listed(domain, nobodys_domains, COUNT_OF(nobodys_domains));
}

bool
own_words_is_private_suffix(struct span label)
{
    return is_listed(label, private_suffixes, COUNT_OF(private_suffixes));
}

bool
own_words_is_public_suffix(struct span label)
{
    return is_listed(label, public_suffixes, COUNT_OF(public_suffixes));
}

bool
own_words_is_common_user(const char *user)
{
    return is_listed(span_of(user), common_users, COUNT_OF(common_users));
}
