#include "model/answers.h"

#include <string.h>

/* No version has more digits than these. */
enum { MOST_NUMBER = 99, DECIMAL = 10 };

static bool
is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* A number of a few digits; -1 when there is none, or a longer one. */
static int
number_read(const char **text)
{
    int number = -1;

    while (is_digit(**text)) {
        number = (number < 0 ? 0 : number * DECIMAL) + (**text - '0');
        if (number > MOST_NUMBER)
            return -1;
        (*text)++;
    }
    return number;
}

struct dlp_version
dlp_version_read(const char *text)
{
    struct dlp_version version = { .minor = -1, .rest = "" };

    if (text == NULL)
        return version;
    text += strcspn(text, "0123456789");
    version.major = number_read(&text);
    if (version.major < 0)
        return version;
    version.known = true;
    if (text[0] == '.' && is_digit(text[1])) {
        text++;
        version.minor = number_read(&text);
    }
    version.rest = text;
    return version;
}

bool
dlp_version_is_before(const struct dlp_version *version, int major, int minor)
{
    if (!version->known || version->major != major)
        return version->known && version->major < major;
    return version->minor >= 0 && version->minor < minor;
}

enum renewal
answers_renewal(const struct answers *answers)
{
    enum { MAJOR = 15, MINOR = 5 };
    struct dlp_version version = dlp_version_read(answers->dlp_version);

    if (dlp_version_is_before(&version, MAJOR, MINOR))
        return RENEWAL_BY_HAND;
    switch (answers->installation) {
    case INSTALLATION_NEW:
        return RENEWAL_AUTOMATIC;
    case INSTALLATION_UPGRADED:
        return RENEWAL_FIRST_BY_HAND;
    case INSTALLATION_NOT_SAID:
    case INSTALLATION_COUNT:
        break;
    }
    return RENEWAL_NOT_KNOWN;
}
