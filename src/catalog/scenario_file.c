#include "catalog/scenario_file.h"

#include <string.h>

#include "catalog/scenario_limits.h"
#include "catalog/scenario_network_keys.h"
#include "catalog/scenario_server_keys.h"
#include "catalog/yaml_rules.h"
#include "catalog/yaml_scalar.h"
#include "model/answers.h"

enum { MOST_SEED = 999999999, MOST_EVENT = 999999, MOST_DAYS = 3650 };

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const char ending[] = ".yaml";

/* What the operator would say. */

static const struct yaml_key answers_keys[] = {
    YAML_KEY(scenario_answers, service, YAML_ID, .most = LONGEST_ID),
    YAML_KEY(scenario_answers, region, YAML_ID, .most = LONGEST_ID),
    YAML_KEY(scenario_answers, proxy, YAML_LINE, .most = LONGEST_LINE),
    YAML_KEY(scenario_answers, neutral, YAML_LINE, .most = LONGEST_LINE),
    YAML_KEY(scenario_answers, also, YAML_LINE, .most = LONGEST_LINE),
    YAML_KEY(scenario_answers, status, YAML_WORD,
             .words = &console_status_words),
    YAML_KEY(scenario_answers, event, YAML_INTEGER, .least = 1,
             .most = MOST_EVENT),
    YAML_KEY(scenario_answers, event_text, YAML_PAGE,
             .most = EVENT_TEXT_LIMIT),
    YAML_KEY(scenario_answers, history, YAML_WORD, .words = &history_words),
    YAML_KEY(scenario_answers, binding, YAML_WORD, .words = &binding_words),
    YAML_KEY(scenario_answers, dlp_version, YAML_LINE,
             .most = DLP_VERSION_LIMIT),
    YAML_KEY(scenario_answers, installation, YAML_WORD,
             .words = &installation_words),
    YAML_KEY(scenario_answers, bundle_age_days, YAML_INTEGER,
             .least = -MOST_DAYS, .most = MOST_DAYS),
    YAML_KEY(scenario_answers, certificate_days, YAML_INTEGER,
             .least = -MOST_DAYS, .most = MOST_DAYS),
};

static bool
answers_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
              const void *record)
{
    const struct scenario_answers *answers = record;
    const struct definitions *in = decoder->definitions;
    const char *service = answers->service;
    const char *region = answers->region;

    if (service != NULL && definitions_service(in, service) == NULL)
        return yaml_reject_kind(decoder, yaml_find(node, "service"),
                                "the id of a service");
    if (region != NULL && strcmp(region, "all") != 0 &&
        definitions_region(in, region) == NULL)
        return yaml_reject_kind(decoder, yaml_find(node, "region"),
                                "the id of a region, or all");
    return true;
}

static const struct yaml_shape answers_shape = {
    .one = "an operator's answers",
    .keys = answers_keys,
    .key_count = COUNT_OF(answers_keys),
    .check = answers_check,
};

/* What is true. */

static const struct yaml_key truth_keys[] = {
    YAML_KEY(scenario_truth, outcome, YAML_WORD, .required = true,
             .words = &verdict_words),
    YAML_KEY_PLAIN(scenario_truth, cause, YAML_CAUSE),
    YAML_KEY(scenario_truth, layer, YAML_WORD, .words = &layer_words),
    YAML_KEY(scenario_truth, owner, YAML_WORD, .words = &owner_words),
    YAML_KEY_PLAIN(scenario_truth, targets, YAML_SELECTORS),
    YAML_KEY_LIST(scenario_truth, also, also_count, YAML_CAUSES,
                  .required = false),
    YAML_KEY_LIST(scenario_truth, says, says_count, YAML_LINES,
                  .most = LONGEST_LINE),
    YAML_KEY_LIST(scenario_truth, never_says, never_says_count, YAML_LINES,
                  .most = LONGEST_LINE),
};

static bool
truth_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const void *record)
{
    static const char *const fault_keys[] = { "cause", "layer", "owner" };
    const struct scenario_truth *truth = record;
    bool fault = truth->outcome == VERDICT_FAULT;
    struct yaml_rule rules[COUNT_OF(fault_keys) + 1] = {
        { .key = "targets", .refused = !fault, .when = "with outcome fault" },
    };

    for (size_t i = 0; i < COUNT_OF(fault_keys); i++)
        rules[i + 1] = (struct yaml_rule){ .key = fault_keys[i],
                                           .needed = fault,
                                           .refused = !fault,
                                           .when = "with outcome fault" };
    if (!yaml_rules_hold(decoder, node, rules, COUNT_OF(rules)))
        return false;
    if (fault && truth->layer == LAYER_NONE)
        return yaml_reject_kind(decoder, yaml_find(node, "layer"),
                                "the layer of a fault");
    return true;
}

static const struct yaml_shape truth_shape = {
    .one = "a truth",
    .keys = truth_keys,
    .key_count = COUNT_OF(truth_keys),
    .check = truth_check,
};

/* The file. */

static const struct yaml_key file_keys[] = {
    YAML_KEY(scenario, title, YAML_LINE, .required = true,
             .most = LONGEST_NAME),
    YAML_KEY(scenario, story, YAML_PAGE, .required = true,
             .most = LONGEST_PARAGRAPH),
    YAML_KEY(scenario, phone, YAML_PAGE, .required = true,
             .most = LONGEST_PARAGRAPH),
    YAML_KEY_LIST(scenario, covers, cover_count, YAML_TOPICS,
                  .required = false),
    YAML_KEY_LIST(scenario, alike, alike_count, YAML_IDS, .most = LONGEST_ID),
    YAML_KEY(scenario, seed, YAML_INTEGER, .most = MOST_SEED),
    YAML_KEY(scenario, answers, YAML_RECORD, .shape = &answers_shape),
    YAML_KEY(scenario, machine, YAML_RECORD, .shape = &scenario_machine_shape),
    YAML_KEY_LIST(scenario, wires, wire_count, YAML_RECORDS, .most = MOST_ROWS,
                  .shape = &scenario_wire_shape),
    YAML_KEY_LIST(scenario, nodes, node_count, YAML_RECORDS, .most = MOST_ROWS,
                  .shape = &scenario_node_shape),
    YAML_KEY_LIST(scenario, routes, route_count, YAML_RECORDS,
                  .most = MOST_ROWS, .shape = &scenario_route_shape),
    YAML_KEY_LIST(scenario, filters, filter_count, YAML_RECORDS,
                  .most = MOST_ROWS, .shape = &scenario_filter_shape),
    YAML_KEY_LIST(scenario, boxes, box_count, YAML_RECORDS, .most = MOST_ROWS,
                  .shape = &scenario_box_shape),
    YAML_KEY_LIST(scenario, services, service_count, YAML_RECORDS,
                  .most = MOST_ROWS, .shape = &scenario_service_shape),
    YAML_KEY_LIST(scenario, dns, dns_count, YAML_RECORDS, .most = MOST_ROWS,
                  .shape = &scenario_answer_shape),
    YAML_KEY(scenario, proxy, YAML_RECORD, .shape = &scenario_proxy_shape),
    YAML_KEY(scenario, truth, YAML_RECORD, .required = true,
             .shape = &truth_shape),
};

static bool
file_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct scenario *scenario = record;

    for (size_t i = 0; i < scenario->alike_count; i++)
        if (strcmp(scenario->alike[i], scenario->id) == 0)
            return yaml_reject_kind(decoder,
                                    yaml_find(node, "alike")->items[i],
                                    "the id of another scenario");
    return true;
}

const struct yaml_shape scenario_file_shape = {
    .one = "a scenario",
    .keys = file_keys,
    .key_count = COUNT_OF(file_keys),
    .check = file_check,
};

/* Its name. */

bool
scenario_file_is_id(const char *id)
{
    size_t length = strlen(id);

    return length <= LONGEST_ID && yaml_scalar_is_id(id);
}

static bool
scenario_identify(struct scenario *scenario, const struct source_text *text,
                  const char *path, struct error *error)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t length = strlen(name);
    size_t ending_length = sizeof ending - 1;

    if (length > ending_length &&
        strcmp(name + length - ending_length, ending) == 0)
        length -= ending_length;
    scenario->id = arena_copy(&scenario->arena, name, length);
    if (scenario_file_is_id(scenario->id))
        return true;
    return error_set(error, ERROR_DATA,
                     "%s: expected the name of a scenario of lower-case "
                     "letters, digits and hyphens, such as "
                     "firewall-drops.yaml",
                     text->name);
}

bool
scenario_file_decode(struct scenario *scenario,
                     const struct definitions *definitions,
                     const struct source_text *text,
                     const struct yaml_node *root, const char *path,
                     struct error *error)
{
    struct yaml_decoder decoder = { .text = text,
                                    .arena = &scenario->arena,
                                    .root = scenario,
                                    .definitions = definitions,
                                    .error = error };

    *scenario = (struct scenario){ .definitions = definitions };
    return scenario_identify(scenario, text, path, error) &&
           yaml_decode(&decoder, &scenario_file_shape, root, scenario);
}
