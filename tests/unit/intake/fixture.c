#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *no_environment[] = { NULL };

static void
fixture_prepare(struct fixture *fixture)
{
    fixture->intake.root = fixture->root;
    fixture->intake.environment = no_environment;
    fixture->intake.now = 1795521600; /* 2026-11-24T12:00:00Z */
}

void
fixture_open(struct fixture *fixture)
{
    *fixture = (struct fixture){ .is_temporary = true };
    strcpy(fixture->root, "/tmp/intake-XXXXXX");
    assert_non_null(mkdtemp(fixture->root));
    fixture_prepare(fixture);
}

void
fixture_open_tree(struct fixture *fixture, const char *name)
{
    *fixture = (struct fixture){ .is_temporary = false };
    assert_true(snprintf(fixture->root, sizeof fixture->root, "%s/trees/%s",
                         TEST_DATA, name) < (int)sizeof fixture->root);
    fixture_prepare(fixture);
}

static int
fixture_remove(const char *path, const struct stat *status, int type,
               struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

void
fixture_close(struct fixture *fixture)
{
    if (fixture->is_temporary)
        assert_int_equal(
            nftw(fixture->root, fixture_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
    arena_release(&fixture->arena);
}

const char *
fixture_path(struct fixture *fixture, const char *path)
{
    return arena_printf(&fixture->arena, "%s%s", fixture->root, path);
}

void
fixture_write_bytes(struct fixture *fixture, const char *path,
                    const void *bytes, size_t length)
{
    char *full = arena_printf(&fixture->arena, "%s%s", fixture->root, path);

    for (char *slash = full + strlen(fixture->root) + 1;
         (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(full, 0700);
        *slash = '/';
    }

    int file = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), (ssize_t)length);
    close(file);
}

void
fixture_write(struct fixture *fixture, const char *path, const char *text)
{
    fixture_write_bytes(fixture, path, text, strlen(text));
}

static void
assert_safe(const char *text)
{
    if (text == NULL)
        return;
    assert_true(strlen(text) <= 1024);
    for (; *text != '\0'; text++)
        assert_true((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void
assert_machine_is_safe(const struct machine *machine)
{
    const char *const texts[] = { machine->hostname,  machine->system,
                                  machine->kernel,    machine->user,
                                  machine->time_zone, machine->name_service };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_safe(texts[i]);
    for (size_t i = 0; i < machine->search_domain_count; i++)
        assert_safe(machine->search_domains[i]);
    for (size_t i = 0; i < machine->host_count; i++)
        assert_safe(machine->hosts[i]->host);
    for (size_t i = 0; i < machine->variable_count; i++)
        assert_safe(machine->variables[i]->value);
    for (size_t i = 0; i < machine->store_count; i++)
        assert_safe(machine->stores[i]->path);
    for (size_t i = 0; i < machine->interface_count; i++)
        assert_safe(machine->interfaces[i]->name);
    for (size_t i = 0; i < machine->default_route_count; i++)
        assert_safe(machine->default_routes[i]->interface);
    for (size_t i = 0; i < machine->note_count; i++)
        assert_safe(machine->notes[i]);
}

void
fixture_look(struct fixture *fixture)
{
    machine_intake_fill(&fixture->machine, &fixture->arena, &fixture->intake);
    assert_machine_is_safe(&fixture->machine);
}

size_t
fixture_notes(const struct fixture *fixture, const char *text)
{
    size_t count = 0;

    for (size_t i = 0; i < fixture->machine.note_count; i++)
        count += strstr(fixture->machine.notes[i], text) != NULL;
    return count;
}

const char *
fixture_resolvers(struct fixture *fixture)
{
    const struct machine *machine = &fixture->machine;
    const char *list = "";

    for (size_t i = 0; i < machine->resolver_count; i++) {
        const struct machine_resolver *resolver = machine->resolvers[i];
        char text[ADDRESS_TEXT_SIZE];

        list = arena_printf(&fixture->arena, "%s%s%s", list, i > 0 ? " " : "",
                            address_format(&resolver->address, text));
        if (resolver->port != 53)
            list = arena_printf(&fixture->arena, "%s#%d", list,
                                (int)resolver->port);
    }
    return list;
}

const char *
fixture_variable(const struct fixture *fixture, const char *name)
{
    for (size_t i = 0; i < fixture->machine.variable_count; i++)
        if (strcmp(fixture->machine.variables[i]->name, name) == 0)
            return fixture->machine.variables[i]->value;
    return NULL;
}
