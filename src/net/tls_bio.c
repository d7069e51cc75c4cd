#include "net/tls_bio.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The head of a record and its content types (RFC 8446 5.1). */
enum {
    RECORD_TYPE_FIRST = 20,
    RECORD_TYPE_LAST = 23,
    RECORD_MAJOR = 3,
    RECORD_HEAD = 5,
    RECORD_LENGTH_LIMIT = 1 << 14, /* of one that is not encrypted */
};

bool
tls_wire_may_be_tls(const struct tls_wire *wire)
{
    const unsigned char *head = wire->first;

    if (wire->first_length >= 1 &&
        (head[0] < RECORD_TYPE_FIRST || head[0] > RECORD_TYPE_LAST))
        return false;
    if (wire->first_length >= 2 && head[1] != RECORD_MAJOR)
        return false;
    return wire->first_length < RECORD_HEAD ||
           (head[3] << 8 | head[4]) <= RECORD_LENGTH_LIMIT;
}

static void
wire_remember(struct tls_wire *wire, const void *bytes, size_t length)
{
    size_t room = TLS_FIRST_BYTES - wire->first_length;

    if (length < room)
        room = length;
    memcpy(wire->first + wire->first_length, bytes, room);
    wire->first_length += room;
}

static ssize_t
wire_read(struct tls_wire *wire, void *bytes, size_t capacity)
{
    ssize_t count = net_stream_read(&wire->under, bytes, capacity);

    if (count > 0) {
        wire->bytes_in += (uint64_t)count;
        wire_remember(wire, bytes, (size_t)count);
    }
    wire->closed = wire->closed || count == 0;
    if (count < 0 && errno != EAGAIN)
        wire->error = errno;
    return count;
}

void
tls_wire_read_first(struct tls_wire *wire)
{
    char bytes[TLS_FIRST_BYTES];

    while (wire->first_length < TLS_FIRST_BYTES &&
           wire_read(wire, bytes, sizeof bytes) > 0)
        continue;
}

static int
tls_bio_read(BIO *bio, char *bytes, size_t capacity, size_t *got)
{
    ssize_t count = wire_read(BIO_get_data(bio), bytes, capacity);

    BIO_clear_retry_flags(bio);
    if (count < 0 && errno == EAGAIN)
        BIO_set_retry_read(bio);
    *got = count > 0 ? (size_t)count : 0;
    return count > 0;
}

static int
tls_bio_write(BIO *bio, const char *bytes, size_t length, size_t *put)
{
    struct tls_wire *wire = BIO_get_data(bio);
    size_t piece = wire->split_next && length > 1 ? length / 2 : length;
    ssize_t count = net_stream_write(&wire->under, bytes, piece);

    if (count > 0)
        wire->split_next = false;
    BIO_clear_retry_flags(bio);
    if (count < 0 && errno == EAGAIN)
        BIO_set_retry_write(bio);
    else if (count < 0)
        wire->error = errno;
    else
        wire->bytes_out += (uint64_t)count;
    *put = count > 0 ? (size_t)count : 0;
    return count > 0;
}

/*
 * The end of the stream is not told (BIO_CTRL_EOF): the library would answer
 * it with an alert to nobody and call it an error of the protocol. `closed`
 * knows.
 */
static long
tls_bio_control(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD *
tls_bio_method_new(void)
{
    /* Nobody looks for it by its type, and numbers of its own are few. */
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "net_stream");

    if (method == NULL)
        abort();

    BIO_meth_set_read_ex(method, tls_bio_read);
    BIO_meth_set_write_ex(method, tls_bio_write);
    BIO_meth_set_ctrl(method, tls_bio_control);
    return method;
}

BIO *
tls_bio_new(const BIO_METHOD *method, struct tls_wire *wire)
{
    BIO *bio = BIO_new(method);

    if (bio == NULL)
        abort();
    BIO_set_data(bio, wire);
    BIO_set_init(bio, 1);
    return bio;
}
