#include "lab/dns_answer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "lab/dns_wire.h"

enum {
    TTL_S = 300,
    HOPS = 8, /* of aliases, which may go round in a circle */
    UDP_LIMIT = 4096,
    STREAM_LIMIT = 65535,
};

/* Everything that decides about one answer. */
struct told {
    const struct dns_speaker *speaker;
    const struct dns_question *question;
    const struct scenario_answer *row;
    bool over_tcp;
    uint32_t ttl_s;
};

/* Makes the reply, but for its end. */
typedef void sayer(struct dns_reply *reply, const struct told *told);

/* The same as the healthy world says it. */
static const struct scenario_answer genuine;

void
dns_speaker_init(struct dns_speaker *speaker, enum place at,
                 const struct lab_directory *directory,
                 const struct scenario *scenario)
{
    *speaker = (struct dns_speaker){ .at = at,
                                     .directory = directory,
                                     .scenario = scenario };
    if (scenario != NULL && scenario->dns_count > 0)
        speaker->counts =
            memory_new(scenario->dns_count, sizeof(*speaker->counts));
}

void
dns_speaker_release(struct dns_speaker *speaker)
{
    free(speaker->counts);
}

/* By its own name, or as what an alias leads to. */
static const struct directory_entry *
find_known(const struct dns_speaker *speaker, const char *name)
{
    const struct directory_entry *entry =
        directory_find(speaker->directory, name);

    if (entry == NULL)
        entry = directory_of_alias(speaker->directory, name);
    if (entry != NULL && entry->inside && speaker->at == PLACE_NONE)
        return NULL;
    return entry;
}

static bool
fits_type(enum dns_asked asked, uint16_t type)
{
    static const uint16_t types[DNS_ASKED_COUNT] = {
        [DNS_ASKED_A] = DNS_RECORD_A,
        [DNS_ASKED_AAAA] = DNS_RECORD_AAAA,
    };

    return asked == DNS_ASKED_BOTH || types[asked] == type;
}

static bool
is_below(const char *name, const char *domain)
{
    size_t length = strlen(name);
    size_t end = strlen(domain);

    return length > end && name[length - end - 1] == '.' &&
           strcasecmp(name + length - end, domain) == 0;
}

static bool
fits_name(const struct dns_speaker *speaker, const struct scenario_answer *row,
          const char *name)
{
    const struct directory_entry *entry = find_known(speaker, name);

    if (row->below != NULL && !is_below(name, row->below))
        return false;
    if (row->unknown)
        return entry == NULL;
    if (row->everything)
        return true;
    return entry != NULL && entry->endpoint != NULL &&
           selectors_match(&row->of, entry->endpoint);
}

static bool
fits(const struct dns_speaker *speaker, const struct scenario_answer *row,
     const struct dns_question *question, bool over_tcp)
{
    return (row->at == PLACE_NONE || row->at == speaker->at) &&
           (row->over == DNS_OVER_BOTH ||
            (row->over == DNS_OVER_TCP) == over_tcp) &&
           fits_type(row->asked, question->type) &&
           fits_name(speaker, row, question->name);
}

static const struct scenario_answer *
find_row(struct dns_speaker *speaker, const struct dns_question *question,
         bool over_tcp)
{
    const struct scenario *scenario = speaker->scenario;

    for (size_t i = 0; scenario != NULL && i < scenario->dns_count; i++) {
        const struct scenario_answer *row = scenario->dns[i];

        if (!fits(speaker, row, question, over_tcp))
            continue;
        speaker->counts[i]++;
        if (row->one_in < 2 || speaker->counts[i] % row->one_in == 0)
            return row;
    }
    return &genuine;
}

static bool
asks_for_alias(const struct told *told)
{
    return told->question->type == DNS_RECORD_CNAME;
}

static bool
is_asked_for(const struct told *told, const struct address *address)
{
    return told->question->type ==
           (address->family == FAMILY_IPV4 ? DNS_RECORD_A : DNS_RECORD_AAAA);
}

/* Whether there was one of the kind that was asked for; else an SOA. */
static void
add_addresses(struct dns_reply *reply, const struct told *told,
              struct address *const *addresses, size_t count)
{
    bool found = false;

    for (size_t i = 0; i < count; i++) {
        if (!is_asked_for(told, addresses[i]))
            continue;
        dns_reply_add_address(reply, addresses[i], told->ttl_s);
        found = true;
    }
    if (!found)
        dns_reply_add_authority(reply, told->ttl_s);
}

/* The alias of the row; true when with it everything is said. */
static bool
add_row_alias(struct dns_reply *reply, const struct told *told,
              const char *usual)
{
    const char *alias = told->row->alias != NULL ? told->row->alias : usual;

    if (alias == NULL)
        return false;
    dns_reply_add_alias(reply, alias, told->ttl_s);
    return asks_for_alias(told);
}

static void
say_no(struct dns_reply *reply, const struct told *told, enum dns_rcode rcode)
{
    dns_reply_start(reply, told->question, rcode);
    if (!add_row_alias(reply, told, NULL))
        dns_reply_add_authority(reply, told->ttl_s);
}

/*
 * Along the aliases of the directory to the entry that has the addresses;
 * NULL when the chain has no end, or when the alias itself was the answer.
 */
static const struct directory_entry *
follow(struct dns_reply *reply, const struct told *told,
       const struct directory_entry *entry)
{
    const struct lab_directory *directory = told->speaker->directory;
    bool asked_by_name =
        directory_find(directory, told->question->name) == entry;

    for (int hop = 0; hop < HOPS; hop++) {
        const struct directory_entry *next;

        if (entry->alias == NULL)
            return entry;
        if (hop > 0 || asked_by_name) {
            dns_reply_add_alias(reply, entry->alias, told->ttl_s);
            if (asks_for_alias(told))
                return NULL;
        }
        next = directory_find(directory, entry->alias);
        if (next == NULL || (next->alias == NULL && next->address_count == 0))
            return entry;
        entry = next;
    }
    return NULL;
}

static void
say_genuine(struct dns_reply *reply, const struct told *told)
{
    const struct directory_entry *entry =
        find_known(told->speaker, told->question->name);

    if (entry == NULL) {
        say_no(reply, told, DNS_RCODE_NXDOMAIN);
        return;
    }
    dns_reply_start(reply, told->question, DNS_RCODE_NOERROR);
    if (add_row_alias(reply, told, NULL))
        return;
    entry = follow(reply, told, entry);
    if (entry != NULL)
        add_addresses(reply, told, entry->addresses, entry->address_count);
}

static void
say_nxdomain(struct dns_reply *reply, const struct told *told)
{
    say_no(reply, told, DNS_RCODE_NXDOMAIN);
}

static void
say_empty(struct dns_reply *reply, const struct told *told)
{
    say_no(reply, told, DNS_RCODE_NOERROR);
}

static void
say_servfail(struct dns_reply *reply, const struct told *told)
{
    dns_reply_start(reply, told->question, DNS_RCODE_SERVFAIL);
}

static void
say_refused(struct dns_reply *reply, const struct told *told)
{
    dns_reply_start(reply, told->question, DNS_RCODE_REFUSED);
}

static void
say_notimp(struct dns_reply *reply, const struct told *told)
{
    dns_reply_start(reply, told->question, DNS_RCODE_NOTIMP);
}

static void
say_formerr(struct dns_reply *reply, const struct told *told)
{
    dns_reply_start(reply, told->question, DNS_RCODE_FORMERR);
}

/* Cut, or the rest of what was cut. */
static void
say_truncated(struct dns_reply *reply, const struct told *told)
{
    say_genuine(reply, told);
    if (!told->over_tcp)
        dns_reply_cut(reply);
}

static void
say_addresses(struct dns_reply *reply, const struct told *told)
{
    const struct scenario_answer *row = told->row;

    dns_reply_start(reply, told->question, DNS_RCODE_NOERROR);
    if (!add_row_alias(reply, told, NULL))
        add_addresses(reply, told, row->addresses, row->address_count);
}

static void
say_alias_only(struct dns_reply *reply, const struct told *told)
{
    dns_reply_start(reply, told->question, DNS_RCODE_NOERROR);
    if (!add_row_alias(reply, told, "nowhere.invalid"))
        dns_reply_add_authority(reply, told->ttl_s);
}

/* Silence has none; garbage and a wrong id spoil what is there. */
static sayer *const sayers[] = {
    [DNS_SAY_GENUINE] = say_genuine,       [DNS_SAY_NXDOMAIN] = say_nxdomain,
    [DNS_SAY_SERVFAIL] = say_servfail,     [DNS_SAY_REFUSED] = say_refused,
    [DNS_SAY_NOTIMP] = say_notimp,         [DNS_SAY_FORMERR] = say_formerr,
    [DNS_SAY_EMPTY] = say_empty,           [DNS_SAY_SILENCE] = NULL,
    [DNS_SAY_GARBAGE] = say_servfail,      [DNS_SAY_WRONG_ID] = say_genuine,
    [DNS_SAY_TRUNCATED] = say_truncated,   [DNS_SAY_ADDRESSES] = say_addresses,
    [DNS_SAY_ALIAS_ONLY] = say_alias_only,
};

static_assert(sizeof(sayers) / sizeof(*sayers) == DNS_SAY_COUNT,
              "everything that is said has a function");

static void
spoil(struct buffer *bytes, enum dns_say say)
{
    if (say == DNS_SAY_GARBAGE)
        memset(bytes->data + 2, 0xff, bytes->length - 2);
    if (say == DNS_SAY_WRONG_ID)
        bytes->data[0] ^= 0x55;
}

static size_t
limit_of(const struct told *told)
{
    size_t size = told->question->udp_size;

    if (told->over_tcp)
        return STREAM_LIMIT;
    return size < UDP_LIMIT ? size : UDP_LIMIT;
}

static void
say(const struct told *told, struct buffer *out)
{
    const struct scenario_answer *row = told->row;
    struct dns_reply reply;

    if (sayers[row->say] == NULL)
        return;
    sayers[row->say](&reply, told);
    dns_reply_end(&reply, (uint16_t)row->extended_error, limit_of(told));
    spoil(&reply.bytes, row->say);
    buffer_append(out, reply.bytes.data, reply.bytes.length);
    dns_reply_release(&reply);
}

static void
complain(const struct told *told, struct buffer *out)
{
    struct dns_reply reply;

    dns_reply_start(&reply, told->question, told->question->complaint);
    dns_reply_end(&reply, 0, limit_of(told));
    buffer_append(out, reply.bytes.data, reply.bytes.length);
    dns_reply_release(&reply);
}

void
dns_speaker_answer(struct dns_speaker *speaker, const uint8_t *bytes,
                   size_t length, bool over_tcp, struct buffer *out,
                   int64_t *delay_ms)
{
    struct dns_question question;
    struct told told = { .speaker = speaker,
                         .question = &question,
                         .row = &genuine,
                         .over_tcp = over_tcp,
                         .ttl_s = TTL_S };

    *delay_ms = 0;
    if (!dns_question_read(&question, bytes, length))
        return;
    if (question.complaint != DNS_RCODE_NOERROR) {
        complain(&told, out);
        return;
    }
    told.row = find_row(speaker, &question, over_tcp);
    if (told.row->ttl_s > 0)
        told.ttl_s = (uint32_t)told.row->ttl_s;
    *delay_ms = told.row->delay_ms;
    say(&told, out);
}
