#include "intake/environment_intake.h"

#include <string.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "intake/environment.h"
#include "intake/no_proxy.h"
#include "intake/secret_text.h"

enum { LONGEST_VALUE = 512 };

/* What the value is, which decides how it is masked. */
enum variable_form {
    VARIABLE_PLAIN,
    VARIABLE_URL,
    VARIABLE_LIST, /* of hosts */
    VARIABLE_OPTIONS,
};

static const struct variable {
    const char *name;
    enum variable_form form;
} variables[] = {
    { "http_proxy", VARIABLE_URL },
    { "HTTP_PROXY", VARIABLE_URL },
    { "https_proxy", VARIABLE_URL },
    { "HTTPS_PROXY", VARIABLE_URL },
    { "all_proxy", VARIABLE_URL },
    { "ALL_PROXY", VARIABLE_URL },
    { "no_proxy", VARIABLE_LIST },
    { "NO_PROXY", VARIABLE_LIST },
    { "SSL_CERT_FILE", VARIABLE_PLAIN },
    { "SSL_CERT_DIR", VARIABLE_PLAIN },
    { "OPENSSL_CONF", VARIABLE_PLAIN },
    { "OPENSSL_CONF_INCLUDE", VARIABLE_PLAIN },
    { "OPENSSL_MODULES", VARIABLE_PLAIN },
    { "SSLKEYLOGFILE", VARIABLE_PLAIN },
    { "CURL_CA_BUNDLE", VARIABLE_PLAIN },
    { "REQUESTS_CA_BUNDLE", VARIABLE_PLAIN },
    { "RES_OPTIONS", VARIABLE_PLAIN },
    { "LOCALDOMAIN", VARIABLE_PLAIN },
    { "HOSTALIASES", VARIABLE_PLAIN },
    { "JAVA_HOME", VARIABLE_PLAIN },
    { "_JAVA_OPTIONS", VARIABLE_OPTIONS },
    { "JAVA_TOOL_OPTIONS", VARIABLE_OPTIONS },
    { "JDK_JAVA_OPTIONS", VARIABLE_OPTIONS },
    { "LD_PRELOAD", VARIABLE_PLAIN },
};

static void
variable_show(struct look *look, struct buffer *out, enum variable_form form,
              const char *value)
{
    switch (form) {
    case VARIABLE_PLAIN:
        buffer_append_text(out, value);
        return;
    case VARIABLE_URL:
        secret_text_append_url(out, value);
        return;
    case VARIABLE_LIST:
        buffer_append_text(out, no_proxy_keep(look->arena, value));
        return;
    case VARIABLE_OPTIONS:
        secret_text_append_options(out, value);
        return;
    }
}

static void
environment_add(struct look *look, const struct variable *variable,
                const char *value)
{
    struct machine *machine = look->machine;
    struct machine_variable *kept = arena_new(look->arena, 1, sizeof *kept);
    struct buffer shown = { 0 };

    variable_show(look, &shown, variable->form, value);
    kept->name = variable->name;
    kept->value = safe_text_copy(look->arena, SAFE_LINE, buffer_text(&shown),
                                 shown.length, LONGEST_VALUE);
    buffer_release(&shown);
    arena_push(look->arena, &machine->variables, &machine->variable_count,
               kept);
}

static void
environment_note_no_proxy(struct look *look)
{
    const char *origin;
    const char *list = no_proxy_find(look->intake->environment, &origin);
    struct no_proxy_entry entry;

    if (list == NULL || strcmp(list, "*") == 0)
        return;
    list = no_proxy_keep(look->arena, list);
    if (no_proxy_has_blanks(list))
        look_note(look,
                  "%s: some entries are parted by a blank alone; newer "
                  "releases of curl stop reading there.",
                  origin);
    while (no_proxy_next(&list, &entry)) {
        const char *fault = no_proxy_fault(&entry);

        if (fault != NULL)
            look_note(look, "%s: the entry \"%.*s\" matches nothing: %s.",
                      origin, entry.length < 128 ? (int)entry.length : 128,
                      entry.text, fault);
    }
}

void
environment_intake_fill(struct look *look)
{
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value =
            environment_value(look->intake->environment, variables[i].name);

        if (value != NULL)
            environment_add(look, &variables[i], value);
    }
    environment_note_no_proxy(look);
}
