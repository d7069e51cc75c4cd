#include <stdlib.h>
#include <string.h>

#include "base/safe_text.h"
#include "transcript/mask.h"

/*
 * Bytes as a text that somebody else wrote, after safe_text as everywhere: no
 * name that is known is left in what becomes of it, and masking it again
 * changes nothing.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct definitions definitions;

static void
make_run(struct run *run)
{
    static struct machine_resolver resolver;
    static struct machine_resolver *resolvers[] = { &resolver };

    *run = (struct run){ .definitions = &definitions };
    run->machine.hostname = "srv042.dlp.globex.de";
    run->machine.user = "jdoemann";
    if (!address_parse("10.20.30.53", &resolver.address))
        abort();
    run->machine.resolvers = resolvers;
    run->machine.resolver_count = 1;
    run->bundle.path = "/home/jdoemann/initech/bundle.zip";
}

static void
expect_hidden(struct mask *mask, const char *masked)
{
    static const char *const known[] = { "globex", "jdoemann", "initech" };
    const char *original = NULL;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcasestr(masked, known[i]) != NULL)
            abort();
    /* A number that was taken for a name may come about by chance. */
    (void)mask_leaks(mask, masked, strlen(masked), &original);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    enum { LONGEST = 2000 };
    struct buffer safe = { 0 };
    struct run run;
    struct mask *mask;
    const char *text;
    const char *masked;

    make_run(&run);
    mask = mask_new(&run, NULL);
    safe_text_append(&safe, SAFE_PAGE, (const char *)bytes, length, LONGEST);
    text = buffer_text(&safe);
    for (int privacy = PRIVACY_PUBLIC; privacy <= PRIVACY_FREE; privacy++) {
        masked = mask_text(mask, (enum privacy)privacy, text);
        if (masked == NULL) /* a certificate is left out */
            continue;
        if (strcasestr(masked, "globex") != NULL)
            abort();
    }
    expect_hidden(mask, mask_strict(mask, text));
    (void)mask_typed(mask, text);
    masked = mask_text(mask, PRIVACY_FREE, text);
    if (strcmp(mask_text(mask, PRIVACY_FREE, masked), masked) != 0)
        abort();
    mask_free(mask);
    buffer_release(&safe);
    return 0;
}
