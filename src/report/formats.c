#include "report/formats.h"

#include <string.h>

const struct report_format report_formats[] = {
    { "text", text_report_write },
    { "json", json_report_write },
};

const size_t report_format_count =
    sizeof report_formats / sizeof report_formats[0];

const struct report_format *
report_format_find(const char *id)
{
    for (size_t i = 0; i < report_format_count; i++)
        if (strcmp(report_formats[i].id, id) == 0)
            return &report_formats[i];
    return NULL;
}

void
report_formats_list(struct buffer *out)
{
    for (size_t i = 0; i < report_format_count; i++) {
        if (i > 0)
            buffer_append_text(out,
                               i + 1 < report_format_count ? ", " : " or ");
        buffer_append_text(out, report_formats[i].id);
    }
}
