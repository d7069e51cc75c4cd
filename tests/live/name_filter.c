#include "name_filter.h"

#include <string.h>

enum {
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    TCP_HEADER = 20,
    PROTOCOL_TCP = 6,
    HOP_LIMIT = 64,
    RECORD_HANDSHAKE = 22,
    HELLO_AT = 5, /* behind the head of the record: the message's type */
    CLIENT_HELLO = 1,
};

enum { FLAG_SYN = 0x02, FLAG_RST = 0x04, FLAG_ACK = 0x10 };

/* A TCP segment as it lies in the packet. */
struct segment {
    bool ipv6;
    const unsigned char *source; /* addresses, the destination's behind it */
    size_t address_size;
    const unsigned char *tcp;
    unsigned char flags;
    const unsigned char *data;
    size_t data_size;
};

/* False for whatever is no TCP segment with its whole header. */
static bool
segment_read(struct segment *segment, const unsigned char *packet, size_t size)
{
    size_t at;
    size_t data;

    if (size < IPV6_HEADER)
        return false;
    *segment = (struct segment){ .ipv6 = packet[0] >> 4 == 6 };
    at = segment->ipv6 ? IPV6_HEADER : (size_t)(packet[0] & 0x0f) * 4;
    segment->source = packet + (segment->ipv6 ? 8 : 12);
    segment->address_size = segment->ipv6 ? 16 : 4;
    if (packet[segment->ipv6 ? 6 : 9] != PROTOCOL_TCP ||
        at + TCP_HEADER > size)
        return false;
    segment->tcp = packet + at;
    segment->flags = segment->tcp[13];
    data = at + (size_t)(segment->tcp[12] >> 4) * 4;
    if (data > size)
        return false;
    segment->data = packet + data;
    segment->data_size = size - data;
    return true;
}

static bool
bytes_hold(const unsigned char *bytes, size_t size, const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i + length <= size; i++) {
        if (memcmp(bytes + i, text, length) == 0)
            return true;
    }
    return false;
}

static bool
segment_is_hello_for(const struct segment *segment, const char *name)
{
    return segment->data_size > HELLO_AT &&
           segment->data[0] == RECORD_HANDSHAKE &&
           segment->data[HELLO_AT] == CLIENT_HELLO &&
           bytes_hold(segment->data, segment->data_size, name);
}

/* Both ends of the connection, whoever has sent the segment as the client. */
static struct flow
flow_of(const struct segment *segment)
{
    struct flow flow = { 0 };

    memcpy(flow.client, segment->source, segment->address_size);
    memcpy(flow.client + 16, segment->tcp, 2);
    memcpy(flow.server, segment->source + segment->address_size,
           segment->address_size);
    memcpy(flow.server + 16, segment->tcp + 2, 2);
    return flow;
}

static bool
flow_is(const struct flow *flow, const struct flow *other)
{
    return (memcmp(flow->client, other->client, sizeof flow->client) == 0 &&
            memcmp(flow->server, other->server, sizeof flow->server) == 0) ||
           (memcmp(flow->client, other->server, sizeof flow->client) == 0 &&
            memcmp(flow->server, other->client, sizeof flow->server) == 0);
}

/* The connection among those that were forbidden; NULL: it is not. */
static struct flow *
flow_find(struct name_filter *filter, const struct flow *flow)
{
    for (size_t i = 0; i < filter->flow_count; i++) {
        if (flow_is(&filter->flows[i], flow))
            return &filter->flows[i];
    }
    return NULL;
}

static void
flow_forbid(struct name_filter *filter, const struct flow *flow)
{
    if (filter->flow_count < FLOWS_MAX) {
        filter->flows[filter->flow_count++] = *flow;
        return;
    }
    filter->flows[filter->oldest] = *flow;
    filter->oldest = (filter->oldest + 1) % FLOWS_MAX;
}

bool
name_filter_forbids(struct name_filter *filter, const unsigned char *packet,
                    size_t size)
{
    struct segment segment;
    struct flow flow;
    struct flow *known;

    if (filter->name == NULL || !segment_read(&segment, packet, size))
        return false;
    flow = flow_of(&segment);
    known = flow_find(filter, &flow);
    if (known != NULL && (segment.flags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN) {
        *known = (struct flow){ 0 }; /* its port is used again */
        return false;
    }
    if (known == NULL && segment_is_hello_for(&segment, filter->name)) {
        flow_forbid(filter, &flow);
        return true;
    }
    return known != NULL;
}

static void
put16(unsigned char *at, size_t value)
{
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

/* The sum of RFC 1071 of an even number of bytes, begun with `sum`. */
static size_t
checksum(const unsigned char *bytes, size_t size, size_t sum)
{
    for (size_t i = 0; i < size; i += 2)
        sum += (size_t)bytes[i] << 8 | bytes[i + 1];
    while (sum > 0xffff)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

size_t
name_filter_reset(const unsigned char *packet, size_t size,
                  unsigned char *reset)
{
    struct segment segment;
    unsigned char *source;
    unsigned char *tcp;
    size_t header;

    if (!segment_read(&segment, packet, size) ||
        (segment.flags & FLAG_RST) != 0)
        return 0;
    header = segment.ipv6 ? IPV6_HEADER : IPV4_HEADER;
    tcp = reset + header;
    memset(reset, 0, RESET_SIZE);
    reset[0] = segment.ipv6 ? 0x60 : 0x45;
    put16(reset + (segment.ipv6 ? 4 : 2),
          segment.ipv6 ? TCP_HEADER : IPV4_HEADER + TCP_HEADER);
    reset[segment.ipv6 ? 6 : 9] = PROTOCOL_TCP;
    reset[segment.ipv6 ? 7 : 8] = HOP_LIMIT;
    source = reset + (segment.ipv6 ? 8 : 12);
    memcpy(source, segment.source + segment.address_size,
           segment.address_size);
    memcpy(source + segment.address_size, segment.source,
           segment.address_size);
    memcpy(tcp, segment.tcp + 2, 2);
    memcpy(tcp + 2, segment.tcp, 2);
    memcpy(tcp + 4, segment.tcp + 8, 4); /* what is acknowledged comes next */
    tcp[12] = TCP_HEADER / 4 << 4;
    tcp[13] = FLAG_RST;
    if (!segment.ipv6)
        put16(reset + 10, ~checksum(reset, IPV4_HEADER, 0));
    put16(tcp + 16, ~checksum(tcp, TCP_HEADER,
                              checksum(source, 2 * segment.address_size,
                                       PROTOCOL_TCP + TCP_HEADER)));
    return header + TCP_HEADER;
}
