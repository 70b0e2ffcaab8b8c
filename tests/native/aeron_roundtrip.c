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

typedef struct { int calls; int taken; int bad; } controlled;

/* The first fragment is refused once; it must come again. */
static int32_t on_fragment(void *context, const uint8_t *fragment, int64_t length, const hftgw_aeron_header *header)
{
    controlled *c = context;
    if (c->calls++ == 0)
        return HFTGW_AERON_ACTION_ABORT;
    if (length != 10 || memcmp(fragment, c->taken == 0 ? "claimabcde" : "claimfghij", 10) != 0
        || header->reserved_value != 40 + c->taken)
        c->bad = 1;
    c->taken++;
    return HFTGW_AERON_ACTION_COMMIT;
}

#define CHECK(condition) if (!(condition)) { fprintf(stderr, "line %d: %s\n", __LINE__, hftgw_aeron_last_error()); return 5; }

/* What the round trip does not use: claims, parts, controlled polls, destinations, images, counters. */
static int check_rest(hftgw_aeron_handle client)
{
    hftgw_aeron_handle subscription = hftgw_aeron_add_subscription(client, "aeron:udp?control-mode=manual", 79);
    hftgw_aeron_handle publication = hftgw_aeron_add_publication(client, "aeron:ipc", 79);
    CHECK(subscription != 0 && publication != 0);
    CHECK(hftgw_aeron_subscription_add_destination(subscription, "aeron:ipc") > 0);
    CHECK(hftgw_aeron_publication_add_destination(publication, "aeron:udp?endpoint=localhost:9") == HFTGW_AERON_ERROR);
    CHECK(strlen(hftgw_aeron_last_error()) > 0);
    hftgw_aeron_claim claim;
    int64_t position;
    while ((position = hftgw_aeron_try_claim(publication, 10, &claim)) < 0)
        CHECK(position == HFTGW_AERON_NOT_CONNECTED || position == HFTGW_AERON_BACK_PRESSURED);
    CHECK(claim.length == 10);
    memcpy(claim.data, "claimabcde", 10);
    hftgw_aeron_commit(&claim, 40);
    CHECK(hftgw_aeron_try_claim(publication, 10, &claim) > position);
    hftgw_aeron_abort(&claim);
    hftgw_aeron_part parts[2] = {{(const uint8_t *)"claim", 5}, {(const uint8_t *)"fghij", 5}};
    CHECK(hftgw_aeron_offerv(publication, parts, 2, 41) > position);
    CHECK(hftgw_aeron_offerv(publication, parts, 65, 0) == HFTGW_AERON_ERROR);
    controlled c = {0, 0, 0};
    while (c.taken < 2 && !c.bad)
        CHECK(hftgw_aeron_controlled_poll(subscription, on_fragment, &c, 10) >= 0);
    CHECK(!c.bad && c.calls == 3);
    hftgw_aeron_image_info image;
    CHECK(hftgw_aeron_image(subscription, 0, &image) == 1 && hftgw_aeron_image(subscription, 1, &image) == 0);
    CHECK(image.session_id == hftgw_aeron_publication_session_id(publication));
    CHECK(image.position == hftgw_aeron_publication_position(publication) && image.correlation_id > 0);
    CHECK(image.correlation_id == hftgw_aeron_publication_registration_id(publication));
    CHECK(hftgw_aeron_publication_stream_id(publication) == 79);
    CHECK(hftgw_aeron_publication_max_payload_length(publication) == 1408 - 32);
    CHECK(hftgw_aeron_publication_position_limit(publication) > 0);
    CHECK(hftgw_aeron_publication_channel_status(publication) == 1);
    CHECK(hftgw_aeron_subscription_channel_status(subscription) == 1);
    CHECK(hftgw_aeron_subscription_registration_id(subscription) > 0);
    CHECK(hftgw_aeron_subscription_remove_destination(subscription, "aeron:ipc") == 0);
    hftgw_aeron_handle counter = hftgw_aeron_add_counter(client, 1001, (const uint8_t *)"key", 3, "a counter of C");
    CHECK(counter != 0);
    hftgw_aeron_counter_set(counter, 5);
    CHECK(hftgw_aeron_counter_add(counter, 2) == 5 && hftgw_aeron_counter_get(counter) == 7);
    int32_t id = hftgw_aeron_counter_id(counter);
    char label[64];
    CHECK(hftgw_aeron_counter_value(client, id) == 7);
    CHECK(hftgw_aeron_counter_label(client, id, label, sizeof label) == 14 && strcmp(label, "a counter of C") == 0);
    CHECK(hftgw_aeron_counter_label(client, id, label, 5) == 4 && strcmp(label, "a co") == 0);
    CHECK(hftgw_aeron_counter_value(client, -1) == HFTGW_AERON_ERROR);
    CHECK(hftgw_aeron_counter_id(publication) == (int32_t)HFTGW_AERON_ERROR);
    hftgw_aeron_counter_close(counter);
    hftgw_aeron_publication_revoke(publication);
    hftgw_aeron_subscription_close(subscription);
    return 0;
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
    int rest = check_rest(client);
    if (rest != 0)
        return rest;
    hftgw_aeron_close(client);
    printf("%lld messages%s\n", (long long)r.next, r.bad ? ", WRONG" : "");
    return r.bad || r.next != count;
}
