#ifndef INTAKE_PORT_TEXT_H
#define INTAKE_PORT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

/* Reads a port from 1 to 65535: decimal digits and nothing else. */
MUST_USE bool port_text_parse(const char *text, uint16_t *port);

#endif
