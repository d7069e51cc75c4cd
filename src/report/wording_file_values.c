#include "report/terms.h"
#include "report/units.h"
#include "report/wording_list.h"
#include "report/wording_values.h"

/* What stands in the files that the operator named: the bundle, the logs. */

void
value_bundle_file(struct buffer *out, const struct subject *subject)
{
    if (subject->run->bundle.path != NULL)
        units_append_line(out, subject->run->bundle.path);
}

void
value_bundle_kind(struct buffer *out, const struct subject *subject)
{
    buffer_append_text(out, terms_bundle(subject->run->bundle.kind));
}

void
value_bundle_size(struct buffer *out, const struct subject *subject)
{
    units_append_count(out, subject->run->bundle.bytes, "byte", "bytes");
}

void
value_bundle_entries(struct buffer *out, const struct subject *subject)
{
    units_append_count(out, subject->run->bundle.declared, "entry", "entries");
}

void
value_bundle_error(struct buffer *out, const struct subject *subject)
{
    if (subject->run->bundle.error != NULL)
        units_append_line(out, subject->run->bundle.error);
    else
        buffer_append_text(out, "no end of an archive in it");
}

void
value_bundle_begins(struct buffer *out, const struct subject *subject)
{
    if (subject->run->bundle.first_bytes != NULL)
        units_append_line(out, subject->run->bundle.first_bytes);
}

void
value_bundle_made(struct buffer *out, const struct subject *subject)
{
    const struct bundle_facts *bundle = &subject->run->bundle;

    if (bundle->newest == 0)
        return;
    units_append_time(out, bundle->newest);
    if (!bundle->newest_zone_known)
        buffer_append_text(out, ", if its clock stood in our zone");
}

void
value_bundle_written(struct buffer *out, const struct subject *subject)
{
    if (subject->run->bundle.modified != 0)
        units_append_time(out, subject->run->bundle.modified);
}

void
value_bundle_odd(struct buffer *out, const struct subject *subject)
{
    const struct bundle_facts *bundle = &subject->run->bundle;
    struct wording_list list = { 0 };

    for (size_t i = 0; i < bundle->entry_count; i++)
        if (bundle->entries[i]->suspicious)
            wording_list_add(&list, bundle->entries[i]->name);
    wording_list_append(out, &list);
}

void
value_bundle_hosts(struct buffer *out, const struct subject *subject)
{
    const struct bundle_facts *bundle = &subject->run->bundle;
    struct wording_list list = { 0 };

    for (size_t i = 0; i < bundle->host_count; i++)
        wording_list_add(&list, bundle->hosts[i]);
    wording_list_append(out, &list);
}

/* Those to which the endpoints in it belong alone. */
void
value_bundle_regions(struct buffer *out, const struct subject *subject)
{
    const struct run *run = subject->run;
    struct wording_list list = { 0 };

    for (size_t i = 0; i < run->bundle.host_count; i++) {
        const struct endpoint *endpoint =
            definitions_endpoint(run->definitions, run->bundle.hosts[i]);

        if (endpoint != NULL && endpoint->region_count == 1)
            wording_list_add(&list, endpoint->regions[0]->name);
    }
    wording_list_append(out, &list);
}

void
value_log_means(struct buffer *out, const struct subject *subject)
{
    const struct log_sign *sign =
        subject->hit != NULL ? definitions_log_sign(subject->run->definitions,
                                                    subject->hit->sign)
                             : NULL;

    if (sign != NULL)
        units_append_line(out, sign->means);
}

void
value_log_seen(struct buffer *out, const struct subject *subject)
{
    if (subject->hit != NULL)
        units_append_hit(out, subject->hit);
}
