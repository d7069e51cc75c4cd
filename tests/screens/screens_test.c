#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "walk.h"

/*
 * Draws each screen of the table and compares it with its recorded picture.
 * With SCREENS_RECORD=1 in the environment the pictures are recorded anew;
 * whoever does that looks at the difference.
 */
struct screen {
    const char *name;
    const char *scenario;
    const char *keys;
};

#define OPENED WORLDS "/opened-meanwhile.yaml"

static const struct screen screens[] = {
    { "symptom", "cert-inspected-zscaler-like", "" },
    { "service", "cert-inspected-zscaler-like", "n Down Down" },
    { "plan", "proxy-denies-pki", "n n" },
    { "names", "dns-nxdomain-inside", "n n Enter" },
    { "reachability", "firewall-drops", "n n Enter n d" },
    { "certificates", "cert-inspected-zscaler-like", "n n Enter n n d d" },
    { "answers", "healthy", "n n Enter n n n" },
    { "evidence", "tcp-admin-prohibited", "n n Enter n Down Enter" },
    { "path", "firewall-drops", "n n Enter n n n n" },
    { "enrolment", "healthy", "n n Enter n n n n n text:2026-13" },
    { "binding", "enrol-enforce-rebuilt", "n n Enter n n n n n Tab Tab" },
    { "no-such-file", "healthy",
      "n n Enter n n n n n Tab Tab Tab Tab Tab text:/nowhere.zip Tab" },
    { "verdict", "firewall-drops", "n n Enter n n n n n n" },
    { "verdict-healthy", "healthy", "n n Enter n n n n n n" },
    { "hand-over", "tcp-pki-blocked", "n n Enter n n n n n n n" },
    { "support", "tcp-pki-blocked", "n n Enter C" },
    { "save-as", "tcp-pki-blocked", "n n Enter F Down Down" },
    { "help", "healthy", "n n Enter ?" },
    { "palette", "healthy", "n n Enter : text:run" },
    { "glossary", "healthy", "t text:gate" },
    { "wrong-event", "healthy", "Down text:0 Tab" },
    { "by-hand", "proxy-denies-pki", "n n Enter c" },
    { "not-agreed", "healthy", "n n n" },
    { "row-again", OPENED, "n n Enter n Down r" },
    { "note", "healthy", "n n Enter a text:opened-at-noon" },
    { "notes", "tcp-pki-blocked",
      "Ctrl-N text:called-the-customer Enter n n Enter n n n n n n a "
      "text:asked-the-firewall-team Enter n" },
    { "changes", "firewall-opens-later", "n n Enter w pass:60 pass:600 u" },
    { "no-changes", "tcp-pki-blocked", "n n Enter R u" },
    { "over-time", "firewall-opens-later",
      "n n Enter w pass:60 pass:600 pass:60 o" },
    { "healed", "firewall-opens-later",
      "n n Enter n n n n n n w pass:60 pass:600 G" },
    { "compare", "healthy", "n n Enter = text:/nowhere.jsonl" },
    { "compare-refused", "healthy", "n n Enter = text:/nowhere.jsonl Enter" },
    { "presenter-rows", "tcp-pki-blocked", "n n Enter n P Down m Down" },
    { "presenter-verdict", "tcp-pki-blocked",
      "n n Enter n n n n n n P Down Down Down Down" },
    { "presenter-explain", "healthy", "n n Enter n P d Left Left" },
    { "chain", "cert-inspected-zscaler-like",
      "n n Enter n n Down Enter PgDn" },
};

struct size {
    int rows;
    int columns;
    bool ascii;
    const char *only; /* these screens, "a b "; NULL: all */
};

static const struct size sizes[] = {
    { 24, 80, false, NULL },
    { 40, 120, false, NULL },
    { 18, 60, false, NULL },
    { 24, 80, true, "certificates path plan " },
    { 60, 200, false, "certificates verdict evidence " },
    { 11, 39, true, "symptom certificates " },
};

static bool
read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "r");
    char bytes[4096];
    size_t count;

    if (file == NULL)
        return false;
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_append(out, bytes, count);
    fclose(file);
    return true;
}

static bool
record(const char *path, const struct buffer *picture)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fwrite(picture->data, 1, picture->length,
                                       file) == picture->length;

    if (file != NULL)
        good = fclose(file) == 0 && good;
    return good;
}

/* In a form "0" stands for a digit, "a" for a letter. */
static bool
is_like(const char *at, const char *form)
{
    for (; *form != '\0'; at++, form++)
        if (*form == '0'   ? *at < '0' || *at > '9'
            : *form == 'a' ? !isalpha((unsigned char)*at)
                           : *at != *form)
            return false;
    return true;
}

/* What a digest is made of; the letters of words are not all of these. */
static size_t
digest_length(const char *at)
{
    return strspn(at, "0123456789ABCDEF");
}

/*
 * A simulated world begins now, with keys of its own: its dates and its
 * digests are put out of sight.
 */
static void
hide_what_changes(struct buffer *picture)
{
    enum { DIGEST_LEAST = 11 };
    static const char *const forms[] = { "0000-00-00 00:00:00", "0000-00-00",
                                         " 00:00:00 UTC",
                                         "0000-00-00T00:00:00Z",
                                         "aaa, 00 aaa 0000 00:00:00 GMT" };

    for (size_t i = 0; i < picture->length; i++) {
        char *at = picture->data + i;
        size_t digest = digest_length(at);

        for (size_t form = 0; form < sizeof forms / sizeof forms[0]; form++)
            if (is_like(at, forms[form]))
                memcpy(at, forms[form], strlen(forms[form]));
        if (digest >= DIGEST_LEAST) {
            memset(at, 'F', digest);
            i += digest - 1;
        }
    }
}

static bool
is_wanted(const struct screen *screen, const struct size *size)
{
    size_t length = strlen(screen->name);

    for (const char *at = size->only; at != NULL && *at != '\0';
         at = strchr(at, ' ') + 1)
        if (strncmp(at, screen->name, length) == 0 && at[length] == ' ')
            return true;
    return size->only == NULL;
}

static bool
draw(const struct screen *screen, const struct size *size,
     struct buffer *picture)
{
    struct walk walk;
    struct error error = { 0 };
    bool good = walk_open(&walk, screen->scenario, size->rows, size->columns,
                          size->ascii, &error);

    if (good) {
        walk_keys(&walk, screen->keys);
        walk_show(&walk, picture);
        hide_what_changes(picture);
    } else {
        printf("%s: %s\n", screen->name, error.text);
    }
    walk_close(&walk);
    return good;
}

static bool
judge(const struct screen *screen, const struct size *size)
{
    struct buffer path = { 0 };
    struct buffer picture = { 0 };
    struct buffer expected = { 0 };
    bool good = draw(screen, size, &picture);

    buffer_printf(&path, "%s/%s-%dx%d%s.txt", EXPECTED, screen->name,
                  size->columns, size->rows, size->ascii ? "-ascii" : "");
    if (good && getenv("SCREENS_RECORD") != NULL) {
        good = record(buffer_text(&path), &picture);
    } else if (good) {
        good = read_file(buffer_text(&path), &expected) &&
               strcmp(buffer_text(&expected), buffer_text(&picture)) == 0;
        if (!good)
            printf("%s differs; it is now:\n%s", buffer_text(&path),
                   buffer_text(&picture));
    }
    buffer_release(&path);
    buffer_release(&picture);
    buffer_release(&expected);
    return good;
}

int
main(void)
{
    int failed = 0;

    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
            if (is_wanted(&screens[i], &sizes[j]))
                failed += judge(&screens[i], &sizes[j]) ? 0 : 1;
    printf("%d screens differ\n", failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
