#include "report/text_sections.h"

#include "report/text_wrap.h"
#include "report/units.h"

void
note_append_place(struct buffer *out, const struct note *note)
{
    units_append_time(out, note->time);
    buffer_printf(out, ", step %d", (int)note->step + 1);
}

void
text_notes_write(const struct run *run, struct buffer *out)
{
    struct buffer place = { 0 };

    if (run->note_count > 0)
        text_heading(out, "NOTES");
    for (size_t i = 0; i < run->note_count; i++) {
        note_append_place(&place, run->notes[i]);
        buffer_append_text(&place, "  ");
        text_wrap(out, buffer_text(&place), "  ", run->notes[i]->text);
        buffer_cut(&place, 0);
    }
    buffer_release(&place);
}
