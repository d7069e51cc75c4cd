#include "ui/paste.h"

#include <string.h>

static bool
is_way_out(const struct key *key)
{
    return key->code == KEY_CTRL && key->text[0] == 'c';
}

/* Text of one character; false: it is none. */
static bool
make_text(struct key *key)
{
    if (key->code == KEY_ENTER_KEY)
        strcpy(key->text, "\n");
    else if (key->code == KEY_TAB_KEY)
        strcpy(key->text, " ");
    else if (key->code != KEY_TEXT)
        return false;
    key->code = KEY_TEXT;
    key->pasted = true;
    return true;
}

bool
paste_take(struct paste *paste, struct key *key)
{
    if (key->code == KEY_PASTE_BEGIN || key->code == KEY_PASTE_END) {
        paste->open = key->code == KEY_PASTE_BEGIN;
        return false;
    }
    if (is_way_out(key))
        paste->open = false;
    if (!paste->open || key->code == KEY_RESIZED)
        return true;
    return make_text(key);
}
