#ifndef REPORT_WORDING_VALUES_H
#define REPORT_WORDING_VALUES_H

#include "report/wording.h"

/*
 * The values that stand for the placeholders, one function each. A function
 * appends what is known and nothing when nothing is; the fallback word is
 * wording.c's.
 */

/* What a text is about, worked out once: what is not given is inferred. */
struct subject {
    const struct run *run;
    const struct finding *finding; /* NULL: none */
    const struct target *target;   /* NULL: none */
    const struct path *path;       /* NULL: none */
    const struct log_hit *hit;     /* NULL: none */
    bool whole; /* the finding as a whole, not one of its targets */
    bool brief; /* a long list of hosts is cut short */
};

struct subject subject_of(const struct wording *wording);

/* The check that it failed at, CHECK_COUNT when at none. */
enum check_id subject_setback(const struct subject *subject);

typedef void wording_value(struct buffer *out, const struct subject *subject);

wording_value value_address;
wording_value value_address_port;
wording_value value_addresses;
wording_value value_alert;
wording_value value_alias;
wording_value value_bundle_age;
wording_value value_bundle_basis;
wording_value value_bundle_begins;
wording_value value_bundle_entries;
wording_value value_bundle_error;
wording_value value_bundle_file;
wording_value value_bundle_hosts;
wording_value value_bundle_issued;
wording_value value_bundle_kind;
wording_value value_bundle_made;
wording_value value_bundle_odd;
wording_value value_bundle_regions;
wording_value value_bundle_size;
wording_value value_bundle_written;
wording_value value_bypass;
wording_value value_certificate_expires;
wording_value value_control;
wording_value value_destination;
wording_value value_dlp_version;
wording_value value_duration;
wording_value value_error;
wording_value value_event;
wording_value value_expected_status;
wording_value value_extended_error;
wording_value value_first_router;
wording_value value_gateway;
wording_value value_genuine_issuer;
wording_value value_held;
wording_value value_hello_hops;
wording_value value_hops;
wording_value value_host;
wording_value value_hostname;
wording_value value_hosts;
wording_value value_hosts_line;
wording_value value_icmp;
wording_value value_idle;
wording_value value_issuer;
wording_value value_issuer_name;
wording_value value_last_hop;
wording_value value_last_hop_count;
wording_value value_log_means;
wording_value value_log_seen;
wording_value value_name_answers;
wording_value value_name_tries;
wording_value value_names;
wording_value value_not_after;
wording_value value_not_before;
wording_value value_not_concerned;
wording_value value_offset;
wording_value value_opens;
wording_value value_other_name_answers;
wording_value value_other_port;
wording_value value_page;
wording_value value_port;
wording_value value_product;
wording_value value_proxy;
wording_value value_proxy_url;
wording_value value_reason;
wording_value value_region;
wording_value value_repeat_answers;
wording_value value_proxy_error;
wording_value value_reply_hops;
wording_value value_reply_start;
wording_value value_reply_ttl;
wording_value value_resolver;
wording_value value_resolvers;
wording_value value_result;
wording_value value_role;
wording_value value_root;
wording_value value_schemes;
wording_value value_segment;
wording_value value_small_packets;
wording_value value_sender;
wording_value value_service;
wording_value value_sha256;
wording_value value_silent_resolvers;
wording_value value_sinkhole;
wording_value value_source;
wording_value value_status;
wording_value value_status_line;
wording_value value_subject;
wording_value value_system_verdict;
wording_value value_time;
wording_value value_tls_version;
wording_value value_tries;
wording_value value_where;

#endif
