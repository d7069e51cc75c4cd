#include "report/wording_list.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/units.h"

static bool
wording_list_has(const struct wording_list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return true;
    return false;
}

void
wording_list_add(struct wording_list *list, const char *item)
{
    if (item == NULL || wording_list_has(list, item))
        return;
    list->items =
        memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = item;
}

static bool
wording_addresses_have(const struct wording_addresses *list,
                       const struct address *address)
{
    for (size_t i = 0; i < list->count; i++)
        if (address_equal(&list->items[i], address))
            return true;
    return false;
}

void
wording_addresses_add(struct wording_addresses *list,
                      const struct address *address)
{
    if (address->family == FAMILY_NONE ||
        wording_addresses_have(list, address))
        return;
    list->items =
        memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = *address;
}

void
wording_list_separate(struct buffer *out, size_t at, size_t count)
{
    if (at > 0)
        buffer_append_text(out, at + 1 == count ? " and " : ", ");
}

void
wording_list_append_left_out(struct buffer *out, size_t count)
{
    if (count > WORDING_LIST)
        buffer_printf(out, " and %zu more", count - WORDING_LIST);
}

void
wording_list_append(struct buffer *out, struct wording_list *list)
{
    for (size_t i = 0; i < list->count && i < WORDING_LIST; i++) {
        wording_list_separate(out, i, list->count);
        units_append_line(out, list->items[i]);
    }
    wording_list_append_left_out(out, list->count);
    free(list->items);
}

/* Three are named; of more, the first two and how many there are besides. */
void
wording_list_append_brief(struct buffer *out, struct wording_list *list)
{
    size_t named = list->count;

    if (named > WORDING_BRIEF_LIST)
        named = WORDING_BRIEF_LIST - 1;
    for (size_t i = 0; i < named; i++) {
        wording_list_separate(out, i, list->count);
        units_append_line(out, list->items[i]);
    }
    if (named < list->count)
        buffer_printf(out, " and %zu more", list->count - named);
    free(list->items);
}

void
wording_addresses_append(struct buffer *out, struct wording_addresses *list)
{
    for (size_t i = 0; i < list->count && i < WORDING_LIST; i++) {
        wording_list_separate(out, i, list->count);
        units_append_address(out, &list->items[i]);
    }
    wording_list_append_left_out(out, list->count);
    free(list->items);
}
