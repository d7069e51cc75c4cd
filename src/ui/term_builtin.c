#include "ui/term_builtin.h"

#include <stddef.h>
#include <string.h>

#include "ui/term_entries.h"

#define XTERM "cdsdoctor-xterm", entry_xterm

static const struct term_builtin builtins[] = {
    { "xterm", "xterm", XTERM },
    { "screen", "xterm", XTERM },
    { "tmux", "screen", XTERM },
    { "foot", "xterm", XTERM },
    { "wezterm", "xterm", XTERM },
    { "kitty", "xterm", XTERM },
    { "alacritty", "xterm", XTERM },
    { "konsole", "xterm", XTERM },
    { "putty", "xterm", XTERM },
    { "mintty", "xterm", XTERM },
    { "ghostty", "xterm", XTERM },
    { "rxvt", "xterm", XTERM },
    { "vte", "xterm", XTERM },
    { "gnome", "xterm", XTERM },
    { "linux", "linux", "cdsdoctor-linux", entry_linux },
    { "vt", "vt100", "cdsdoctor-vt100", entry_vt100 },
};

const struct term_builtin *
term_builtin_find(const char *name)
{
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++)
        if (strncmp(name, builtins[i].prefix, strlen(builtins[i].prefix)) == 0)
            return &builtins[i];
    return NULL;
}
