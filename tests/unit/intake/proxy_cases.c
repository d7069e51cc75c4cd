#include "proxy_cases.h"

#include <stdio.h>
#include <string.h>

#define BY "https_proxy=http://@PROXY@"

static const char ipv6_late[] = "curl 7.88 never matches an IPv6 address";
static const char refused[] = "curl goes on without the credentials";

const struct proxy_case proxy_cases[] = {
    /* Which variable. */
    { { NULL }, .way = WAY_DIRECT },
    { { "http_proxy=http://@PROXY@" }, .way = WAY_DIRECT },
    { { "HTTP_PROXY=http://@PROXY@" }, .way = WAY_DIRECT },
    { { "https_proxy=http://@PROXY@" }, .way = WAY_PROXY },
    { { "HTTPS_PROXY=http://@PROXY@" }, .way = WAY_PROXY },
    { { "HTTPS_PROXY=http://127.0.0.1:1", "https_proxy=http://@PROXY@" },
      .way = WAY_PROXY },
    { { "all_proxy=http://@PROXY@" }, .way = WAY_PROXY },
    { { "ALL_PROXY=http://@PROXY@" }, .way = WAY_PROXY },
    { { "ALL_PROXY=http://127.0.0.1:1", "all_proxy=http://@PROXY@" },
      .way = WAY_PROXY },
    { { "all_proxy=http://127.0.0.1:1", "HTTPS_PROXY=http://@PROXY@" },
      .way = WAY_PROXY },
    { { "https_proxy=" }, .way = WAY_DIRECT },
    { { "https_proxy=", "HTTPS_PROXY=http://@PROXY@" }, .way = WAY_PROXY },
    { { "HTTPS_PROXY=", "ALL_PROXY=http://@PROXY@" }, .way = WAY_PROXY },
    { { "https_proxy=http://127.0.0.1:1" },
      .option = "http://@PROXY@",
      .way = WAY_PROXY },

    /* How a proxy is written. */
    { { "https_proxy=@PROXY@" }, .way = WAY_PROXY },
    { { "https_proxy=HTTP://@PROXY@" }, .way = WAY_PROXY },
    { { "https_proxy=http://@PROXY@/" }, .way = WAY_PROXY },
    { { "https_proxy=http://@PROXY@/path?query#part" }, .way = WAY_PROXY },
    { { "https_proxy=http://user:secret@@PROXY@" }, .way = WAY_PROXY },
    { { "https_proxy=user:secret@@PROXY@" }, .way = WAY_PROXY },
    { { "https_proxy=" CASE_USUAL_HOST }, .way = WAY_USUAL_PORT },
    { { "https_proxy=http://" CASE_USUAL_HOST }, .way = WAY_USUAL_PORT },
    { { "https_proxy=http://" CASE_USUAL_HOST ":" }, .way = WAY_USUAL_PORT },
    { { "https_proxy=" CASE_USUAL_HOST ":" }, .way = WAY_REFUSED },
    { { "https_proxy= http://@PROXY@" }, .way = WAY_REFUSED },
    { { "https_proxy=http://@PROXY@ " }, .way = WAY_REFUSED },
    { { "https_proxy=ftp://@PROXY@" }, .way = WAY_REFUSED },
    { { "https_proxy=//@PROXY@" }, .way = WAY_REFUSED },
    { { "https_proxy=http://user:se@cret@@PROXY@" }, .way = WAY_REFUSED },
    { { "https_proxy=http://user:se%0acret@@PROXY@" },
      .way = WAY_REFUSED,
      .unlike_curl = refused },

    /* Who bypasses it. */
    { { BY, "NO_PROXY=example.com" }, .way = WAY_DIRECT },
    { { BY, "no_proxy=example.com" }, .way = WAY_DIRECT },
    { { BY, "no_proxy=other.test", "NO_PROXY=example.com" },
      .way = WAY_PROXY },
    { { BY, "no_proxy=", "NO_PROXY=example.com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=.example.com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=www.example.com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=EXAMPLE.Com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=example.com." }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=.example.com." }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=..example.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=." }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=xample.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=ww.example.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=a.www.example.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=example.com" },
      .host = "badexample.com",
      .way = WAY_PROXY },
    { { BY, "NO_PROXY=example.com" },
      .host = "example.com",
      .way = WAY_DIRECT },
    { { BY, "NO_PROXY=example.com" },
      .host = "www.example.com.",
      .way = WAY_DIRECT },
    { { BY, "NO_PROXY=.example.com" },
      .host = "example.com",
      .way = WAY_DIRECT },
    { { BY, "NO_PROXY=*.example.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=*" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=other.test,*" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY= *" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=example.com:443" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=https://example.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=a.test,example.com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=a.test, example.com,b.test" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=a.test ,example.com" }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=,,example.com,," }, .way = WAY_DIRECT },
    { { BY, "NO_PROXY=a.test b.test example.com" },
      .way = WAY_DIRECT,
      .only_curl_7 = true },
    { { BY, "NO_PROXY=a.test\texample.com" },
      .way = WAY_DIRECT,
      .only_curl_7 = true },
    { { BY, "NO_PROXY=a.test\nexample.com" }, .way = WAY_PROXY },
    { { BY, "NO_PROXY=localhost" }, .way = WAY_PROXY },
    { { BY }, .host = "localhost", .way = WAY_PROXY },

    /* Addresses and blocks. */
    { { BY, "NO_PROXY=127.0.0.0/8" }, .host = "localhost", .way = WAY_PROXY },
    { { BY, "NO_PROXY=192.0.2.1" }, .host = "192.0.2.1", .way = WAY_DIRECT },
    { { BY, "NO_PROXY=192.0.2.1/" },
      .host = "192.0.2.1",
      .way = WAY_DIRECT,
      .only_curl_7 = true },
    { { BY, "NO_PROXY=192.0.2.1/32" },
      .host = "192.0.2.1",
      .way = WAY_DIRECT },
    { { BY, "NO_PROXY=192.0.0.0/8" }, .host = "192.0.2.1", .way = WAY_DIRECT },
    { { BY, "NO_PROXY=192.0.2.0/29" },
      .host = "192.0.2.7",
      .way = WAY_DIRECT },
    { { BY, "NO_PROXY=192.0.2.0/29" }, .host = "192.0.2.8", .way = WAY_PROXY },
    { { BY, "NO_PROXY=192.0.2.128/25" },
      .host = "192.0.2.127",
      .way = WAY_PROXY },
    { { BY, "NO_PROXY=193.0.0.0/8" }, .host = "192.0.2.1", .way = WAY_PROXY },
    { { BY, "NO_PROXY=192.0.0.0/8x" },
      .host = "192.0.2.1",
      .way = WAY_DIRECT,
      .only_curl_7 = true },
    { { BY, "NO_PROXY=0.0.0.0/0" },
      .host = "192.0.2.1",
      .way = WAY_PROXY,
      .only_curl_7 = true },
    { { BY, "NO_PROXY=192.0.2.0/33" }, .host = "192.0.2.1", .way = WAY_PROXY },
    { { BY, "NO_PROXY=192.0.2.1/33" }, .host = "192.0.2.1", .way = WAY_PROXY },
    { { BY, "NO_PROXY=c000:201::/32" },
      .host = "192.0.2.1",
      .way = WAY_PROXY },
    { { BY, "NO_PROXY=192." }, .host = "192.0.2.1", .way = WAY_PROXY },
    { { BY, "NO_PROXY=2.1" }, .host = "192.0.2.1", .way = WAY_PROXY },
    { { BY, "NO_PROXY=192.0.2.1." }, .host = "192.0.2.1", .way = WAY_PROXY },
    { { BY, "NO_PROXY=::ffff:192.0.2.1" },
      .host = "192.0.2.1",
      .way = WAY_PROXY },
    { { BY, "NO_PROXY=[2001:db8::5]" },
      .host = "[2001:db8::5]",
      .way = WAY_PROXY },
    { { BY, "NO_PROXY=2001:DB8:0::5" },
      .host = "[2001:db8::5]",
      .way = WAY_DIRECT,
      .unlike_curl = ipv6_late },
    { { BY, "NO_PROXY=2001:db8::/33" },
      .host = "[2001:db8::5]",
      .way = WAY_DIRECT,
      .unlike_curl = ipv6_late },
    { { BY, "NO_PROXY=2001:db8::/33" },
      .host = "[2001:db8:8000::5]",
      .way = WAY_PROXY },
    { { BY, "NO_PROXY=192.0.2.0/24" },
      .host = "[2001:db8::5]",
      .way = WAY_PROXY },
};

const size_t proxy_case_count = sizeof proxy_cases / sizeof proxy_cases[0];

void
proxy_case_text(const char *text, const char *proxy, char out[CASE_TEXT_SIZE])
{
    static const char mark[] = "@PROXY@";
    const char *at = strstr(text, mark);

    /* A user in front of the mark leaves an @ of its own: "user@@PROXY@". */
    if (at != NULL && strncmp(at + 1, mark, strlen(mark)) == 0)
        at++;
    if (at == NULL)
        snprintf(out, CASE_TEXT_SIZE, "%s", text);
    else
        snprintf(out, CASE_TEXT_SIZE, "%.*s%s%s", (int)(at - text), text,
                 proxy, at + strlen(mark));
}
