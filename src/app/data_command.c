#include "app/commands.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "app/command_line.h"
#include "app/output.h"
#include "base/clock.h"
#include "catalog/catalog.h"

struct data_options {
    const char *regions;
    const char *trust;
};

#define ROW(of_name, of_argument, of_member, of_help)                         \
    {                                                                         \
        .name = (of_name), .argument = (of_argument), .help = (of_help),      \
        .offset = offsetof(struct data_options, of_member)                    \
    }

static const struct option_row data_rows[] = {
    ROW("regions", "FILE", regions, "definitions to use, as in check"),
    ROW("trust", "FILE", trust, "PEM roots to use, as in check"),
};

#undef ROW

static const struct option_table data_table = {
    .usage = "cdsdoctor data [list | show | validate FILE] [options]",
    .example = "cdsdoctor data validate regions.yaml",
    .about = "list      which definitions are in force and where they come "
             "from\n"
             "show      the endpoints, roots and causes themselves\n"
             "validate  read a definitions file or a scenario of the lab "
             "and say what is\n"
             "          wrong with it",
    .rows = data_rows,
    .row_count = sizeof data_rows / sizeof data_rows[0],
};

static void
data_write_sources(const struct definitions *in, struct buffer *out)
{
    buffer_printf(out, "Definitions %s of %s\n", in->version, in->date);
    for (size_t i = 0; i < in->source_count; i++)
        buffer_printf(out, "  %-17s %s\n", in->sources[i]->name,
                      in->sources[i]->origin);
    buffer_printf(out,
                  "  %zu services, %zu regions, %zu endpoints, %zu causes\n",
                  in->service_count, in->region_count, in->endpoint_count,
                  in->cause_count);
    buffer_printf(out,
                  "  %zu inspecting products, %zu block pages, %zu sinkholes "
                  "known by name\n",
                  in->interceptor_count, in->block_page_count,
                  in->sinkhole_count);
    if (in->roots_replaced)
        buffer_append_text(out, "  genuine roots: replaced by --trust\n");
    else
        buffer_printf(out, "  %zu genuine roots\n", in->root_count);
}

static void
data_write_regions(const struct endpoint *endpoint, struct buffer *out)
{
    for (size_t i = 0; i < endpoint->region_count; i++)
        buffer_printf(out, "%s%s", i > 0 ? ", " : "",
                      endpoint->regions[i]->id);
}

static void
data_write_expectation(const struct genuine_answer *genuine,
                       struct buffer *out)
{
    buffer_printf(out, "    genuine:  status %lld",
                  (long long)genuine->status);
    if (genuine->status_from > 0)
        buffer_printf(out, " (or %lld to %lld)",
                      (long long)genuine->status_from,
                      (long long)genuine->status_to);
    if (genuine->asks_client_certificate)
        buffer_append_text(out, ", asks for a client certificate");
    if (genuine->may_refuse)
        buffer_append_text(out, ", may refuse without one");
    buffer_append_byte(out, '\n');
}

static void
data_write_endpoint(const struct endpoint *endpoint, struct buffer *out)
{
    buffer_printf(out, "\n  %s:%u\n", endpoint->host,
                  (unsigned)endpoint->port);
    buffer_printf(out, "    role:     %s, %s\n",
                  words_id(&role_words, (int)endpoint->role),
                  endpoint->required ? "required" : "not required");
    buffer_append_text(out, "    regions:  ");
    data_write_regions(endpoint, out);
    buffer_printf(out, "\n    why:      %s\n", endpoint->why);
    buffer_printf(out, "    opens it: %s\n",
                  words_id(&owner_words, (int)endpoint->opens));
    data_write_expectation(&endpoint->genuine, out);
    if (endpoint->source != NULL)
        buffer_printf(out, "    source:   %s\n", endpoint->source);
}

static void
data_write_root(const struct root *root, struct buffer *out)
{
    char when[CLOCK_TEXT_SIZE];

    buffer_printf(out, "\n  %s\n    sha256:   %s\n", root->name, root->sha256);
    if (root->distrusted != 0)
        buffer_printf(out, "    public stores drop it from %.10s on\n",
                      clock_format(root->distrusted, when));
    if (root->note != NULL)
        buffer_printf(out, "    %s\n", root->note);
}

static void
data_write_all(const struct definitions *in, struct buffer *out)
{
    data_write_sources(in, out);
    buffer_append_text(out, "\nEndpoints\n");
    for (size_t i = 0; i < in->endpoint_count; i++)
        data_write_endpoint(in->endpoints[i], out);
    buffer_append_text(out, "\nGenuine roots\n");
    for (size_t i = 0; i < in->root_count; i++)
        data_write_root(in->roots[i], out);
    buffer_append_text(out, "\nCauses\n");
    for (size_t i = 0; i < in->cause_count; i++)
        buffer_printf(out, "  %-28s %s\n", in->causes[i]->id,
                      in->causes[i]->title);
}

static int
data_print(const struct data_options *options,
           void (*write)(const struct definitions *in, struct buffer *out))
{
    struct definitions definitions = { 0 };
    struct catalog_options files = { .regions_file = options->regions,
                                     .trust_file = options->trust };
    struct buffer out = { 0 };
    struct error error = { 0 };
    int code = EXIT_HEALTHY;

    if (!catalog_load(&definitions, &files, &error)) {
        output_complain(&error);
        code = EXIT_USAGE;
    } else {
        write(&definitions, &out);
        if (!output_write(NULL, &out, &error))
            code = EXIT_NOT_WRITTEN;
    }
    buffer_release(&out);
    catalog_release(&definitions);
    return code;
}

static int
data_validate(const struct data_options *options, int count, char **files)
{
    struct catalog_options in_force = { .regions_file = options->regions,
                                        .trust_file = options->trust };
    int code = EXIT_HEALTHY;

    if (count == 0) {
        fputs("cdsdoctor: data validate needs a file\n", stderr);
        return EXIT_USAGE;
    }
    for (int i = 0; i < count; i++) {
        const char *kind = NULL;
        struct error error = { 0 };

        if (catalog_validate(files[i], &in_force, &kind, &error)) {
            printf("%s: good (%s)\n", files[i], kind);
            continue;
        }
        output_complain(&error);
        code = EXIT_USAGE;
    }
    return code;
}

int
data_command(int argc, char **argv)
{
    struct data_options options = { 0 };
    struct command_line line;
    struct error error = { 0 };
    const char *what;

    if (!command_line_read(&line, &data_table, argc, argv, &options, INT_MAX))
        return line.code;
    what = line.operand_count > 0 ? line.operands[0] : "list";
    if (strcmp(what, "validate") == 0)
        return data_validate(&options, line.operand_count - 1,
                             line.operands + 1);
    if (line.operand_count < 2 && strcmp(what, "list") == 0)
        return data_print(&options, data_write_sources);
    if (line.operand_count < 2 && strcmp(what, "show") == 0)
        return data_print(&options, data_write_all);
    error_set(&error, ERROR_USAGE,
              "data: expected list, show or validate FILE, found \"%s\"",
              line.operand_count > 1 ? line.operands[1] : what);
    output_complain(&error);
    return EXIT_USAGE;
}
