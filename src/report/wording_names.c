#include "report/wording_values.h"

#include "model/naming.h"
#include "report/units.h"

/* Words of a page that is shown to people: enough to know it again. */
enum { PAGE_WORDS = 120 };

static struct page
subject_page(const struct subject *subject)
{
    return subject->path != NULL ? page_of_path(subject->path)
                                 : (struct page){ 0 };
}

static const struct block_page *
subject_block_page(const struct subject *subject)
{
    struct page page = subject_page(subject);

    return naming_block_page(subject->run->definitions, &page);
}

/* The certificates tell more of a product than a page that it shows. */
void
value_product(struct buffer *out, const struct subject *subject)
{
    const struct interceptor *product =
        subject->path != NULL ? naming_interceptor(subject->run->definitions,
                                                   &subject->path->tls)
                              : NULL;
    const struct block_page *page = subject_block_page(subject);

    if (product != NULL)
        units_append_line(out, product->name);
    else if (page != NULL)
        units_append_line(out, page->name);
}

/* In quotation marks, so those of the page itself become single ones. */
static void
detail_append(struct buffer *details, const char *label,
              const struct buffer *words)
{
    if (words->length == 0)
        return;
    buffer_printf(details, "%s%s\"", details->length > 0 ? ", " : "", label);
    for (size_t i = 0; i < words->length; i++)
        buffer_append_byte(details,
                           words->data[i] == '"' ? '\'' : words->data[i]);
    buffer_append_byte(details, '"');
}

static void
page_append_details(struct buffer *details, const struct page *page)
{
    struct buffer title = { 0 };
    struct buffer category = { 0 };
    struct buffer location = { 0 };
    struct span to = page_header_value(page, "Location");

    page_append_title(&title, page, PAGE_WORDS);
    page_append_category(&category, page, PAGE_WORDS);
    page_append_words(&location, to, PAGE_WORDS);
    detail_append(details, "", &title);
    detail_append(details, "category ", &category);
    detail_append(details, "leads to ", &location);
    buffer_release(&title);
    buffer_release(&category);
    buffer_release(&location);
}

/* 'Fortinet FortiGuard ("Web Page Blocked", category "Unrated")' */
void
value_page(struct buffer *out, const struct subject *subject)
{
    const struct block_page *known = subject_block_page(subject);
    struct page page = subject_page(subject);
    struct buffer details = { 0 };

    page_append_details(&details, &page);
    if (known != NULL)
        units_append_line(out, known->name);
    if (known != NULL && details.length > 0)
        buffer_append_text(out, " (");
    if (details.length > 0)
        units_append_line(out, buffer_text(&details));
    if (known != NULL && details.length > 0)
        buffer_append_byte(out, ')');
    buffer_release(&details);
}

/* Names. */

static void
sinkhole_append(struct buffer *out, const struct definitions *in,
                const struct address *address)
{
    const struct sinkhole *known = naming_sinkhole(in, address);

    if (known != NULL) {
        buffer_append_text(out, "a block address of ");
        units_append_line(out, known->name);
        return;
    }
    if (address_kind_of(address) == ADDRESS_LOOPBACK)
        buffer_append_text(out, "an address of this machine itself");
    else
        buffer_append_text(out, "an address of nobody");
}

static const struct address *
name_find_sinkhole(const struct definitions *in, const struct name *name)
{
    for (size_t i = 0; i < name->system.address_count; i++)
        if (naming_address_is_sinkhole(in, name->system.addresses[i]))
            return name->system.addresses[i];
    for (size_t i = 0; i < name->answer_count; i++)
        for (size_t j = 0; j < name->answers[i]->record_count; j++)
            if (naming_address_is_sinkhole(
                    in, &name->answers[i]->records[j]->address))
                return &name->answers[i]->records[j]->address;
    return NULL;
}

/* Of the address that it is about, else of the first that the name has. */
void
value_sinkhole(struct buffer *out, const struct subject *subject)
{
    const struct definitions *in = subject->run->definitions;
    const struct address *address = NULL;

    if (subject->path != NULL &&
        naming_address_is_sinkhole(in, &subject->path->address))
        address = &subject->path->address;
    else if (subject->target != NULL && subject->target->name != NULL)
        address = name_find_sinkhole(in, subject->target->name);
    if (address != NULL)
        sinkhole_append(out, in, address);
}

/* A server that says that it filters is more telling than any other. */
void
value_extended_error(struct buffer *out, const struct subject *subject)
{
    const struct target *target = subject->target;
    const struct dns_answer *answer = NULL;

    if (target == NULL || target->name == NULL)
        return;
    answer = naming_filtered_answer(target->name);
    for (size_t i = 0; answer == NULL && i < target->name->answer_count; i++)
        if (target->name->answers[i]->extended_error != NULL)
            answer = target->name->answers[i];
    if (answer == NULL)
        return;
    units_append_line(out, answer->extended_error);
    buffer_append_text(out, " (");
    units_append_line(out, answer->server);
    buffer_append_byte(out, ')');
}
