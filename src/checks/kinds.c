#include "checks/kinds.h"

#include "checks/dns_check.h"
#include "checks/http_check.h"
#include "checks/proxy_check.h"
#include "checks/tcp_check.h"
#include "checks/tls_check.h"

const struct check_kind *const check_kinds[CHECK_COUNT] = {
    [CHECK_DNS] = &dns_check_kind,     [CHECK_TCP] = &tcp_check_kind,
    [CHECK_PROXY] = &proxy_check_kind, [CHECK_TLS] = &tls_check_kind,
    [CHECK_HTTP] = &http_check_kind,
};
