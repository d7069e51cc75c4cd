#include "report/report.h"

#include <string.h>

#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/wording.h"

/*
 * One cause as the knowledge base has it, without a run to fill it in: each
 * placeholder is shown as what stands there, "<host>". Other braces are just
 * braces, for commands have their own.
 */
static void
explain_fill(struct buffer *out, const char *text)
{
    while (*text != '\0') {
        size_t length = *text == '{' ? strcspn(text + 1, "{}") : 0;

        if (length == 0 || text[1 + length] != '}' ||
            !wording_knows(text + 1, length)) {
            buffer_append_byte(out, *text++);
            continue;
        }
        buffer_append_byte(out, '<');
        buffer_append(out, text + 1, length);
        buffer_append_byte(out, '>');
        text += length + 2;
    }
}

static void
explain_append(struct buffer *out, const char *first, const char *rest,
               const char *text)
{
    struct buffer filled = { 0 };

    explain_fill(&filled, text);
    text_wrap_buffer(out, first, rest, &filled);
    buffer_release(&filled);
}

static void
explain_paragraph(struct buffer *out, const char *title, const char *text)
{
    if (text == NULL)
        return;
    buffer_printf(out, "\n%s\n", title);
    explain_append(out, "  ", "  ", text);
}

static void
explain_steps(struct buffer *out, const char *title, const char *const *steps,
              size_t count)
{
    struct buffer number = { 0 };

    if (count == 0)
        return;
    buffer_printf(out, "\n%s\n", title);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&number, "  %zu. ", i + 1);
        explain_append(out, buffer_text(&number), "     ", steps[i]);
        buffer_cut(&number, 0);
    }
    buffer_release(&number);
}

/* Commands are to be copied: they are never wrapped. */
static void
explain_commands(struct buffer *out, const struct cause *cause)
{
    if (cause->by_hand_count == 0)
        return;
    buffer_append_text(out, "\nThe same by hand\n");
    for (size_t i = 0; i < cause->by_hand_count; i++) {
        buffer_append_text(out, "  ");
        explain_fill(out, cause->by_hand[i]);
        buffer_append_byte(out, '\n');
    }
}

void
explain_report_write(const struct cause *cause, struct buffer *out)
{
    buffer_printf(out, "%s (%s)\n\n", cause->title, cause->id);
    text_wrap_labelled(out, "Layer",
                       words_id(&layer_words, (int)cause->layer));
    text_wrap_labelled(out, "Who can fix it", terms_owner(cause->owner));
    explain_paragraph(out, "In one sentence", cause->summary);
    explain_paragraph(out, "What it means", cause->why);
    explain_steps(out, "What to do", (const char *const *)cause->remedy,
                  cause->remedy_count);
    explain_paragraph(out, "On the level of packets", cause->packets);
    explain_commands(out, cause);
    explain_paragraph(out, "When it is mended", cause->success);
    if (cause->request != NULL)
        explain_paragraph(out, "Text for the owner", cause->request);
    explain_steps(out, "Where this is from",
                  (const char *const *)cause->references,
                  cause->reference_count);
}
