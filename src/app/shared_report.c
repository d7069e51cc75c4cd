#include "app/shared_report.h"

#include "app/run_screens.h"

static bool
search_screens(const struct shared_copy *copy, struct error *error)
{
    struct run_screens screens = { 0 };
    bool sound = true;

    run_screens_draw(&screens, &copy->run, &copy->diagnosis);
    for (size_t i = 0; sound && i < screens.count; i++)
        sound = shared_copy_search(copy, &screens.svgs[i], error);
    run_screens_release(&screens);
    return sound;
}

/* Every file that the archive will hold. */
static bool
search_formats(const struct shared_copy *copy, struct error *error)
{
    bool sound = true;

    for (size_t i = 0; sound && i < report_format_count; i++) {
        const struct report_format *format = &report_formats[i];
        struct buffer bytes = { 0 };

        if (format->write == zip_report_write)
            continue;
        report_format_write(format, &copy->run, &copy->diagnosis, NULL,
                            &bytes);
        sound = shared_copy_search(copy, &bytes, error);
        buffer_release(&bytes);
    }
    return sound;
}

bool
shared_report_fill(const struct shared_copy *copy,
                   const struct report_format *format, struct buffer *out,
                   struct error *error)
{
    if (format->has_screens && !search_screens(copy, error))
        return false;
    if (format->write == zip_report_write && !search_formats(copy, error))
        return false;
    run_screens_report(format, &copy->run, &copy->diagnosis, NULL, out);
    return true;
}
