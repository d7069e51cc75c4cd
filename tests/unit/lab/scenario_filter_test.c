#include "scene.h"

#include "lab/company.h"
#include "lab/scenario_filter.h"

/* The company, with a server that nobody of the company knows. */
struct stage {
    struct scenario scenario;
    struct definitions definitions;
    struct lab *lab;
    struct arena arena;
    struct company company;
    size_t bytes;
};

static int
open_stage(void **state)
{
    static struct stage stage;

    stage = (struct stage){ 0 };
    stage.scenario.definitions = &stage.definitions;
    stage.lab = lab_new(&(struct lab_options){ .seed = 1 });
    company_build(&stage.company, stage.lab, &stage.arena, &stage.scenario);
    lab_listen(stage.company.web, 443, &scene_sink, &stage.bytes);
    *state = &stage;
    return 0;
}

static int
close_stage(void **state)
{
    struct stage *stage = *state;

    lab_free(stage->lab);
    arena_release(&stage->arena);
    return 0;
}

static const char web4[] = "20.77.5.2";
static const char web6[] = "2600:1f77:5::2";

/* 0, or the errno of a connection from that place to that web server. */
static int
reach(struct stage *stage, enum place from, const char *web)
{
    struct scene scene = { .lab = stage->lab,
                           .net = lab_use(stage->company.places[from]) };
    struct peer to = scene_peer(web, 443);

    return scene_try(&scene, &to, NULL, 1000);
}

static void
a_filter_can_be_for_who_sends(void **state)
{
    struct stage *stage = *state;
    const struct scenario_filter filter = {
        .at = PLACE_FIREWALL,
        .from_place = PLACE_ENFORCE,
        .action = FILTER_DROP,
    };

    assert_int_equal(reach(stage, PLACE_ENFORCE, web4), 0);
    scenario_filter_apply(&stage->company, &filter);
    assert_int_not_equal(reach(stage, PLACE_ENFORCE, web4), 0);
    assert_int_not_equal(reach(stage, PLACE_ENFORCE, web6), 0);
    assert_int_equal(reach(stage, PLACE_PROXY, web4), 0);
    assert_int_equal(reach(stage, PLACE_PROXY, web6), 0);
}

static void
both_ends_and_the_family_count(void **state)
{
    struct stage *stage = *state;
    const struct scenario_filter elsewhere = {
        .at = PLACE_FIREWALL,
        .from_place = PLACE_ENFORCE,
        .to_address = scene_address("20.77.5.3"),
        .action = FILTER_DROP,
    };
    const struct scenario_filter ipv6 = {
        .at = PLACE_FIREWALL,
        .from_place = PLACE_ENFORCE,
        .family = FAMILIES_IPV6,
        .action = FILTER_DROP,
    };

    scenario_filter_apply(&stage->company, &elsewhere);
    scenario_filter_apply(&stage->company, &ipv6);
    assert_int_equal(reach(stage, PLACE_ENFORCE, web4), 0);
    assert_int_not_equal(reach(stage, PLACE_ENFORCE, web6), 0);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_filter_can_be_for_who_sends),
        STAGED(both_ends_and_the_family_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
