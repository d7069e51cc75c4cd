#include "situation_rows.h"

void
situations_check(const struct situation *situations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        situation_check(&situations[i]);
        situation_check_evidence(&situations[i]);
    }
}

void
citations_check(const struct cited *citations, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cited_check(&citations[i]);
}

void
unsaid_check(const struct unsaid *unsaid, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cited_check_absent(unsaid[i].build, unsaid[i].statement);
}
