#include <stddef.h>

#include "net/tls.h"

struct tls_name {
    int number;
    const char *name;
};

/*
 * RFC 8446 B.3 and, for the older ones, RFC 5246 A.4. A retry request is a
 * ServerHello on the wire; here it goes by the number that is kept for it.
 */
static const struct tls_name handshakes[] = {
    { 0, "HelloRequest" },
    { 1, "ClientHello" },
    { 2, "ServerHello" },
    { 4, "NewSessionTicket" },
    { 5, "EndOfEarlyData" },
    { 6, "HelloRetryRequest" },
    { 8, "EncryptedExtensions" },
    { 11, "Certificate" },
    { 12, "ServerKeyExchange" },
    { 13, "CertificateRequest" },
    { 14, "ServerHelloDone" },
    { 15, "CertificateVerify" },
    { 16, "ClientKeyExchange" },
    { 20, "Finished" },
    { 21, "CertificateURL" },
    { 22, "CertificateStatus" },
    { 23, "SupplementalData" },
    { 24, "KeyUpdate" },
    { 25, "CompressedCertificate" },
    { 254, "MessageHash" },
};

/* RFC 8446 6 and RFC 5246 7.2; 41 is of SSL 3.0. */
static const struct tls_name alerts[] = {
    { 0, "close_notify" },
    { 10, "unexpected_message" },
    { 20, "bad_record_mac" },
    { 21, "decryption_failed" },
    { 22, "record_overflow" },
    { 30, "decompression_failure" },
    { 40, "handshake_failure" },
    { 41, "no_certificate" },
    { 42, "bad_certificate" },
    { 43, "unsupported_certificate" },
    { 44, "certificate_revoked" },
    { 45, "certificate_expired" },
    { 46, "certificate_unknown" },
    { 47, "illegal_parameter" },
    { 48, "unknown_ca" },
    { 49, "access_denied" },
    { 50, "decode_error" },
    { 51, "decrypt_error" },
    { 60, "export_restriction" },
    { 70, "protocol_version" },
    { 71, "insufficient_security" },
    { 80, "internal_error" },
    { 86, "inappropriate_fallback" },
    { 90, "user_canceled" },
    { 100, "no_renegotiation" },
    { 109, "missing_extension" },
    { 110, "unsupported_extension" },
    { 111, "certificate_unobtainable" },
    { 112, "unrecognized_name" },
    { 113, "bad_certificate_status_response" },
    { 114, "bad_certificate_hash_value" },
    { 115, "unknown_psk_identity" },
    { 116, "certificate_required" },
    { 120, "no_application_protocol" },
};

static const char *
tls_find_name(const struct tls_name *rows, size_t count, int number)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].number == number)
            return rows[i].name;
    return NULL;
}

const char *
net_tls_handshake_name(int type)
{
    return tls_find_name(handshakes, sizeof handshakes / sizeof handshakes[0],
                         type);
}

const char *
net_tls_alert_name(int number)
{
    return tls_find_name(alerts, sizeof alerts / sizeof alerts[0], number);
}
