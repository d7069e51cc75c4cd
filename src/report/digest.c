#include "report/digest.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>

const char *
digest_sha256(const void *bytes, size_t length, char out[DIGEST_TEXT_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;

    if (EVP_Digest(bytes, length, digest, &size, EVP_sha256(), NULL) != 1 ||
        size != (DIGEST_TEXT_SIZE - 1) / 2)
        abort();
    for (unsigned i = 0; i < size; i++)
        snprintf(out + (size_t)i * 2, 3, "%02x", digest[i]);
    return out;
}
