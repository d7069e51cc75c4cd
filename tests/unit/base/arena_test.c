#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 1000, LARGE = 100000 };

static void
test_memory_is_zeroed_aligned_and_apart(void **state)
{
    struct arena arena = { 0 };
    uint8_t *all[MANY];

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        all[i] = arena_new(&arena, 1, 1 + i % 100);
        assert_int_equal((uintptr_t)all[i] % alignof(max_align_t), 0);
        for (size_t at = 0; at < 1 + i % 100; at++)
            assert_int_equal(all[i][at], 0);
        memset(all[i], (int)(i % 256), 1 + i % 100);
    }
    for (size_t i = 0; i < MANY; i++) {
        for (size_t at = 0; at < 1 + i % 100; at++)
            assert_int_equal(all[i][at], i % 256);
    }
    arena_release(&arena);
}

static void
test_a_large_piece_fits_too(void **state)
{
    struct arena arena = { 0 };
    char *before = arena_text(&arena, "before");
    char *large = arena_new(&arena, LARGE, 1);

    (void)state;
    memset(large, 'x', LARGE);
    assert_string_equal(before, "before");
    assert_string_equal(arena_text(&arena, "after"), "after");
    assert_int_equal(large[LARGE - 1], 'x');
    arena_release(&arena);
}

static void
test_texts_are_copied(void **state)
{
    struct arena arena = { 0 };
    char text[] = "text";
    char *copy = arena_text(&arena, text);

    (void)state;
    text[0] = 'n';
    assert_string_equal(copy, "text");
    assert_memory_equal(arena_copy(&arena, "a\0b", 3), "a\0b", 4);
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    assert_string_equal(arena_printf(&arena, "%d of %s", 3, "7"), "3 of 7");
    arena_release(&arena);
}

static void
test_a_list_grows(void **state)
{
    struct arena arena = { 0 };
    int values[MANY];
    int **list = NULL;
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        arena_push(&arena, &list, &count, &values[i]);
        assert_int_equal(count, i + 1);
    }
    for (size_t i = 0; i < MANY; i++)
        assert_ptr_equal(list[i], &values[i]);
    arena_release(&arena);
}

static void
test_a_released_arena_is_usable(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    arena_release(&arena);
    arena_text(&arena, "first");
    arena_release(&arena);
    assert_null(arena.blocks);
    assert_string_equal(arena_text(&arena, "second"), "second");
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(test_a_large_piece_fits_too),
        cmocka_unit_test(test_texts_are_copied),
        cmocka_unit_test(test_a_list_grows),
        cmocka_unit_test(test_a_released_arena_is_usable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
