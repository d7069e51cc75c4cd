#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ui/canvas_svg.h"
#include "walk.h"

/*
 * The pictures of the documentation, drawn by the program over worlds of the
 * lab. With "check" nothing is written: the pictures must be there as they
 * would be drawn now.
 */
struct picture {
    const char *name;
    const char *subject; /* what can be seen, for whoever cannot see it */
    const char *scenario;
    const char *keys;
    int64_t until_ms; /* its run is looked at then; 0: at its end */
    enum theme theme;
};

static const struct picture pictures[] = {
    { "01-symptom", "The first step asks what the console shows.",
      "cert-inspected-zscaler-like", "", 0, THEME_USUAL },
    { "02-plan",
      "The plan lists every name, host and port before the first "
      "packet is sent.",
      "proxy-denies-pki", "n n", 0, THEME_USUAL },
    { "03-running",
      "The checks run: a row for each endpoint, a column for "
      "each check, and the news below.",
      "firewall-drops", "n n Enter", 2500, THEME_USUAL },
    { "04-certificates",
      "A proxy on the way signs the connections itself: "
      "the certificate check fails.",
      "cert-inspected-zscaler-like", "n n Enter n n d", 0, THEME_USUAL },
    { "05-evidence",
      "The certificates as they were sent, and who signed them.",
      "cert-inspected-zscaler-like",
      "n n Enter n n Down e / text:ClientHello Enter", 0, THEME_USUAL },
    { "06-verdict",
      "The verdict: what it is, who can fix it, how sure that is.",
      "cert-inspected-zscaler-like", "n n Enter n n n n n n", 0, THEME_USUAL },
    { "07-hand-over",
      "The text for whoever can fix it, filled from what was seen.",
      "tcp-pki-blocked", "n n Enter n n n n n n n", 0, THEME_USUAL },
    { "08-presenter",
      "For a shared screen: numbered rows, a pointer, high "
      "contrast.",
      "firewall-drops", "n n Enter n P Down m Up", 0, THEME_CONTRAST },
};

enum { ROWS = 24, COLUMNS = 80 };

/*
 * The worlds of the pictures begin at a time of their own, else no date in
 * them would stay. The linker puts this in the place of the clock.
 */
int64_t __wrap_clock_wall_ms(void);

int64_t
__wrap_clock_wall_ms(void)
{
    return INT64_C(1767605400000); /* 2026-01-05 09:30 */
}

static bool
is_hex(const struct cell *cell)
{
    return strchr("0123456789ABCDEF", cell->text[0]) != NULL &&
           cell->text[0] != '\0' && cell->text[1] == '\0';
}

/* A world makes its own keys: fingerprints are put out of sight. */
static void
hide_fingerprints(struct canvas *canvas)
{
    static const char digits[] = "5EED0FACADE1";
    enum { SHORTEST = 8, DIGITS = sizeof digits - 1 };
    int count = canvas->rows * canvas->columns;

    for (int from = 0, to; from < count; from = to + 1) {
        to = from;
        while (to < count && is_hex(&canvas->cells[to]))
            to++;
        for (int i = from; i < to && to - from >= SHORTEST; i++)
            canvas->cells[i].text[0] = digits[(i - from) % DIGITS];
    }
}

static bool
draw(const struct picture *picture, struct buffer *out)
{
    struct walk walk;
    struct error error = { 0 };
    struct buffer title = { 0 };
    bool good =
        walk_open(&walk, picture->scenario, ROWS, COLUMNS, false, &error);

    walk.live = true;
    walk.until_ms = picture->until_ms;
    if (good) {
        walk_keys(&walk, picture->keys);
        hide_fingerprints(&walk.canvas);
        buffer_printf(&title, "cdsdoctor, simulated: %s", picture->scenario);
        canvas_svg_append(&walk.canvas,
                          &(struct canvas_svg){ .theme = picture->theme,
                                                .title = buffer_text(&title),
                                                .subject = picture->subject },
                          out);
    } else {
        printf("%s: %s\n", picture->name, error.text);
    }
    buffer_release(&title);
    walk_close(&walk);
    return good;
}

static bool
is_there(const char *path, const struct buffer *bytes)
{
    struct buffer found = { 0 };
    FILE *file = fopen(path, "r");
    char part[4096];
    size_t count;
    bool same;

    while (file != NULL && (count = fread(part, 1, sizeof part, file)) > 0)
        buffer_append(&found, part, count);
    if (file != NULL)
        fclose(file);
    same = found.length == bytes->length &&
           strcmp(buffer_text(&found), buffer_text(bytes)) == 0;
    buffer_release(&found);
    return same;
}

static bool
put_there(const char *path, const struct buffer *bytes)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL &&
                fwrite(bytes->data, 1, bytes->length, file) == bytes->length;

    if (file != NULL)
        good = fclose(file) == 0 && good;
    if (!good)
        perror(path);
    return good;
}

static bool
treat(const struct picture *picture, const char *directory, bool check)
{
    struct buffer path = { 0 };
    struct buffer bytes = { 0 };
    bool good = draw(picture, &bytes);

    buffer_printf(&path, "%s/%s.svg", directory, picture->name);
    if (good && !check) {
        good = put_there(buffer_text(&path), &bytes);
    } else if (good && !is_there(buffer_text(&path), &bytes)) {
        printf("%s is not what is drawn now\n", buffer_text(&path));
        good = false;
    }
    buffer_release(&path);
    buffer_release(&bytes);
    return good;
}

int
main(int argc, char **argv)
{
    bool check = argc == 3 && strcmp(argv[1], "check") == 0;
    int failed = 0;

    if (!check && (argc != 3 || strcmp(argv[1], "draw") != 0)) {
        fputs("usage: docs_screens draw|check DIRECTORY\n", stderr);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++)
        failed += treat(&pictures[i], argv[2], check) ? 0 : 1;
    if (failed > 0 && check)
        puts("Draw them anew, and look at them:\n"
             "    cmake --build build/dev --target docs_screens");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
