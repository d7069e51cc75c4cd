#include "net/tls.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include <cmocka.h>

#include "tls_server.h"

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])

static int64_t now_ms = 1000;
static struct net net;
static struct net_tls_context *context;
static struct pki_certificate root;
static struct pki_certificate middle;
static struct pki_certificate leaf;
static struct pki_certificate odd_ca; /* its name tries to act */

static void
name_that_acts(X509 *certificate)
{
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate), "OU", V_ASN1_UTF8STRING,
        (const unsigned char *)"\x1b]0;\xe2\x80\xae", 7, -1, 0);
}

/*
 * The machine's configuration allows one group only: what is said of groups
 * below holds only while we do not read it. Ours must be the first call of
 * the library.
 */
static int
make_everything(void **state)
{
    (void)state;
    setenv("OPENSSL_CONF", TEST_DATA "/openssl-old.cnf", 1);
    net = memory_net(&now_ms);
    context = net_tls_context_new();
    root = pki_make(&(struct pki_wish){ .name = "Root", .is_ca = true });
    middle = pki_make(&(struct pki_wish){
        .name = "Middle", .is_ca = true, .issuer = &root });
    leaf = pki_make(&(struct pki_wish){
        .name = "leaf", .issuer = &middle, .names = "DNS:gw.example.com" });
    odd_ca = pki_make(&(struct pki_wish){
        .name = "Odd", .is_ca = true, .change = name_that_acts });
    return 0;
}

static int
free_everything(void **state)
{
    (void)state;
    pki_free(&root);
    pki_free(&middle);
    pki_free(&leaf);
    pki_free(&odd_ca);
    net_tls_context_free(context);
    net_tls_context_free(NULL);
    return 0;
}

/* A client, and the server it talks to unless the test plays it. */
struct table_of_two {
    struct memory_stream memory;
    struct net_stream stream;
    struct tls_server server;
    struct net_tls *tls;
};

static void
lay_for(struct table_of_two *two, const struct net_tls_options *options)
{
    *two = (struct table_of_two){ 0 };
    two->stream = memory_stream(&two->memory);
    two->tls = net_tls_open(context, &net, &two->stream, options);
}

static void
lay(struct table_of_two *two)
{
    lay_for(two, &(struct net_tls_options){ .server_name = "gw.example.com" });
}

static void
clear(struct table_of_two *two)
{
    net_tls_close(&two->tls);
    assert_null(two->tls);
    net_tls_close(&two->tls);
    assert_int_equal(ERR_peek_error(), 0);
    if (two->server.ssl != NULL)
        tls_server_close(&two->server);
    memory_stream_release(&two->memory);
}

/* Goes on until neither has anything to say. */
static enum net_status
talk(struct table_of_two *two)
{
    enum net_status status;

    do
        status = net_tls_status(two->tls);
    while (tls_server_step(&two->server, &two->memory) ||
           (status == NET_PENDING && two->memory.in.length > 0));
    return net_tls_status(two->tls);
}

static enum net_status
talk_to(struct table_of_two *two, const struct tls_server_wish *wish)
{
    lay(two);
    tls_server_open(&two->server, wish);
    return talk(two);
}

static struct tls_server_wish
usual_server(void)
{
    return (struct tls_server_wish){ .leaf = &leaf, .sent = { &middle } };
}

static bool
has_message(const struct net_tls *tls, bool received, const char *name)
{
    for (size_t i = 0; i < net_tls_message_count(tls); i++) {
        struct net_tls_message message = net_tls_message(tls, i);
        const char *seen = message.is_alert
                               ? net_tls_alert_name(message.type)
                               : net_tls_handshake_name(message.type);

        if (message.received == received && strcmp(seen, name) == 0)
            return true;
    }
    return false;
}

static void
expect_alert(const struct net_tls *tls, int number, bool received)
{
    struct net_tls_alert alert = net_tls_alert(tls);

    assert_int_equal(alert.number, number);
    if (number < 0)
        return;
    assert_int_equal(alert.received, received);
    assert_true(alert.fatal);
    assert_true(has_message(tls, received, net_tls_alert_name(number)));
}

/* What a client without a certificate sees of each kind of server. */
static void
client_certificates(void **state)
{
    enum {
        OPTIONAL = SSL_VERIFY_PEER,
        REQUIRED = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
    };
    static const struct {
        int version;
        int verify;
        bool requested;
        enum net_status status;
        int late_alert; /* at the first read; -1: an answer comes */
    } rows[] = {
        { TLS1_2_VERSION, SSL_VERIFY_NONE, false, NET_OPEN, -1 },
        { TLS1_2_VERSION, OPTIONAL, true, NET_OPEN, -1 },
        { TLS1_2_VERSION, REQUIRED, true, NET_BROKEN, -1 },
        { TLS1_3_VERSION, SSL_VERIFY_NONE, false, NET_OPEN, -1 },
        { TLS1_3_VERSION, OPTIONAL, true, NET_OPEN, -1 },
        { TLS1_3_VERSION, REQUIRED, true, NET_OPEN, 116 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tls_server_wish wish = usual_server();
        struct table_of_two two;
        struct net_stream stream;
        char bytes[64];
        ssize_t got;

        wish.lowest = wish.highest = rows[i].version;
        wish.verify = rows[i].verify;
        wish.client_ca[0] = &root;
        wish.client_ca[1] = &odd_ca;
        assert_int_equal(talk_to(&two, &wish), rows[i].status);
        assert_int_equal(net_tls_client_certificate_requested(two.tls),
                         rows[i].requested);
        assert_int_equal(has_message(two.tls, true, "CertificateRequest"),
                         rows[i].requested);
        assert_int_equal(has_message(two.tls, false, "Certificate"),
                         rows[i].requested);
        assert_int_equal(net_chain_length(net_tls_chain(two.tls)), 2);
        assert_string_equal(net_tls_version_name(two.tls),
                            rows[i].version == TLS1_2_VERSION ? "TLSv1.2"
                                                              : "TLSv1.3");
        assert_int_equal(net_tls_authority_count(two.tls),
                         rows[i].requested ? 2 : 0);
        if (rows[i].requested) {
            assert_string_equal(net_tls_authority(two.tls, 0),
                                "CN=Root,O=Test");
            assert_string_equal(net_tls_authority(two.tls, 1),
                                "OU=\\1B]0\\;\\u{202e},CN=Odd,O=Test");
        }
        stream = net_tls_stream(two.tls);
        if (rows[i].status == NET_BROKEN) {
            assert_int_equal(net_tls_end(two.tls), NET_TLS_END_ALERT);
            expect_alert(two.tls, 40, true);
            assert_int_equal(net_stream_read(&stream, bytes, 1), -1);
            clear(&two);
            continue;
        }
        expect_alert(two.tls, -1, false);
        if (rows[i].late_alert < 0) {
            assert_int_equal(net_stream_write(&stream, "GET", 3), 3);
            assert_true(tls_server_step(&two.server, &two.memory));
            assert_string_equal(buffer_text(&two.server.heard), "GET");
            tls_server_say(&two.server, &two.memory, "answer");
            got = net_stream_read(&stream, bytes, sizeof bytes);
            assert_int_equal(got, 6);
            assert_memory_equal(bytes, "answer", 6);
            assert_int_equal(net_tls_end(two.tls), NET_TLS_END_NONE);
        } else {
            two.memory.ended = true;
            got = net_stream_read(&stream, bytes, sizeof bytes);
            assert_int_equal(got, -1);
            assert_int_equal(errno, EPROTO);
            assert_int_equal(net_tls_end(two.tls), NET_TLS_END_ALERT);
            expect_alert(two.tls, rows[i].late_alert, true);
        }
        clear(&two);
    }
}

/*
 * The late refusal has come, the connection is already reset: who writes
 * first must find the alert all the same.
 */
static void
late_refusal_is_seen_by_who_writes(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;
    struct net_stream stream;

    (void)state;
    wish.verify = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    assert_int_equal(talk_to(&two, &wish), NET_OPEN);
    two.memory.write_error = EPIPE;
    two.memory.read_error = ECONNRESET;
    stream = net_tls_stream(two.tls);
    assert_int_equal(net_stream_write(&stream, "GET", 3), -1);
    assert_int_equal(net_tls_end(two.tls), NET_TLS_END_ALERT);
    expect_alert(two.tls, 116, true);
    assert_int_equal(net_stream_write(&stream, "GET", 3), -1);
    clear(&two);
}

/* The ladder of TLS 1.2 and 1.3, in full. */
static void
messages_in_order(void **state)
{
    static const char *const of_12[] = {
        ">ClientHello",       "<ServerHello",        "<Certificate",
        "<ServerKeyExchange", "<CertificateRequest", "<ServerHelloDone",
        ">Certificate",       ">ClientKeyExchange",  ">Finished",
        "<Finished",
    };
    static const char *const of_13[] = {
        ">ClientHello",        "<ServerHello", "<EncryptedExtensions",
        "<CertificateRequest", "<Certificate", "<CertificateVerify",
        "<Finished",           ">Certificate", ">Finished",
    };

    (void)state;
    for (int is_13 = 0; is_13 <= 1; is_13++) {
        struct tls_server_wish wish = usual_server();
        const char *const *expected = is_13 ? of_13 : of_12;
        size_t count = is_13 ? LENGTH(of_13) : LENGTH(of_12);
        struct table_of_two two;
        int64_t before = 0;

        wish.lowest = wish.highest = is_13 ? TLS1_3_VERSION : TLS1_2_VERSION;
        wish.verify = SSL_VERIFY_PEER;
        lay(&two);
        tls_server_open(&two.server, &wish);
        net_tls_status(two.tls);
        now_ms += 25;
        assert_int_equal(talk(&two), NET_OPEN);
        assert_int_equal(net_tls_message_count(two.tls), count);
        for (size_t i = 0; i < count; i++) {
            struct net_tls_message message = net_tls_message(two.tls, i);

            assert_int_equal(message.received, expected[i][0] == '<');
            assert_false(message.is_alert);
            assert_string_equal(net_tls_handshake_name(message.type),
                                expected[i] + 1);
            assert_true(message.bytes >= 4);
            assert_true(message.at_ms >= before);
            before = message.at_ms;
        }
        assert_int_equal(net_tls_message(two.tls, 0).at_ms, 0);
        assert_int_equal(before, 25);
        clear(&two);
    }
}

static void
agreed_parameters(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;

    (void)state;
    lay(&two);
    assert_null(net_tls_version_name(two.tls));
    assert_null(net_tls_cipher_name(two.tls));
    assert_null(net_tls_group_name(two.tls));
    clear(&two);

    wish.groups = "P-384";
    for (int is_13 = 0; is_13 <= 1; is_13++) {
        wish.lowest = wish.highest = is_13 ? TLS1_3_VERSION : TLS1_2_VERSION;
        assert_int_equal(talk_to(&two, &wish), NET_OPEN);
        assert_string_equal(net_tls_group_name(two.tls), "secp384r1");
        assert_string_equal(net_tls_cipher_name(two.tls),
                            is_13 ? "TLS_AES_256_GCM_SHA384"
                                  : "ECDHE-ECDSA-AES256-GCM-SHA384");
        assert_string_equal(
            SSL_get_servername(two.server.ssl, TLSEXT_NAMETYPE_host_name),
            "gw.example.com");
        assert_null(net_tls_error_text(two.tls));
        /* Another group than the one that was guessed: asked for again. */
        assert_int_equal(has_message(two.tls, true, "HelloRetryRequest"),
                         is_13);
        clear(&two);
    }
}

static void
server_names(void **state)
{
    static const struct {
        const char *given;
        const char *sent; /* NULL: none */
    } rows[] = {
        { "gw.example.com", "gw.example.com" },
        { "gw.example.com.", "gw.example.com" },
        { "192.0.2.1", NULL },
        { "2001:db8::1", NULL },
        { NULL, NULL },
        { "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tls_server_wish wish = usual_server();
        struct table_of_two two;
        const char *seen;

        lay_for(&two,
                &(struct net_tls_options){ .server_name = rows[i].given });
        tls_server_open(&two.server, &wish);
        assert_int_equal(talk(&two), NET_OPEN);
        seen = SSL_get_servername(two.server.ssl, TLSEXT_NAMETYPE_host_name);
        if (rows[i].sent == NULL)
            assert_null(seen);
        else
            assert_string_equal(seen, rows[i].sent);
        clear(&two);
    }
}

static void
versions_offered(void **state)
{
    static const struct {
        enum net_tls_version lowest;
        enum net_tls_version highest;
        int server;         /* the only version it speaks */
        const char *agreed; /* NULL: none */
    } rows[] = {
        { NET_TLS_ANY, NET_TLS_ANY, TLS1_2_VERSION, "TLSv1.2" },
        { NET_TLS_ANY, NET_TLS_ANY, TLS1_3_VERSION, "TLSv1.3" },
        { NET_TLS_ANY, NET_TLS_1_2, TLS1_2_VERSION, "TLSv1.2" },
        { NET_TLS_ANY, NET_TLS_1_2, TLS1_3_VERSION, NULL },
        { NET_TLS_1_3, NET_TLS_ANY, TLS1_3_VERSION, "TLSv1.3" },
        { NET_TLS_1_3, NET_TLS_ANY, TLS1_2_VERSION, NULL },
        { NET_TLS_ANY, NET_TLS_ANY, TLS1_1_VERSION, NULL },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tls_server_wish wish = usual_server();
        struct table_of_two two;
        struct net_tls_options options = { .server_name = "gw.example.com",
                                           .lowest = rows[i].lowest,
                                           .highest = rows[i].highest };

        wish.lowest = wish.highest = rows[i].server;
        lay_for(&two, &options);
        tls_server_open(&two.server, &wish);
        if (rows[i].agreed != NULL) {
            assert_int_equal(talk(&two), NET_OPEN);
            assert_string_equal(net_tls_version_name(two.tls), rows[i].agreed);
        } else {
            assert_int_equal(talk(&two), NET_BROKEN);
            assert_int_equal(net_tls_end(two.tls), NET_TLS_END_ALERT);
            expect_alert(two.tls, 70, true);
            assert_int_equal(net_chain_length(net_tls_chain(two.tls)), 0);
        }
        clear(&two);
    }
}

static void
append_bytes(struct buffer *buffer, const char *bytes, size_t length)
{
    buffer_append(buffer, bytes, length);
}

/* What may stand at the other end instead of a TLS server. */
static void
strangers(void **state)
{
    static const struct {
        const char *what;
        const char *bytes;
        size_t length; /* 0: that of the text */
        bool ends;
        int read_error;
        enum net_status status;
        enum net_tls_end end;
        int alert; /* -1: none */
        bool received;
    } rows[] = {
        { "silence", "", 0, false, 0, NET_PENDING, NET_TLS_END_NONE, -1,
          false },
        { "close", "", 0, true, 0, NET_BROKEN, NET_TLS_END_CLOSED, -1, false },
        { "reset", "", 0, false, ECONNRESET, NET_BROKEN, NET_TLS_END_RESET, -1,
          false },
        { "http", "HTTP/1.1 403 Forbidden\r\nServer: x\r\n\r\n<html>", 0, true,
          0, NET_BROKEN, NET_TLS_END_NOT_TLS, -1, false },
        { "ssh", "SSH-2.0-OpenSSH_9.2p1\r\n", 0, false, 0, NET_BROKEN,
          NET_TLS_END_NOT_TLS, -1, false },
        { "one byte", "S", 0, false, 0, NET_BROKEN, NET_TLS_END_NOT_TLS, -1,
          false },
        { "smtp, then reset", "220 mail", 0, false, ECONNRESET, NET_BROKEN,
          NET_TLS_END_NOT_TLS, -1, false },
        { "half a head", "\x16\x03", 0, false, 0, NET_PENDING,
          NET_TLS_END_NONE, -1, false },
        { "half a head, then close", "\x16\x03", 0, true, 0, NET_BROKEN,
          NET_TLS_END_CLOSED, -1, false },
        { "other major", "\x16\x02\x01", 0, false, 0, NET_BROKEN,
          NET_TLS_END_NOT_TLS, -1, false },
        { "giant record",
          "\x16\x03\x01\xff\xff"
          "abc",
          0, false, 0, NET_BROKEN, NET_TLS_END_NOT_TLS, -1, false },
        { "alert 40", "\x15\x03\x03\0\x02\x02\x28", 7, true, 0, NET_BROKEN,
          NET_TLS_END_ALERT, 40, true },
        { "alert 112, then reset", "\x15\x03\x03\0\x02\x02\x70", 7, false,
          ECONNRESET, NET_BROKEN, NET_TLS_END_ALERT, 112, true },
        { "an alert nobody knows", "\x15\x03\x03\0\x02\x02\xee", 7, true, 0,
          NET_BROKEN, NET_TLS_END_ALERT, 0xee, true },
        { "garbage within a record", "\x16\x03\x03\0\x04\x02\xff\xff\xff", 9,
          false, 0, NET_BROKEN, NET_TLS_END_PROTOCOL, 47, false },
        { "data before the handshake",
          "\x17\x03\x03\0\x04"
          "data",
          9, false, 0, NET_BROKEN, NET_TLS_END_PROTOCOL, 10, false },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        size_t length =
            rows[i].length > 0 ? rows[i].length : strlen(rows[i].bytes);
        struct table_of_two two;
        const void *first;
        size_t first_length;

        lay(&two);
        assert_int_equal(net_tls_status(two.tls), NET_PENDING);
        assert_true(two.memory.out.length > 0);
        assert_int_equal(two.memory.watch.wanted, NET_READABLE);
        append_bytes(&two.memory.in, rows[i].bytes, length);
        two.memory.ended = rows[i].ends;
        two.memory.read_error = rows[i].read_error;
        if (net_tls_status(two.tls) != rows[i].status ||
            net_tls_end(two.tls) != rows[i].end)
            fail_msg("%s: ended %d: %s", rows[i].what, net_tls_end(two.tls),
                     net_tls_error_text(two.tls));
        assert_int_equal(net_tls_status(two.tls), rows[i].status);
        if (net_tls_alert(two.tls).number != rows[i].alert)
            fail_msg("%s: alert %d", rows[i].what,
                     net_tls_alert(two.tls).number);
        if (rows[i].alert >= 0)
            assert_int_equal(net_tls_alert(two.tls).received,
                             rows[i].received);
        assert_int_equal(net_tls_bytes_in(two.tls), length);
        first = net_tls_first_bytes(two.tls, &first_length);
        assert_int_equal(first_length, length);
        assert_memory_equal(first, rows[i].bytes, length);
        if (rows[i].end == NET_TLS_END_RESET)
            assert_int_equal(net_tls_errno(two.tls), ECONNRESET);
        clear(&two);
    }
}

/* Of an answer that is not TLS the first bytes are kept, even in drops. */
static void
first_bytes_are_bounded(void **state)
{
    struct table_of_two two;
    size_t length;

    (void)state;
    lay(&two);
    two.memory.piece = 1;
    while (net_tls_status(two.tls) == NET_PENDING && two.memory.out.length < 9)
        continue;
    buffer_append_text(&two.memory.in, "HTTP/1.1 200 OK\r\n\r\n");
    buffer_append_fill(&two.memory.in, 'x', 5000);
    while (net_tls_status(two.tls) == NET_PENDING)
        continue;
    assert_int_equal(net_tls_end(two.tls), NET_TLS_END_NOT_TLS);
    net_tls_first_bytes(two.tls, &length);
    assert_int_equal(length, 256);
    clear(&two);
}

/* A warning, as of a name that the server does not know, ends nothing. */
static void
warning_then_close(void **state)
{
    struct table_of_two two;
    struct net_tls_alert alert;

    (void)state;
    lay(&two);
    net_tls_status(two.tls);
    append_bytes(&two.memory.in, "\x15\x03\x03\0\x02\x01\x70", 7);
    assert_int_equal(net_tls_status(two.tls), NET_PENDING);
    two.memory.ended = true;
    assert_int_equal(net_tls_status(two.tls), NET_BROKEN);
    assert_int_equal(net_tls_end(two.tls), NET_TLS_END_CLOSED);
    alert = net_tls_alert(two.tls);
    assert_int_equal(alert.number, 112);
    assert_false(alert.fatal);
    clear(&two);
}

/* Cut behind every byte of the server's first flight: stalled, then closed. */
static void
flights_cut_short(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;
    struct buffer flight = { 0 };
    size_t with_chain = 0;

    (void)state;
    wish.lowest = wish.highest = TLS1_2_VERSION;
    for (size_t cut = 1; cut == 1 || cut < flight.length; cut += 7) {
        lay(&two);
        tls_server_open(&two.server, &wish);
        net_tls_status(two.tls);
        tls_server_step(&two.server, &two.memory);
        buffer_cut(&flight, 0);
        buffer_append(&flight, two.memory.in.data, two.memory.in.length);
        buffer_cut(&two.memory.in, cut);
        assert_int_equal(net_tls_status(two.tls), NET_PENDING);
        assert_int_equal(net_tls_bytes_in(two.tls), cut);
        two.memory.ended = true;
        assert_int_equal(net_tls_status(two.tls), NET_BROKEN);
        assert_int_equal(net_tls_end(two.tls), NET_TLS_END_CLOSED);
        expect_alert(two.tls, -1, false);
        with_chain += net_chain_length(net_tls_chain(two.tls)) == 2;
        clear(&two);
    }
    /* The chain is there as soon as its message is, however it ends. */
    assert_true(with_chain > 5);
    buffer_release(&flight);
}

static void
drops(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;
    struct net_stream stream;
    char bytes[64];

    (void)state;
    lay(&two);
    tls_server_open(&two.server, &wish);
    two.memory.piece = 1;
    assert_int_equal(talk(&two), NET_OPEN);
    stream = net_tls_stream(two.tls);
    assert_int_equal(net_stream_write(&stream, "GET", 3), 3);
    tls_server_step(&two.server, &two.memory);
    assert_string_equal(buffer_text(&two.server.heard), "GET");
    tls_server_say(&two.server, &two.memory, "answer");
    assert_int_equal(net_stream_read(&stream, bytes, sizeof bytes), 6);
    clear(&two);
}

/* A full connection: the same bytes again, maybe from another place. */
static void
writing_has_to_wait(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;
    struct net_stream stream;
    char once[] = "GET";
    char again[] = "GET";

    (void)state;
    assert_int_equal(talk_to(&two, &wish), NET_OPEN);
    stream = net_tls_stream(two.tls);
    two.memory.stuck = true;
    assert_int_equal(net_stream_write(&stream, once, 3), -1);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(net_stream_watch(&stream)->wanted, NET_WRITABLE);
    two.memory.stuck = false;
    assert_int_equal(net_stream_write(&stream, again, 3), 3);
    assert_int_equal(net_stream_write(&stream, again, 0), 0);
    tls_server_step(&two.server, &two.memory);
    assert_string_equal(buffer_text(&two.server.heard), "GET");
    clear(&two);
}

static void
ends_of_an_open_session(void **state)
{
    static const struct {
        bool shuts;
        bool ends;
        int error;
        ssize_t read;
        int read_errno;
        enum net_tls_end end;
    } rows[] = {
        { true, false, 0, 0, 0, NET_TLS_END_CLOSED },
        { true, true, 0, 0, 0, NET_TLS_END_CLOSED },
        { false, true, 0, 0, 0, NET_TLS_END_CLOSED },
        { false, false, ECONNRESET, -1, ECONNRESET, NET_TLS_END_RESET },
        { false, false, 0, -1, EAGAIN, NET_TLS_END_NONE },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tls_server_wish wish = usual_server();
        struct table_of_two two;
        struct net_stream stream;
        char byte;

        assert_int_equal(talk_to(&two, &wish), NET_OPEN);
        if (rows[i].shuts)
            tls_server_shut(&two.server, &two.memory);
        two.memory.ended = rows[i].ends;
        two.memory.read_error = rows[i].error;
        stream = net_tls_stream(two.tls);
        for (int again = 0; again <= 1; again++) {
            assert_int_equal(net_stream_read(&stream, &byte, 1), rows[i].read);
            if (rows[i].read < 0)
                assert_int_equal(errno, rows[i].read_errno);
            assert_int_equal(net_tls_end(two.tls), rows[i].end);
        }
        expect_alert(two.tls, -1, false);
        clear(&two);
    }
}

/* A peer that is leaving in good order is left to be found by who reads. */
static void
writing_to_one_who_leaves(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;
    struct net_stream stream;
    char byte;

    (void)state;
    assert_int_equal(talk_to(&two, &wish), NET_OPEN);
    tls_server_shut(&two.server, &two.memory);
    two.memory.ended = true;
    stream = net_tls_stream(two.tls);
    assert_int_equal(net_stream_write(&stream, "GET", 3), 3);
    assert_int_equal(net_stream_read(&stream, &byte, 1), 0);
    assert_int_equal(net_stream_write(&stream, "GET", 3), -1);
    assert_int_equal(errno, EPIPE);
    clear(&two);
}

/* The server is told that we leave, and nobody of us if it is gone. */
static void
closing(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two two;

    (void)state;
    assert_int_equal(talk_to(&two, &wish), NET_OPEN);
    net_tls_close(&two.tls);
    assert_true(tls_server_step(&two.server, &two.memory));
    assert_false(two.server.failed);
    assert_int_equal(SSL_get_shutdown(two.server.ssl) & SSL_RECEIVED_SHUTDOWN,
                     SSL_RECEIVED_SHUTDOWN);
    clear(&two);

    assert_int_equal(talk_to(&two, &wish), NET_OPEN);
    two.memory.write_error = EPIPE;
    clear(&two);
}

/* Chains are kept as they were sent, whatever they are. */
static void
chains_as_sent(void **state)
{
    const struct {
        const struct pki_certificate *sent[4];
        size_t length;
    } rows[] = {
        { { NULL }, 1 },
        { { &middle, &root }, 3 },
        { { &root, &middle, &odd_ca }, 4 }, /* any order */
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tls_server_wish wish = usual_server();
        struct table_of_two two;
        struct arena arena = { 0 };
        struct net_certificate seen;

        memcpy(wish.sent, rows[i].sent, sizeof wish.sent);
        assert_int_equal(talk_to(&two, &wish), NET_OPEN);
        assert_int_equal(net_chain_length(net_tls_chain(two.tls)),
                         rows[i].length);
        net_chain_describe(net_tls_chain(two.tls), 0, &arena, &seen);
        assert_string_equal(seen.subject, "CN=leaf,O=Test");
        net_chain_describe(net_tls_chain(two.tls), rows[i].length - 1, &arena,
                           &seen);
        if (i == 2)
            assert_string_equal(seen.subject,
                                "OU=\\1B]0\\;\\u{202e},CN=Odd,O=Test");
        assert_true(
            net_chain_matches(net_tls_chain(two.tls), "gw.example.com"));
        clear(&two);
        arena_release(&arena);
    }
}

/* Somebody whose cryptography is of 2005 is seen as well as any other. */
static void
weak_peers(void **state)
{
    static const char *const ciphers[] = { "DHE-RSA-AES128-SHA",
                                           "AES128-SHA" };
    struct pki_certificate weak = pki_make(&(struct pki_wish){
        .name = "weak", .rsa_bits = 1024, .digest = EVP_sha1() });

    (void)state;
    for (size_t i = 0; i < LENGTH(ciphers); i++) {
        struct tls_server_wish wish = { .leaf = &weak,
                                        .ciphers = ciphers[i],
                                        .highest = TLS1_2_VERSION };
        struct table_of_two two;

        assert_int_equal(talk_to(&two, &wish), NET_OPEN);
        assert_string_equal(net_tls_cipher_name(two.tls), ciphers[i]);
        assert_null(net_tls_group_name(two.tls));
        assert_int_equal(net_chain_length(net_tls_chain(two.tls)), 1);
        clear(&two);

        /* Where a secret may follow, it is as good as nobody. */
        lay_for(&two, &(struct net_tls_options){
                          .server_name = "gw.example.com", .strong = true });
        tls_server_open(&two.server, &wish);
        assert_int_equal(talk(&two), NET_BROKEN);
        clear(&two);
    }
    pki_free(&weak);
}

/* The failure of one session is no matter of another. */
static void
sessions_side_by_side(void **state)
{
    struct tls_server_wish wish = usual_server();
    struct table_of_two good;
    struct table_of_two bad;

    (void)state;
    lay(&good);
    tls_server_open(&good.server, &wish);
    net_tls_status(good.tls);
    lay(&bad);
    net_tls_status(bad.tls);
    buffer_append_text(&bad.memory.in, "SSH-2.0-x\r\n");
    assert_int_equal(net_tls_status(bad.tls), NET_BROKEN);
    assert_int_equal(ERR_peek_error(), 0);
    ERR_raise(ERR_LIB_USER, 1); /* somebody else's */
    assert_int_equal(net_tls_status(good.tls), NET_PENDING);
    ERR_raise(ERR_LIB_USER, 1);
    assert_int_equal(talk(&good), NET_OPEN);
    clear(&good);
    clear(&bad);
}

static void
names(void **state)
{
    (void)state;
    assert_string_equal(net_tls_alert_name(116), "certificate_required");
    assert_string_equal(net_tls_alert_name(41), "no_certificate");
    assert_null(net_tls_alert_name(238));
    assert_null(net_tls_alert_name(-1));
    assert_string_equal(net_tls_handshake_name(13), "CertificateRequest");
    assert_null(net_tls_handshake_name(99));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(client_certificates),
        cmocka_unit_test(late_refusal_is_seen_by_who_writes),
        cmocka_unit_test(messages_in_order),
        cmocka_unit_test(agreed_parameters),
        cmocka_unit_test(server_names),
        cmocka_unit_test(versions_offered),
        cmocka_unit_test(strangers),
        cmocka_unit_test(first_bytes_are_bounded),
        cmocka_unit_test(warning_then_close),
        cmocka_unit_test(flights_cut_short),
        cmocka_unit_test(drops),
        cmocka_unit_test(writing_has_to_wait),
        cmocka_unit_test(ends_of_an_open_session),
        cmocka_unit_test(writing_to_one_who_leaves),
        cmocka_unit_test(closing),
        cmocka_unit_test(chains_as_sent),
        cmocka_unit_test(weak_peers),
        cmocka_unit_test(sessions_side_by_side),
        cmocka_unit_test(names),
    };

    return cmocka_run_group_tests(tests, make_everything, free_everything);
}
