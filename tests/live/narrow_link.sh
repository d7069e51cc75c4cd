#!/usr/bin/env bash
# A path-MTU black hole towards the client: connections open, small answers
# arrive, a certificate chain never does.
. "$(dirname "$0")/world.sh"
world_build --delay-ms 5 --limit-b-to-a 900

doctor narrow --region us
expect_not_healthy
expect_check "$PKI_HOST" dns pass
expect_check "$PKI_HOST" tcp pass
expect_check "$PKI_HOST" tls fail "$TLS_STALLED|$TLS_SILENT"
