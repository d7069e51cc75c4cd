#include "intake/port_text.h"

bool
port_text_parse(const char *text, uint16_t *port)
{
    uint32_t value = 0;

    for (; *text >= '0' && *text <= '9'; text++) {
        value = value * 10 + (uint32_t)(*text - '0');
        if (value > UINT16_MAX)
            return false;
    }
    if (*text != '\0' || value == 0)
        return false;
    *port = (uint16_t)value;
    return true;
}
