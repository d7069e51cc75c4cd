#include "workshop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"

static char directory[] = "/tmp/catalog_test_XXXXXX";

const char workshop_regions[] = "version: \"1\"\n"
                                "date: 2026-11-24\n"
                                "services:\n"
                                "  - id: cds\n"
                                "    name: CDS\n"
                                "    about: About it\n"
                                "regions:\n"
                                "  - id: us\n"
                                "    name: US\n"
                                "endpoints:\n"
                                "  - host: gw.example.net\n"
                                "    port: 443\n"
                                "    role: gateway\n"
                                "    required: true\n"
                                "    services: [cds]\n"
                                "    regions: [us]\n"
                                "    why: Because\n"
                                "    opens: network-team\n"
                                "    genuine:\n"
                                "      status: 400\n"
                                "      plausible: { from: 401, to: 499 }\n"
                                "      asks_client_certificate: true\n"
                                "      may_refuse: false\n"
                                "    source: Test\n";

int
workshop_open(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/catalog_test_XXXXXX");
    return mkdtemp(directory) == NULL || chdir(directory) != 0;
}

int
workshop_close(void **state)
{
    char command[64];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", directory);
    return chdir("/") != 0 || system(command) != 0;
}

static void
workshop_make_parents(const char *name)
{
    char path[256];

    snprintf(path, sizeof path, "%s", name);
    for (char *slash = strchr(path, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

void
workshop_write(const char *name, const void *bytes, size_t length)
{
    workshop_make_parents(name);

    FILE *file = fopen(name, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

void
workshop_write_text(const char *name, const char *text)
{
    workshop_write(name, text, strlen(text));
}

void
workshop_remove(const char *name)
{
    assert_int_equal(unlink(name), 0);
}

void
workshop_write_changed(const char *name, const char *text, const char *from,
                       const char *to)
{
    const char *at = strstr(text, from);

    assert_non_null(at);

    size_t before = (size_t)(at - text);
    size_t size = strlen(text) + strlen(to) + 1;
    char *changed = memory_new(1, size);

    snprintf(changed, size, "%.*s%s%s", (int)before, text, to,
             at + strlen(from));
    workshop_write_text(name, changed);
    free(changed);
}

char *
workshop_shipped(const char *name)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", SHIPPED_DATA, name);

    FILE *file = fopen(path, "rb");

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);

    long length = ftell(file);

    assert_true(length > 0);
    rewind(file);

    char *text = memory_new((size_t)length + 1, 1);

    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    fclose(file);
    return text;
}
