#include "app/request.h"

#include <string.h>

#include "report/text_sections.h"

static bool
is_same(const struct buffer *left, const struct buffer *right)
{
    return strcmp(buffer_text(left), buffer_text(right)) == 0;
}

static void
make(const struct request *request, const struct run *run,
     const struct diagnosis *diagnosis, struct buffer *out)
{
    if (request->write != NULL)
        request->write(run, diagnosis, out);
    else
        text_findings_write_requests(run, diagnosis, out);
}

struct buffer *
request_text(struct request *request, const struct run *run,
             const struct diagnosis *diagnosis)
{
    struct buffer now = { 0 };

    make(request, run, diagnosis, &now);
    if (!is_same(&now, &request->made)) {
        buffer_cut(&request->text, 0);
        buffer_append(&request->text, now.data, now.length);
        buffer_release(&request->made);
        request->made = now;
        return &request->text;
    }
    buffer_release(&now);
    return &request->text;
}

bool
request_is_edited(const struct request *request, const struct run *run,
                  const struct diagnosis *diagnosis)
{
    struct buffer now = { 0 };
    bool edited;

    if (is_same(&request->text, &request->made))
        return false;
    make(request, run, diagnosis, &now);
    edited = is_same(&now, &request->made);
    buffer_release(&now);
    return edited;
}

void
request_release(struct request *request)
{
    buffer_release(&request->made);
    buffer_release(&request->text);
}
