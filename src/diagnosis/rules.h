#ifndef DIAGNOSIS_RULES_H
#define DIAGNOSIS_RULES_H

#include "diagnosis/inquiry.h"

/*
 * The rules, one file for each layer. A rule knows one cause: what it looks
 * like at one address, what is to be said for it, how sure that makes us.
 * Which rule comes first is said in the table of diagnosis.c and nowhere
 * else: the first that fits takes the address, and whatever else is wrong
 * there is its consequence.
 */
enum weight {
    /* Something is in the way. Information while another family works. */
    WEIGHT_REACHABILITY,
    /* Somebody else answers: a fault wherever the product would meet it. */
    WEIGHT_AUTHENTICITY,
    /* It cannot be told who answers: no fault, and no proof of health. */
    WEIGHT_DOUBT,
    /* It works and does not last: a fault of what works. */
    WEIGHT_ENDURANCE,
    /* Worth knowing, never a fault, and takes nothing from other rules. */
    WEIGHT_REMARK,
};

/* About each address by `fits`, or about the run as a whole by `holds`. */
struct rule {
    const char *cause; /* id in data/causes.yaml */
    enum weight weight;
    bool (*holds)(const struct inquiry *inquiry);
    bool makes_fault; /* a fault even if it holds of the run, or if it works */
    bool sees_all;    /* a remark also where another rule has explained */
    bool (*fits)(const struct inquiry *inquiry, const struct sight *sight);
    /* Evidence that lies in one address. */
    void (*cite)(struct inquiry *inquiry, const struct sight *sight);
    /* Evidence that lies in the whole run, and how sure it all makes us. */
    enum confidence (*weigh)(struct inquiry *inquiry);
};

/* local_rules.c */
extern const struct rule no_network_rule;
extern const struct rule local_firewall_rule;
extern const struct rule first_hop_silent_rule;
extern const struct rule held_back_rule;

/* clock_rules.c */
extern const struct rule clock_wrong_rule;
extern const struct rule clock_off_rule;

/* address_rules.c */
extern const struct rule hosts_file_rule;
extern const struct rule name_rewritten_rule;
extern const struct rule search_list_rule;
extern const struct rule wrong_address_rule;

/* differential_rules.c */
extern const struct rule connection_unstable_rule;
extern const struct rule hello_too_large_rule;
extern const struct rule path_mtu_rule;
extern const struct rule path_mtu_upload_rule;
extern const struct rule server_name_filtered_rule;
extern const struct rule tls13_intolerant_rule;
extern const struct rule tls_version_rule;

/* unanswered_rules.c */
extern const struct rule accepts_everything_rule;
extern const struct rule handshake_unanswered_rule;
extern const struct rule server_name_unknown_rule;
extern const struct rule tunnel_broken_rule;

/* bundle_rules.c */
extern const struct rule bundle_unusable_rule;
extern const struct rule bundle_other_region_rule;
extern const struct rule bundle_expired_rule;
extern const struct rule bundle_expires_soon_rule;
extern const struct rule bundle_in_future_rule;
extern const struct rule bundle_dates_disagree_rule;
extern const struct rule bundle_questionable_rule;

/* log_rules.c */
extern const struct rule log_trust_differs_rule;
extern const struct rule log_enrollment_failed_rule;
extern const struct rule log_differs_rule;

/* product_rules.c */
extern const struct rule cloud_certificate_expired_rule;
extern const struct rule status_unknown_rule;
extern const struct rule product_path_differs_rule;

extern const struct rule name_filtered_rule;
extern const struct rule no_resolver_answers_rule;
extern const struct rule no_resolver_set_rule;
extern const struct rule dns_large_answers_lost_rule;
extern const struct rule dns_tcp_blocked_rule;
extern const struct rule resolver_silent_rule;
extern const struct rule type_unanswered_rule;
extern const struct rule name_not_resolved_rule;

extern const struct rule connection_prohibited_rule;
extern const struct rule connection_refused_rule;
extern const struct rule connection_silent_rule;
extern const struct rule no_route_rule;

extern const struct rule captive_portal_rule;
extern const struct rule blocked_by_policy_rule;
extern const struct rule missing_intermediate_rule;
extern const struct rule unknown_authority_rule;
extern const struct rule name_mismatch_rule;
extern const struct rule certificate_dates_rule;
extern const struct rule client_certificate_not_asked_rule;
extern const struct rule not_tls_rule;
extern const struct rule tls_blocked_rule;
extern const struct rule system_store_lacks_root_rule;

/* inspection_rules.c */
extern const struct rule tls_inspection_rule;

/* idle_rules.c */
extern const struct rule idle_timeout_rule;

extern const struct rule service_error_rule;
extern const struct rule unexpected_answer_rule;

extern const struct rule proxy_scheme_rule;
extern const struct rule proxy_bypassed_rule;
extern const struct rule proxy_unreachable_rule;
extern const struct rule proxy_login_required_rule;
extern const struct rule proxy_refuses_rule;
extern const struct rule proxy_cannot_reach_rule;

extern const struct rule alias_not_available_rule;

#endif
