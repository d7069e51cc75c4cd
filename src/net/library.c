#include "net/library.h"

#include <stddef.h>

#include <ares.h>
#include <openssl/crypto.h>

const char *
net_library_tls(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *
net_library_dns(void)
{
    return ares_version(NULL);
}
