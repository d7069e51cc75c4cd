#include "ui/verdict_view.h"

#include <stddef.h>

struct part {
    const char *title;
    size_t offset; /* of the text in struct verdict_texts */
};

/* In the order in which a reader needs them. */
static const struct part parts[] = {
    { "Cause", offsetof(struct verdict_texts, cause) },
    { "Who can fix it", offsetof(struct verdict_texts, owner) },
    { "How sure", offsetof(struct verdict_texts, confidence) },
    { "What it means", offsetof(struct verdict_texts, why) },
    { "What speaks for it", offsetof(struct verdict_texts, supports) },
    { "What speaks against it", offsetof(struct verdict_texts, contradicts) },
    { "What could not be told",
      offsetof(struct verdict_texts, not_evaluated) },
    { "What to do", offsetof(struct verdict_texts, remedy) },
    { "Seen once it is mended", offsetof(struct verdict_texts, next_test) },
    { "It concerns", offsetof(struct verdict_texts, concerns) },
    { "Also found", offsetof(struct verdict_texts, others) },
    { "Earlier in this session", offsetof(struct verdict_texts, earlier) },
};

void
verdict_view_fill(struct sheet *sheet, const struct verdict_texts *texts)
{
    enum { INDENT = 2 };

    sheet_add(sheet, texts->style, 0, 0, texts->outcome);
    sheet_add(sheet, STYLE_STRONG, 0, 0, texts->headline);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *text =
            *(const char *const *)(const void *)((const char *)texts +
                                                 parts[i].offset);

        if (text == NULL || *text == '\0')
            continue;
        sheet_space(sheet);
        sheet_add(sheet, STYLE_HEADING, 0, 0, parts[i].title);
        sheet_add(sheet, STYLE_PLAIN, INDENT, INDENT + INDENT, text);
    }
}
