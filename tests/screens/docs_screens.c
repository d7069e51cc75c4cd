#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "typed.h"
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
    const char *keys;  /* of the wizard; NULL: it is line by line */
    const char *typed; /* there; lines */
    const char *from;  /* there: the first line that is shown */
    int64_t until_ms;  /* its run is looked at then; 0: at its end */
    enum theme theme;
};

static const struct picture pictures[] = {
    { .name = "01-symptom",
      .subject = "The first step asks what the console shows.",
      .scenario = "cert-inspected-zscaler-like",
      .keys = "" },
    { .name = "02-plan",
      .subject = "The plan lists every name, host and port before the first "
                 "packet is sent.",
      .scenario = "proxy-denies-pki",
      .keys = "n n" },
    { .name = "03-running",
      .subject = "The checks run: a row for each endpoint, a column for each "
                 "check, and the news below.",
      .scenario = "firewall-drops",
      .keys = "n n Enter",
      .until_ms = 2500 },
    { .name = "04-certificates",
      .subject = "A proxy on the way signs the connections itself: the "
                 "certificate check fails.",
      .scenario = "cert-inspected-zscaler-like",
      .keys = "n n Enter n n d" },
    { .name = "05-evidence",
      .subject = "The certificates as they were sent, and who signed them.",
      .scenario = "cert-inspected-zscaler-like",
      .keys = "n n Enter n n Down e / text:ClientHello Enter" },
    { .name = "06-verdict",
      .subject = "The verdict: what it is, who can fix it, how sure that is.",
      .scenario = "cert-inspected-zscaler-like",
      .keys = "n n Enter n n n n n n" },
    { .name = "07-hand-over",
      .subject = "The text for whoever can fix it, filled from what was seen.",
      .scenario = "tcp-pki-blocked",
      .keys = "n n Enter n n n n n n n" },
    { .name = "08-presenter",
      .subject = "For a shared screen: numbered rows, a pointer, high "
                 "contrast.",
      .scenario = "firewall-drops",
      .keys = "n n Enter n P Down m Up",
      .theme = THEME_CONTRAST },
    { .name = "09-lines",
      .subject = "The same line by line, for screen readers and pipes.",
      .scenario = "cert-inspected-zscaler-like",
      .typed = "\n\n\n\n\n\n\n\n\n\n\n\n\n",
      .from = "Step 5 of 10" },
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

static void
append_picture(const struct picture *picture, struct canvas *canvas,
               struct buffer *out)
{
    struct canvas_svg svg = { .theme = picture->theme,
                              .subject = picture->subject };
    struct buffer title = { 0 };

    hide_fingerprints(canvas);
    buffer_printf(&title, "cdsdoctor, simulated: %s", picture->scenario);
    svg.title = buffer_text(&title);
    canvas_svg_append(canvas, &svg, out);
    buffer_release(&title);
}

static bool
draw_screen(const struct picture *picture, struct buffer *out)
{
    struct walk walk;
    struct error error = { 0 };
    bool good =
        walk_open(&walk, picture->scenario, ROWS, COLUMNS, false, &error);

    walk.live = true;
    walk.until_ms = picture->until_ms;
    if (good) {
        walk_keys(&walk, picture->keys);
        append_picture(picture, &walk.canvas, out);
    } else {
        printf("%s: %s\n", picture->name, error.text);
    }
    walk_close(&walk);
    return good;
}

static bool
draw_lines(const struct picture *picture, struct buffer *out)
{
    struct canvas canvas = { 0 };
    bool good;

    canvas_resize(&canvas, ROWS, COLUMNS);
    good =
        typed_draw(picture->scenario, picture->typed, picture->from, &canvas);
    if (good)
        append_picture(picture, &canvas, out);
    else
        printf("%s: nobody says \"%s\"\n", picture->name, picture->from);
    canvas_release(&canvas);
    return good;
}

static bool
draw(const struct picture *picture, struct buffer *out)
{
    return picture->keys != NULL ? draw_screen(picture, out)
                                 : draw_lines(picture, out);
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
