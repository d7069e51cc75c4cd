#ifndef INTAKE_NEUTRAL_OPTION_H
#define INTAKE_NEUTRAL_OPTION_H

#include "base/arena.h"
#include "base/error.h"
#include "model/definitions.h"

/*
 * Reads the value of --neutral: HOST, HOST:PORT or [IPV6]:PORT, and makes an
 * endpoint of it that nobody needs, of which any answer is as good as any
 * other. The port is 443 when none is given.
 */
MUST_USE bool neutral_option_parse(const char *text, struct arena *arena,
                                   struct endpoint *endpoint,
                                   struct error *error);

#endif
