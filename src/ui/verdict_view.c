#include "ui/verdict_view.h"

#include <stdbool.h>
#include <stddef.h>

struct part {
    const char *title;
    bool list;     /* a line is an item and hangs behind its mark */
    size_t offset; /* of the text in struct verdict_texts */
};

/* In the order in which a reader needs them. */
static const struct part parts[] = {
    { "Cause", false, offsetof(struct verdict_texts, cause) },
    { "Who can fix it", false, offsetof(struct verdict_texts, owner) },
    { "How sure", false, offsetof(struct verdict_texts, confidence) },
    { "What it means", false, offsetof(struct verdict_texts, why) },
    { "What to do", true, offsetof(struct verdict_texts, remedy) },
    { "When it is mended", false, offsetof(struct verdict_texts, next_test) },
    { "What speaks for it", true, offsetof(struct verdict_texts, supports) },
    { "What speaks against it", true,
      offsetof(struct verdict_texts, contradicts) },
    { "What this run did not look at", true,
      offsetof(struct verdict_texts, not_evaluated) },
    { "Concerns", false, offsetof(struct verdict_texts, concerns) },
    { "Also found", true, offsetof(struct verdict_texts, others) },
    { "Rounds", false, offsetof(struct verdict_texts, rounds) },
    { "Over time", true, offsetof(struct verdict_texts, over_time) },
};

static const char *
text_of(const struct verdict_texts *texts, const struct part *part)
{
    const char *base = (const char *)texts;

    return *(const char *const *)(const void *)(base + part->offset);
}

void
verdict_view_fill(struct sheet *sheet, const struct verdict_texts *texts)
{
    enum { INDENT = 2 };

    sheet_add(sheet, texts->style, 0, 0, texts->outcome);
    sheet_add(sheet, STYLE_STRONG, 0, 0, texts->headline);
    if (texts->stopped != NULL)
        sheet_add(sheet, STYLE_WARN, 0, 0, texts->stopped);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *text = text_of(texts, &parts[i]);

        if (text == NULL || *text == '\0')
            continue;
        sheet_space(sheet);
        sheet_add(sheet, STYLE_HEADING, 0, 0, parts[i].title);
        sheet_add(sheet, STYLE_PLAIN, INDENT,
                  parts[i].list ? INDENT + INDENT : INDENT, text);
    }
}
