#include "lab/directory.h"

#include "scene.h"

struct fixture {
    struct arena arena;
    struct lab_directory directory;
};

static int
set_up(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){ .directory.arena = &fixture.arena };
    *state = &fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_release(&fixture->arena);
    return 0;
}

static void
it_is_empty_at_first(void **state)
{
    struct fixture *fixture = *state;
    struct address address = scene_address("192.0.2.1");

    assert_null(directory_find(&fixture->directory, "a.test"));
    assert_null(directory_of_alias(&fixture->directory, "a.test"));
    assert_null(directory_of_address(&fixture->directory, &address));
}

static void
names_are_found_in_any_case(void **state)
{
    struct fixture *fixture = *state;
    char host[] = "WWW.Example.com";
    const struct directory_entry *entry =
        directory_add(&fixture->directory, host, NULL);

    host[0] = 'x'; /* it was copied */
    assert_ptr_equal(directory_find(&fixture->directory, "www.EXAMPLE.com"),
                     entry);
    assert_null(directory_find(&fixture->directory, "ww.example.com"));
    assert_null(directory_find(&fixture->directory, "www.example.com."));
}

static void
a_name_has_one_entry(void **state)
{
    struct fixture *fixture = *state;
    struct endpoint endpoint = { .role = ROLE_PKI };
    struct directory_entry *first =
        directory_add(&fixture->directory, "a.test", &endpoint);

    assert_ptr_equal(directory_add(&fixture->directory, "A.test", NULL),
                     first);
    assert_int_equal(fixture->directory.entry_count, 1);
    assert_ptr_equal(first->endpoint, &endpoint);
}

static void
addresses_lead_to_names(void **state)
{
    struct fixture *fixture = *state;
    struct address ipv4 = scene_address("192.0.2.1");
    struct address ipv6 = scene_address("2001:db8::1");
    struct address other = scene_address("192.0.2.2");
    struct directory_entry *entry =
        directory_add(&fixture->directory, "b.test", NULL);

    (void)directory_add(&fixture->directory, "a.test", NULL);
    directory_add_address(&fixture->directory, entry, &ipv4);
    directory_add_address(&fixture->directory, entry, &ipv6);
    assert_ptr_equal(directory_of_address(&fixture->directory, &ipv4), entry);
    assert_ptr_equal(directory_of_address(&fixture->directory, &ipv6), entry);
    assert_null(directory_of_address(&fixture->directory, &other));
    ipv4.bytes[3] = 9; /* it was copied */
    assert_null(directory_of_address(&fixture->directory, &ipv4));
}

static void
aliases_lead_back(void **state)
{
    struct fixture *fixture = *state;
    struct directory_entry *entry =
        directory_add(&fixture->directory, "a.test", NULL);

    directory_set_alias(&fixture->directory, entry, "far.test");
    assert_ptr_equal(directory_of_alias(&fixture->directory, "FAR.test"),
                     entry);
    assert_null(directory_of_alias(&fixture->directory, "a.test"));
    assert_null(directory_find(&fixture->directory, "far.test"));
}

#define STAGED(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(it_is_empty_at_first), STAGED(names_are_found_in_any_case),
        STAGED(a_name_has_one_entry), STAGED(addresses_lead_to_names),
        STAGED(aliases_lead_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
