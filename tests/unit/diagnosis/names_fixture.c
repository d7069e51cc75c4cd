#include "names_fixture.h"

#include <stdlib.h>

#include "model/naming.h"

static const struct name_pattern acme_pattern = { NAME_ORGANISATION,
                                                  .begins = "Acme" };
static const struct name_pattern shield_pattern = { NAME_COMMON_NAME,
                                                    .begins = "Desk Shield" };
static const struct name_pattern *acme_patterns[] = { &acme_pattern };
static const struct name_pattern *shield_patterns[] = { &shield_pattern };

static const struct interceptor interceptors[] = {
    { .id = "acme",
      .name = "Acme Gateway",
      .kind = INTERCEPTOR_GATEWAY,
      .patterns = acme_patterns,
      .pattern_count = 1 },
    { .id = "shield",
      .name = "Desk Shield",
      .kind = INTERCEPTOR_ENDPOINT_SOFTWARE,
      .patterns = shield_patterns,
      .pattern_count = 1 },
};

static const struct page_pattern filter_mark = { PLACE_BODY, NULL,
                                                 "Blocked by Acme" };
static const struct page_pattern portal_mark = { PLACE_BODY, NULL,
                                                 "Welcome to the Inn" };
static const struct page_pattern squirrel_mark = { PLACE_SERVER, NULL,
                                                   "squirrel" };
static const struct page_pattern header_mark = { PLACE_HEADER, "X-Mark",
                                                 NULL };
static const struct page_pattern *filter_marks[] = { &filter_mark };
static const struct page_pattern *portal_marks[] = { &portal_mark };
static const struct page_pattern *squirrel_marks[] = { &squirrel_mark };
static const struct page_pattern *header_marks[] = { &header_mark };

static const struct block_page pages[] = {
    { .id = "filter",
      .name = "Acme Filter",
      .kind = PAGE_BLOCK,
      .patterns = filter_marks,
      .pattern_count = 1 },
    { .id = "portal",
      .name = "Inn Portal",
      .kind = PAGE_PORTAL,
      .patterns = portal_marks,
      .pattern_count = 1 },
    { .id = "squirrel",
      .name = "Squirrel",
      .kind = PAGE_PROXY_ERROR,
      .patterns = squirrel_marks,
      .pattern_count = 1 },
    { .id = "mark",
      .name = "Mark",
      .kind = PAGE_MARK,
      .patterns = header_marks,
      .pattern_count = 1 },
};

static const struct root genuine_root = { .name = "Genuine Global Root",
                                          .sha256 = "FF",
                                          .authority = "Genuine" };

static void
add_sinkhole(struct definitions *definitions)
{
    struct arena *arena = &definitions->arena;
    struct sinkhole *sinkhole = arena_new(arena, 1, sizeof *sinkhole);
    struct address_prefix *prefix = arena_new(arena, 1, sizeof *prefix);

    if (!address_prefix_parse("198.51.100.0/24", prefix))
        abort();
    sinkhole->id = "acme-names";
    sinkhole->name = "Acme Names";
    arena_push(arena, &sinkhole->addresses, &sinkhole->address_count, prefix);
    arena_push(arena, &definitions->sinkholes, &definitions->sinkhole_count,
               sinkhole);
}

void
names_fixture_add(struct definitions *definitions)
{
    struct arena *arena = &definitions->arena;

    for (size_t i = 0; i < sizeof interceptors / sizeof interceptors[0]; i++)
        arena_push(arena, &definitions->interceptors,
                   &definitions->interceptor_count, &interceptors[i]);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        arena_push(arena, &definitions->block_pages,
                   &definitions->block_page_count, &pages[i]);
    arena_push(arena, &definitions->roots, &definitions->root_count,
               &genuine_root);
    add_sinkhole(definitions);
}
