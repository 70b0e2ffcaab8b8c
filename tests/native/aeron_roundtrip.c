/* Publishes numbered messages of growing length and reads them back through libhftgw_aeron: every byte is compared.
 * Usage: roundtrip DIRECTORY CHANNEL COUNT. Exit status 0 when all came. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hftgw_aeron.h"

enum { LONGEST = 5000 };

typedef struct { int64_t next; int bad; } received;

static int64_t fill(uint8_t *message, int64_t number)
{
    int64_t length = 8 + number % (LONGEST - 8);
    for (int64_t i = 0; i < length; i++)
        message[i] = (uint8_t)(number * 31 + i * 7);
    return length;
}

static void on_message(void *context, const uint8_t *message, int64_t length, const hftgw_aeron_header *header)
{
    received *r = context;
    uint8_t expected[LONGEST];
    int64_t wanted = fill(expected, r->next);
    if (length != wanted || memcmp(message, expected, (size_t)length) != 0 || header->reserved_value != r->next
        || header->stream_id != 77 || !(header->flags & 0x40))
        r->bad = 1;
    r->next++;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    int64_t count = atoll(argv[3]);
    if (hftgw_aeron_connect("/nonexistent", 1) != 0 || strlen(hftgw_aeron_last_error()) == 0)
        return 3;
    hftgw_aeron_handle client = hftgw_aeron_connect(argv[1], 5000);
    if (client == 0)
    {
        fprintf(stderr, "error: %s\n", hftgw_aeron_last_error());
        return 1;
    }

    if (hftgw_aeron_add_publication(client, "aeron:nonsense", 77) != 0)
        return 4;
    hftgw_aeron_handle subscription = hftgw_aeron_add_subscription(client, argv[2], 77);
    hftgw_aeron_handle publication = hftgw_aeron_add_exclusive_publication(client, argv[2], 77);
    received r = {0, 0};
    uint8_t message[LONGEST];
    int64_t sent = 0;
    while (r.next < count && !r.bad && !hftgw_aeron_is_closed(client))
    {
        if (sent < count && hftgw_aeron_offer(publication, message, fill(message, sent), sent) > 0)
            sent++;
        hftgw_aeron_poll(subscription, on_message, &r, 10);
    }

    hftgw_aeron_publication_close(publication);
    hftgw_aeron_subscription_close(subscription);
    hftgw_aeron_close(client);
    printf("%lld messages%s\n", (long long)r.next, r.bad ? ", WRONG" : "");
    return r.bad || r.next != count;
}
