#include <string.h>

#include "app/wizard.h"
#include "report/report.h"

void
wizard_open_support(struct wizard *wizard)
{
    if (wizard->run != RUN_ENDED)
        wizard_say(wizard, "There is no result to sum up yet.");
    else
        wizard_open_page(wizard, wizard->page == PAGE_SUPPORT ? PAGE_STEP
                                                              : PAGE_SUPPORT);
}

bool
wizard_support_is_edited(const struct wizard *wizard)
{
    return request_is_edited(&wizard->support, &wizard->session->run,
                             wizard->session->diagnosis);
}

/*
 * Where the text of a line hangs: behind its label, "Verdict    FAULT", or
 * behind the mark of an item, "  - text". 0: it is neither.
 */
static size_t
hang_of(const char *line, size_t length)
{
    size_t indent = strspn(line, " ");

    if (line[indent] == '-' && line[indent + 1] == ' ')
        return indent + 2;
    for (size_t i = 1; indent == 0 && i + 1 < length; i++)
        if (line[i] == ' ' && line[i + 1] == ' ')
            return i + strspn(line + i, " ");
    return 0;
}

/* One that goes on below its text is the same paragraph. */
static bool
goes_on(const char *line, size_t hang)
{
    return hang > 0 && strspn(line, " ") == hang && line[hang] != '\n' &&
           line[hang] != '\0' && line[hang] != '-';
}

/* The text was made for wide lines, and a pane may have narrow ones. */
static void
add_paragraphs(struct sheet *sheet, const char *text)
{
    struct buffer paragraph = { 0 };

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        size_t hang = hang_of(text, length);
        size_t indent = strspn(text, " ");

        buffer_cut(&paragraph, 0);
        buffer_append(&paragraph, text, length);
        text += length + (text[length] == '\n' ? 1 : 0);
        while (goes_on(text, hang)) {
            length = strcspn(text, "\n");
            buffer_append_byte(&paragraph, ' ');
            buffer_append(&paragraph, text + hang, length - hang);
            text += length + (text[length] == '\n' ? 1 : 0);
        }
        sheet_add(sheet, STYLE_PLAIN, 0, (int)(hang > 0 ? hang : indent),
                  arena_text(sheet->arena, buffer_text(&paragraph)));
    }
    buffer_release(&paragraph);
}

void
wizard_words_support(const struct wizard *wizard, struct sheet *sheet)
{
    struct buffer text = { 0 };

    if (wizard->run != RUN_ENDED)
        return;
    if (wizard_support_is_edited(wizard)) {
        buffer_append_text(&text, buffer_text(&wizard->support.text));
    } else {
        struct run run = notes_beside(&wizard->notes, &wizard->session->run);

        support_report_write(&run, wizard->session->diagnosis, &text);
    }
    add_paragraphs(sheet, buffer_text(&text));
    buffer_release(&text);
}
