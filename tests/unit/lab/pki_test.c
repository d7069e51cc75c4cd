#include "visitor.h"

#include <assert.h>
#include <string.h>

#include <openssl/x509_vfy.h>

#define LENGTH(table) (sizeof(table) / sizeof(table)[0])
#define HOST          TLS_SCENE_HOST

enum { A_DAY = 24 * 60 * 60 };

static void
visit(struct tls_scene *stage, const struct scenario_tls *wish)
{
    tls_scene_open_for(stage, wish);
    assert_int_equal(tls_scene_visit(stage, HOST), NET_OPEN);
}

static struct net_roots *
roots_of(const struct buffer *pem)
{
    struct error error = { 0 };
    struct net_roots *roots =
        net_roots_from_pem(pem->data, pem->length, &error);

    assert_non_null(roots);
    return roots;
}

static struct net_roots *
genuine_roots(struct tls_scene *stage)
{
    struct buffer pem = { 0 };
    struct net_roots *roots;

    lab_pki_genuine_roots(stage->pki, &pem);
    roots = roots_of(&pem);
    buffer_release(&pem);
    return roots;
}

static struct net_roots *
store(struct tls_scene *stage, const struct scenario_machine *machine)
{
    struct buffer pem = { 0 };
    struct net_roots *roots;

    lab_pki_store(stage->pki, machine, &pem);
    roots = roots_of(&pem);
    buffer_release(&pem);
    return roots;
}

static struct net_roots *
usual_store(struct tls_scene *stage)
{
    return store(stage, &(struct scenario_machine){ 0 });
}

/* Takes the roots. */
static struct net_verification
verify(struct tls_scene *stage, struct net_roots *roots, bool dates)
{
    struct net_verification verification;

    net_chain_verify(net_tls_chain(stage->visitor.tls), roots, dates,
                     lab_wall_ms(stage->scene.lab) / 1000,
                     &stage->visitor.arena, &verification);
    net_roots_free(roots);
    return verification;
}

static struct net_certificate
sent(struct tls_scene *stage, size_t index)
{
    struct net_certificate certificate;

    net_chain_describe(net_tls_chain(stage->visitor.tls), index,
                       &stage->visitor.arena, &certificate);
    return certificate;
}

/* What is seen of each chain. */
struct chain_case {
    enum chain_kind chain;
    size_t length;
    int genuine; /* against the genuine roots, dates aside */
    int dated;   /* against the machine's store, with dates */
    bool named;  /* for the host */
};

static const struct chain_case chain_cases[] = {
    { CHAIN_GENUINE, 2, X509_V_OK, X509_V_OK, true },
    { CHAIN_OLD_ROOT, 2, X509_V_OK, X509_V_OK, true },
    { CHAIN_ROTATED, 2, X509_V_OK, X509_V_OK, true },
    { CHAIN_NO_INTERMEDIATE, 1, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, true },
    { CHAIN_REVERSED, 4, X509_V_OK, X509_V_OK, true },
    { CHAIN_EXPIRED, 2, X509_V_OK, X509_V_ERR_CERT_HAS_EXPIRED, true },
    { CHAIN_NOT_YET_VALID, 2, X509_V_OK, X509_V_ERR_CERT_NOT_YET_VALID, true },
    { CHAIN_OTHER_NAME, 2, X509_V_OK, X509_V_OK, false },
    { CHAIN_SELF_SIGNED, 1, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, false },
    { CHAIN_FORGED, 2, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, true },
    { CHAIN_AUTHORITY, 2, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, true },
    { CHAIN_UNKNOWN, 2, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, true },
};
static_assert(LENGTH(chain_cases) == CHAIN_KIND_COUNT, "every chain");

static void
each_chain_is_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(chain_cases); i++) {
        const struct chain_case *row = &chain_cases[i];
        struct tls_scene stage;
        const struct net_chain *chain;

        visit(&stage, &(struct scenario_tls){ .chain = row->chain });
        chain = net_tls_chain(stage.visitor.tls);
        assert_int_equal(net_chain_length(chain), row->length);
        assert_int_equal(net_chain_matches(chain, HOST), row->named);
        assert_int_equal(verify(&stage, genuine_roots(&stage), false).code,
                         row->genuine);
        assert_int_equal(verify(&stage, usual_store(&stage), true).code,
                         row->dated);
        tls_scene_close(&stage);
    }
}

static void
a_forger_copies_every_text(void **state)
{
    static const char *const copied[] = {
        "CN=" HOST ",O=Broadcom Inc.,ST=California,C=US",
        "CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1,O=DigiCert Inc,C=US",
        "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US",
    };
    static const enum chain_kind chains[] = { CHAIN_GENUINE, CHAIN_FORGED };

    (void)state;
    for (size_t i = 0; i < LENGTH(chains); i++) {
        struct tls_scene stage;

        visit(&stage, &(struct scenario_tls){ .chain = chains[i] });
        for (size_t at = 0; at < 2; at++) {
            assert_string_equal(sent(&stage, at).subject, copied[at]);
            assert_string_equal(sent(&stage, at).issuer, copied[at + 1]);
        }
        /* The intermediate did sign the leaf: it is the root that differs. */
        assert_int_equal(verify(&stage, genuine_roots(&stage), false).depth,
                         chains[i] == CHAIN_FORGED ? 1 : 0);
        tls_scene_close(&stage);
    }
}

/* From and to, in days from the first midnight of the world. */
struct date_case {
    enum chain_kind chain;
    int from;
    int to;
};

static const struct date_case date_cases[] = {
    { CHAIN_GENUINE, -90, 275 },
    { CHAIN_EXPIRED, -395, -30 },
    { CHAIN_NOT_YET_VALID, 30, 395 },
    { CHAIN_UNKNOWN, -365, 1460 },
    { CHAIN_SELF_SIGNED, -730, 2920 }
};

static void
dates_follow_the_true_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(date_cases); i++) {
        const struct date_case *row = &date_cases[i];
        struct tls_scene stage;
        int64_t midnight;

        visit(&stage, &(struct scenario_tls){ .chain = row->chain });
        midnight = lab_wall_ms(stage.scene.lab) / 1000 / A_DAY * A_DAY;
        assert_int_equal(sent(&stage, 0).not_before,
                         midnight + row->from * A_DAY);
        assert_int_equal(sent(&stage, 0).not_after,
                         midnight + row->to * A_DAY - 1);
        tls_scene_close(&stage);
    }
}

static void
the_old_root_is_another_one(void **state)
{
    struct tls_scene stage;
    struct net_verification found;
    char digest[65];

    (void)state;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_OLD_ROOT });
    found = verify(&stage, genuine_roots(&stage), true);
    assert_non_null(strstr(found.root, lab_pki_genuine_root_name(1)));
    lab_pki_genuine_root_digest(stage.pki, 1, digest);
    assert_string_equal(found.root_sha256, digest);
    assert_false(verify(&stage,
                        store(&stage,
                              &(struct scenario_machine){
                                  .store_lacks_old_root = true }),
                        true)
                     .ok);
    assert_true(
        verify(&stage,
               store(&stage,
                     &(struct scenario_machine){ .store_lacks_root = true }),
               true)
            .ok);
    tls_scene_close(&stage);
}

static void
the_present_root_can_be_missing(void **state)
{
    struct tls_scene stage;
    struct net_verification found;
    char digest[65];

    (void)state;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_GENUINE });
    found = verify(&stage, genuine_roots(&stage), true);
    assert_non_null(strstr(found.root, lab_pki_genuine_root_name(0)));
    lab_pki_genuine_root_digest(stage.pki, 0, digest);
    assert_string_equal(found.root_sha256, digest);
    assert_false(
        verify(&stage,
               store(&stage,
                     &(struct scenario_machine){ .store_lacks_root = true }),
               true)
            .ok);
    tls_scene_close(&stage);
}

static void
a_rotated_chain_has_another_key_and_issuer(void **state)
{
    struct tls_scene stage;

    (void)state;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_ROTATED });
    assert_string_equal(sent(&stage, 1).subject,
                        "CN=GeoTrust TLS RSA CA G1,OU=www.digicert.com,"
                        "O=DigiCert Inc,C=US");
    tls_scene_close(&stage);
}

static const struct scenario_authority gateway = {
    .organisation = "Example Security",
    .unit = "Gateways",
    .name = "Example Security Root CA",
    .email = "support@example.com",
    .trusted = true,
    .leaf_days = 7,
};

static void
an_inspector_signs_by_its_own_name(void **state)
{
    struct tls_scene stage;
    struct net_certificate leaf;
    int64_t now;

    (void)state;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_AUTHORITY,
                                          .authority = gateway });
    leaf = sent(&stage, 0);
    assert_string_equal(leaf.subject, "CN=" HOST);
    assert_string_equal(leaf.issuer, "emailAddress=support@example.com,"
                                     "CN=Example Security Root CA,OU=Gateways,"
                                     "O=Example Security");
    now = lab_wall_ms(stage.scene.lab) / 1000;
    assert_in_range(leaf.not_before, now - A_DAY, now - 1);
    assert_int_equal(leaf.not_after - leaf.not_before, 7 * A_DAY);
    assert_true(verify(&stage, usual_store(&stage), true).ok);
    assert_false(verify(&stage, genuine_roots(&stage), false).ok);
    tls_scene_close(&stage);
}

static void
an_inspector_without_names_has_the_usual_ones(void **state)
{
    struct tls_scene stage;
    struct net_certificate leaf;

    (void)state;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_AUTHORITY });
    leaf = sent(&stage, 0);
    assert_string_equal(leaf.issuer,
                        "CN=Example Corp Web Gateway CA,O=Example Corp");
    assert_int_equal(leaf.not_after - leaf.not_before, 14 * A_DAY);
    assert_string_equal(sent(&stage, 1).subject, leaf.issuer);
    tls_scene_close(&stage);
}

static void
an_inspector_may_sign_by_an_intermediate(void **state)
{
    struct scenario_authority authority = gateway;
    struct tls_scene stage;

    (void)state;
    authority.intermediate = true;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_AUTHORITY,
                                          .authority = authority });
    assert_int_equal(net_chain_length(net_tls_chain(stage.visitor.tls)), 2);
    assert_string_equal(sent(&stage, 0).issuer, sent(&stage, 1).subject);
    assert_non_null(
        strstr(sent(&stage, 1).issuer, "CN=Example Security Root CA,"));
    assert_true(verify(&stage, usual_store(&stage), true).ok);
    tls_scene_close(&stage);
}

/* The store is read before anybody connects. */
static void
an_announced_authority_is_the_one_that_signs(void **state)
{
    struct tls_scene stage;
    struct net_roots *early;

    (void)state;
    tls_scene_open_for(&stage,
                       &(struct scenario_tls){ .chain = CHAIN_AUTHORITY,
                                               .authority = gateway });
    early = usual_store(&stage);
    assert_int_equal(net_roots_count(early), 5);
    net_roots_free(early);
    lab_pki_announce(stage.pki, &gateway);
    early = usual_store(&stage);
    assert_int_equal(net_roots_count(early), 6);
    assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
    assert_true(verify(&stage, early, true).ok);
    tls_scene_close(&stage);
}

static void
a_hostile_name_goes_in_as_it_is(void **state)
{
    static const char name[] = "\x1b]0;owned\x07\xe2\x80\xae";
    struct tls_scene stage;
    struct net_certificate leaf;

    (void)state;
    visit(&stage, &(struct scenario_tls){ .chain = CHAIN_AUTHORITY,
                                          .hostile_name = name });
    leaf = sent(&stage, 0);
    assert_int_equal(leaf.name_count, 2);
    assert_non_null(strstr(leaf.names[1], "owned"));
    assert_non_null(strstr(leaf.subject, "owned"));
    /* Safe by now: the escape is the program's to disarm. */
    assert_null(strchr(leaf.names[1], 0x1b));
    assert_null(strchr(leaf.subject, 0x1b));
    tls_scene_close(&stage);
}

static void
a_neutral_site_is_public_and_not_genuine(void **state)
{
    struct tls_scene stage;

    (void)state;
    tls_scene_open(&stage);
    stage.server = tls_server_new_neutral(stage.pki, "www.example.org");
    assert_int_equal(tls_scene_visit(&stage, "www.example.org"), NET_OPEN);
    assert_true(net_chain_matches(net_tls_chain(stage.visitor.tls),
                                  "www.example.org"));
    assert_true(verify(&stage, usual_store(&stage), true).ok);
    assert_false(verify(&stage, genuine_roots(&stage), false).ok);
    tls_scene_close(&stage);
}

/* Worlds repeat themselves, but for the keys; and within one world nothing
 * is made twice. */
static void
the_same_wish_has_the_same_certificate(void **state)
{
    struct tls_scene stage;
    char serial[64];
    char digest[65];

    (void)state;
    for (int world = 0; world < 2; world++) {
        visit(&stage, &(struct scenario_tls){ 0 });
        if (world > 0)
            assert_string_equal(sent(&stage, 0).serial, serial);
        strcpy(serial, sent(&stage, 0).serial);
        strcpy(digest, sent(&stage, 0).sha256);
        tls_scene_leave(&stage);
        assert_int_equal(tls_scene_visit(&stage, HOST), NET_OPEN);
        assert_string_equal(sent(&stage, 0).sha256, digest);
        tls_scene_close(&stage);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_chain_is_what_it_says),
        cmocka_unit_test(a_forger_copies_every_text),
        cmocka_unit_test(dates_follow_the_true_time),
        cmocka_unit_test(the_old_root_is_another_one),
        cmocka_unit_test(the_present_root_can_be_missing),
        cmocka_unit_test(a_rotated_chain_has_another_key_and_issuer),
        cmocka_unit_test(an_inspector_signs_by_its_own_name),
        cmocka_unit_test(an_inspector_without_names_has_the_usual_ones),
        cmocka_unit_test(an_inspector_may_sign_by_an_intermediate),
        cmocka_unit_test(an_announced_authority_is_the_one_that_signs),
        cmocka_unit_test(a_hostile_name_goes_in_as_it_is),
        cmocka_unit_test(a_neutral_site_is_public_and_not_genuine),
        cmocka_unit_test(the_same_wish_has_the_same_certificate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
