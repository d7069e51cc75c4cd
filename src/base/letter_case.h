#ifndef BASE_LETTER_CASE_H
#define BASE_LETTER_CASE_H

#include <stdbool.h>

#include "base/buffer.h"

/*
 * Upper and lower case of every script, letter by letter: what is compared
 * without regard to case is compared in this form. What is no UTF-8 stays.
 */
bool letter_case_is_ascii(const char *text);
void letter_case_append_lower(struct buffer *out, const char *text);

#endif
