#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/report.h"

/* One cause from the knowledge base, without a run to fill it in. */

static const char *by_hand[] = {
    "curl -v --max-time 10 https://{host}/ --connect-to {host}:443:{address} "
    "--write-out '%{http_code} %{time_connect}' ; awk '{ print $1 }'",
};
static const char *remedy[] = {
    "Ask for outbound TCP port {port} to {hosts} to be opened, from this "
    "server and in both address families.",
    "Run this program again.",
};
static const char *references[] = { "KB 163949", "RFC 9293" };

static void
check(const struct cause *cause, const char *expected)
{
    struct buffer out = { 0 };

    explain_report_write(cause, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_release(&out);
}

static void
everything_is_explained_in_its_order(void **state)
{
    static const struct cause cause = {
        .id = "connection-silent",
        .layer = LAYER_TCP,
        .owner = OWNER_NETWORK_TEAM,
        .title = "Connections are not answered",
        .summary = "Nothing answers connections to {hosts}.",
        .why = "The request was sent and nothing came back.",
        .packets = "SYN, and no SYN-ACK.",
        .by_hand = by_hand,
        .by_hand_count = 1,
        .remedy = remedy,
        .remedy_count = 2,
        .success = "The table says pass.",
        .references = references,
        .reference_count = 2,
        .request = "Please allow TCP to {hosts}.",
    };

    (void)state;
    check(&cause,
          "Connections are not answered (connection-silent)\n"
          "\n"
          "Layer           tcp\n"
          "Who can fix it  network or firewall team\n"
          "\n"
          "In one sentence\n"
          "  Nothing answers connections to <hosts>.\n"
          "\n"
          "What it means\n"
          "  The request was sent and nothing came back.\n"
          "\n"
          "What to do\n"
          "  1. Ask for outbound TCP port <port> to <hosts> to be opened, "
          "from this\n"
          "     server and in both address families.\n"
          "  2. Run this program again.\n"
          "\n"
          "On the level of packets\n"
          "  SYN, and no SYN-ACK.\n"
          "\n"
          "The same by hand\n"
          "  curl -v --max-time 10 https://<host>/ --connect-to "
          "<host>:443:<address> --write-out '%{http_code} %{time_connect}' ; "
          "awk '{ print $1 }'\n"
          "\n"
          "When it is mended\n"
          "  The table says pass.\n"
          "\n"
          "Text for the owner\n"
          "  Please allow TCP to <hosts>.\n"
          "\n"
          "Where this is from\n"
          "  1. KB 163949\n"
          "  2. RFC 9293\n");
}

/* Not every cause has everything. */
static void
what_a_cause_lacks_is_left_out(void **state)
{
    static const struct cause cause = {
        .id = "alias-not-available",
        .layer = LAYER_NONE,
        .owner = OWNER_NONE,
        .title = "An alias does not answer",
        .summary = "{host} does not answer.",
    };

    (void)state;
    check(&cause, "An alias does not answer (alias-not-available)\n"
                  "\n"
                  "Layer           none\n"
                  "Who can fix it  nobody\n"
                  "\n"
                  "In one sentence\n"
                  "  <host> does not answer.\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_explained_in_its_order),
        cmocka_unit_test(what_a_cause_lacks_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
