#include "intake/resolver_intake.h"

#include <inttypes.h>
#include <string.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "intake/environment.h"
#include "intake/lines.h"
#include "intake/resolver_option.h"
#include "intake/zone_address.h"

/* The limits of the C library: MAXNS of resolv.h, and the port of DNS. */
enum { MOST_RESOLVERS = 3, USUAL_PORT = 53, MOST_DOMAINS = 32 };

static const char resolv_conf[] = "/etc/resolv.conf";

/* What systemd-resolved itself asks, when its stub stands in resolv.conf. */
static const char upstream_conf[] = "/run/systemd/resolve/resolv.conf";

static const char blanks[] = " \t";

/* resolv.conf while it is being read. */
struct resolver_file {
    struct look *look;
    struct lines lines;
    size_t named;        /* resolvers, used or not */
    bool servers_matter; /* no --resolver takes their place */
    bool domains_matter; /* LOCALDOMAIN does not take their place */
};

static void
resolver_add(struct look *look, const struct peer *peer, const char *source)
{
    struct machine *machine = look->machine;
    struct machine_resolver *resolver =
        arena_new(look->arena, 1, sizeof *resolver);

    resolver->address = peer->address;
    resolver->port = peer->port;
    resolver->source = source;
    arena_push(look->arena, &machine->resolvers, &machine->resolver_count,
               resolver);
}

static void
resolver_add_domains(struct look *look, char *domains)
{
    struct machine *machine = look->machine;
    char *rest;

    machine->search_domains = NULL;
    machine->search_domain_count = 0;
    for (char *domain = strtok_r(domains, blanks, &rest);
         domain != NULL && machine->search_domain_count < MOST_DOMAINS;
         domain = strtok_r(NULL, blanks, &rest))
        arena_push(look->arena, &machine->search_domains,
                   &machine->search_domain_count, look_keep(look, domain));
}

/* A carriage return is the one slip that nobody can see in an editor. */
static void
resolver_note_bad(struct resolver_file *file, const char *text)
{
    const char *why = strchr(text, '\r') != NULL ? "ends in a carriage return"
                                                 : "is not a whole IP address";

    look_note(file->look,
              "%s:%" PRId64 ": the resolver \"%s\" %s, so it is "
              "not used.",
              resolv_conf, file->lines.number, text, why);
}

/* What follows the address on its line means nothing. */
static void
resolver_take_server(struct resolver_file *file, char *value)
{
    struct look *look = file->look;
    struct peer peer = { .port = USUAL_PORT };

    value[strcspn(value, blanks)] = '\0';
    if (*value == '\0' || !file->servers_matter)
        return;
    if (!zone_address_parse(value, &peer.address)) {
        resolver_note_bad(file, value);
        return;
    }
    file->named++;
    if (file->named <= MOST_RESOLVERS)
        resolver_add(look, &peer,
                     arena_printf(look->arena, "%s:%" PRId64, resolv_conf,
                                  file->lines.number));
}

static void
resolver_take_search(struct resolver_file *file, char *value)
{
    if (*value != '\0' && file->domains_matter)
        resolver_add_domains(file->look, value);
}

/* "domain" is a search list of one; the later of the two lines counts. */
static void
resolver_take_domain(struct resolver_file *file, char *value)
{
    value[strcspn(value, blanks)] = '\0';
    resolver_take_search(file, value);
}

static void
resolver_take_options(struct resolver_file *file, char *value)
{
    if (*value != '\0')
        look_note(file->look,
                  "%s:%" PRId64 " sets options of the system's "
                  "resolver: %s.",
                  resolv_conf, file->lines.number, value);
}

static const struct resolver_keyword {
    const char *word;
    void (*take)(struct resolver_file *file, char *value);
} resolver_keywords[] = {
    { "nameserver", resolver_take_server },
    { "search", resolver_take_search },
    { "domain", resolver_take_domain },
    { "options", resolver_take_options },
};

/* A keyword starts its line and is followed by a blank, or it is none. */
static void
resolver_take_line(struct resolver_file *file, char *line)
{
    size_t count = sizeof resolver_keywords / sizeof resolver_keywords[0];

    for (size_t i = 0; i < count; i++) {
        const char *word = resolver_keywords[i].word;
        char *value = line + strlen(word);

        if (strncmp(line, word, strlen(word)) != 0 ||
            (*value != ' ' && *value != '\t'))
            continue;
        resolver_keywords[i].take(file, value + strspn(value, blanks));
        return;
    }
}

static void
resolver_read_file(struct resolver_file *file)
{
    char *line;

    if (!lines_open(&file->lines, file->look, resolv_conf))
        return;
    while ((line = lines_next(&file->lines)) != NULL)
        resolver_take_line(file, line);
    lines_close(&file->lines);
    if (file->named > MOST_RESOLVERS)
        look_note(file->look,
                  "%s names %zu resolvers; the system uses the first %d.",
                  resolv_conf, file->named, MOST_RESOLVERS);
}

/* The C library asks this machine itself when it is told nothing. */
static void
resolver_add_usual(struct look *look)
{
    struct peer peer = { .port = USUAL_PORT };

    if (address_parse("127.0.0.1", &peer.address))
        resolver_add(
            look, &peer,
            arena_printf(look->arena, "default, %s names none", resolv_conf));
}

static void
resolver_use_option(struct look *look)
{
    struct error error = { 0 };
    struct peer peer;

    if (resolver_option_parse(look->intake->resolver, &peer, &error))
        resolver_add(look, &peer, "--resolver");
    else
        look_note(look, "%s.", error.text);
}

/* Appends ": 192.0.2.1, 192.0.2.2", or nothing when there is no such file. */
static void
resolver_list_upstream(struct look *look, struct buffer *out)
{
    struct lines lines;
    size_t listed = 0;
    char *line;

    if (!lines_open(&lines, look, upstream_conf))
        return;
    while (listed < MOST_RESOLVERS && (line = lines_next(&lines)) != NULL) {
        char *rest;
        char *word = strtok_r(line, blanks, &rest);
        char *server = word != NULL ? strtok_r(NULL, blanks, &rest) : NULL;

        if (server != NULL && strcmp(word, "nameserver") == 0)
            buffer_printf(out, "%s%.64s", listed++ == 0 ? ": " : ", ", server);
    }
    lines_close(&lines);
}

static void
resolver_note_stub(struct look *look, const struct machine_resolver *resolver)
{
    struct buffer upstream = { 0 };
    char text[ADDRESS_TEXT_SIZE];

    resolver_list_upstream(look, &upstream);
    if (upstream.length > 0)
        look_note(look,
                  "%s names %s, a stub on this machine; the servers that it "
                  "asks stand in %s%s.",
                  resolver->source, address_format(&resolver->address, text),
                  upstream_conf, buffer_text(&upstream));
    else
        look_note(look,
                  "%s names %s, a stub on this machine; which servers it "
                  "asks is not known here.",
                  resolver->source, address_format(&resolver->address, text));
    buffer_release(&upstream);
}

static void
resolver_note_stubs(struct look *look)
{
    const struct machine *machine = look->machine;

    for (size_t i = 0; i < machine->resolver_count; i++) {
        const struct machine_resolver *resolver = machine->resolvers[i];

        if (address_kind_of(&resolver->address) == ADDRESS_LOOPBACK)
            resolver_note_stub(look, resolver);
    }
}

void
resolver_intake_fill(struct look *look)
{
    const struct machine_intake *intake = look->intake;
    const char *domains =
        environment_value(intake->environment, "LOCALDOMAIN");
    struct resolver_file file = {
        .look = look,
        .servers_matter = intake->resolver == NULL,
        .domains_matter = domains == NULL,
    };

    if (domains != NULL)
        resolver_add_domains(look, arena_text(look->arena, domains));
    resolver_read_file(&file);
    if (file.servers_matter)
        resolver_note_stubs(look);
    if (intake->resolver != NULL)
        resolver_use_option(look);
    if (look->machine->resolver_count == 0 && file.servers_matter)
        resolver_add_usual(look);
}
