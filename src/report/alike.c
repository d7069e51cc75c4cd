#include "report/alike.h"

#include <string.h>

#include "report/headline.h"

static bool
path_is_ill(const struct path *path)
{
    for (int check = 0; check < CHECK_COUNT; check++)
        if (path->results[check].outcome == OUTCOME_FAIL)
            return true;
    return false;
}

/* Whether something is to be shown of the target beyond its row. */
bool
alike_is_worth_telling(const struct run *run, const struct target *target)
{
    if (headline_is_in_doubt(run, target))
        return true;
    for (size_t i = 0; i < target->path_count; i++)
        if (path_is_ill(target->paths[i]))
            return true;
    return target->path_count == 0;
}

static const char *
path_leaf(const struct path *path)
{
    const struct tls_facts *tls = &path->tls;

    return tls->chain_count > 0 && tls->chain[0]->sha256 != NULL
               ? tls->chain[0]->sha256
               : "";
}

/* Whether another address has nothing new to tell but its times. */
bool
alike_paths(const struct path *left, const struct path *right)
{
    for (int check = 0; check < CHECK_COUNT; check++)
        if (left->results[check].outcome != right->results[check].outcome ||
            left->results[check].reason != right->results[check].reason)
            return false;
    /* The numbers of ICMP mean other things in IPv6. */
    if (left->address.family != right->address.family &&
        left->tcp.icmp_type >= 0)
        return false;
    return address_equal(&left->tcp.sender, &right->tcp.sender) &&
           left->tcp.icmp_code == right->tcp.icmp_code &&
           left->http.status == right->http.status &&
           left->proxy.status == right->proxy.status &&
           left->of_system == right->of_system &&
           strcmp(path_leaf(left), path_leaf(right)) == 0;
}

bool
alike_is_told(const struct target *target, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (alike_paths(target->paths[i], target->paths[index]))
            return true;
    return false;
}
