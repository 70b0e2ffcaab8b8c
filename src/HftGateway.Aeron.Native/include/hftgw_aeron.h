/* C interface of the HftGateway Aeron client: libhftgw_aeron.so, no runtime needed.
 *
 * Handles are positive; 0 means failure, and hftgw_aeron_last_error() says why (the text belongs to the calling thread
 * and lives until its next call). Offer and poll never block and never allocate. A publication may be offered to by any
 * thread, an exclusive one and a subscription by one thread at a time. Close what was added before its client; a closed
 * handle must not be used again.
 */
#ifndef HFTGW_AERON_H
#define HFTGW_AERON_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What hftgw_aeron_offer answers instead of a position. */
#define HFTGW_AERON_NOT_CONNECTED (-1)
#define HFTGW_AERON_BACK_PRESSURED (-2)
#define HFTGW_AERON_ADMIN_ACTION (-3)
#define HFTGW_AERON_CLOSED (-4)
#define HFTGW_AERON_MAX_POSITION_EXCEEDED (-5)
#define HFTGW_AERON_ERROR (-6)

typedef intptr_t hftgw_aeron_handle;

typedef struct
{
    int32_t session_id;
    int32_t stream_id;
    int64_t position; /* behind this fragment */
    int64_t reserved_value;
    int32_t flags; /* 0x80 first fragment of a message, 0x40 last */
} hftgw_aeron_header;

/* The message is valid during the call. */
typedef void (*hftgw_aeron_fragment_handler)(
    void *context, const uint8_t *message, int64_t length, const hftgw_aeron_header *header);

/* A part of a message that stands in several places. */
typedef struct
{
    const uint8_t *data;
    int64_t length;
} hftgw_aeron_part;

/* Room for a message in the log; from hftgw_aeron_try_claim to commit or abort. */
typedef struct
{
    uint8_t *data;
    int64_t length;
} hftgw_aeron_claim;

typedef struct
{
    int64_t correlation_id;
    int64_t position;
    int64_t join_position;
    int32_t session_id;
    int32_t is_end_of_stream;
} hftgw_aeron_image_info;

/* What a controlled handler answers. */
#define HFTGW_AERON_ACTION_ABORT 0    /* not taken: the next poll brings the same fragment again */
#define HFTGW_AERON_ACTION_BREAK 1    /* taken, and the poll ends */
#define HFTGW_AERON_ACTION_COMMIT 2   /* taken, and the publisher may see that at once */
#define HFTGW_AERON_ACTION_CONTINUE 3 /* taken */
typedef int32_t (*hftgw_aeron_controlled_handler)(
    void *context, const uint8_t *fragment, int64_t length, const hftgw_aeron_header *header);

const char *hftgw_aeron_last_error(void);

/* directory NULL: $AERON_DIR, or /dev/shm/aeron-USER. */
hftgw_aeron_handle hftgw_aeron_connect(const char *directory, int64_t driver_timeout_ms);
void hftgw_aeron_close(hftgw_aeron_handle client);
int32_t hftgw_aeron_is_closed(hftgw_aeron_handle client);

hftgw_aeron_handle hftgw_aeron_add_publication(hftgw_aeron_handle client, const char *channel, int32_t stream_id);
hftgw_aeron_handle hftgw_aeron_add_exclusive_publication(
    hftgw_aeron_handle client, const char *channel, int32_t stream_id);
int64_t hftgw_aeron_offer(
    hftgw_aeron_handle publication, const uint8_t *message, int64_t length, int64_t reserved_value);
/* At most 64 parts; allocates. */
int64_t hftgw_aeron_offerv(
    hftgw_aeron_handle publication, const hftgw_aeron_part *parts, int32_t count, int64_t reserved_value);
/* Room for at most max_payload_length bytes; a positive answer must be followed by commit or abort. */
int64_t hftgw_aeron_try_claim(hftgw_aeron_handle publication, int64_t length, hftgw_aeron_claim *claim);
void hftgw_aeron_commit(const hftgw_aeron_claim *claim, int64_t reserved_value);
void hftgw_aeron_abort(const hftgw_aeron_claim *claim);
int64_t hftgw_aeron_publication_registration_id(hftgw_aeron_handle publication);
int64_t hftgw_aeron_publication_position_limit(hftgw_aeron_handle publication);
int64_t hftgw_aeron_publication_channel_status(hftgw_aeron_handle publication);
int32_t hftgw_aeron_publication_session_id(hftgw_aeron_handle publication);
int32_t hftgw_aeron_publication_stream_id(hftgw_aeron_handle publication);
int32_t hftgw_aeron_publication_max_payload_length(hftgw_aeron_handle publication);
/* Of channels with control-mode=manual. The answer is the destination's registration, or HFTGW_AERON_ERROR. */
int64_t hftgw_aeron_publication_add_destination(hftgw_aeron_handle publication, const char *channel);
int32_t hftgw_aeron_publication_remove_destination(hftgw_aeron_handle publication, int64_t registration_id);
/* Closes it, and subscribers do not get what they have not read yet. */
void hftgw_aeron_publication_revoke(hftgw_aeron_handle publication);
int32_t hftgw_aeron_publication_is_connected(hftgw_aeron_handle publication);
int64_t hftgw_aeron_publication_position(hftgw_aeron_handle publication);
int32_t hftgw_aeron_publication_max_message_length(hftgw_aeron_handle publication);
void hftgw_aeron_publication_close(hftgw_aeron_handle publication);

hftgw_aeron_handle hftgw_aeron_add_subscription(hftgw_aeron_handle client, const char *channel, int32_t stream_id);
/* Whole messages: fragments are put together. Returns fragments taken, or HFTGW_AERON_ERROR. */
int32_t hftgw_aeron_poll(
    hftgw_aeron_handle subscription, hftgw_aeron_fragment_handler handler, void *context, int32_t fragment_limit);
/* Fragments as they stand, whose handler says how to go on. */
int32_t hftgw_aeron_controlled_poll(
    hftgw_aeron_handle subscription, hftgw_aeron_controlled_handler handler, void *context, int32_t fragment_limit);
int64_t hftgw_aeron_subscription_registration_id(hftgw_aeron_handle subscription);
int64_t hftgw_aeron_subscription_channel_status(hftgw_aeron_handle subscription);
/* Of channels with control-mode=manual: network, aeron:ipc and aeron-spy: */
int64_t hftgw_aeron_subscription_add_destination(hftgw_aeron_handle subscription, const char *channel);
int32_t hftgw_aeron_subscription_remove_destination(hftgw_aeron_handle subscription, const char *channel);
/* 1, or 0 when there are fewer images. */
int32_t hftgw_aeron_image(hftgw_aeron_handle subscription, int32_t index, hftgw_aeron_image_info *image);
int32_t hftgw_aeron_subscription_image_count(hftgw_aeron_handle subscription);
void hftgw_aeron_subscription_close(hftgw_aeron_handle subscription);

/* Counters of the application, which all tools see; type_id 1000 or more. */
hftgw_aeron_handle hftgw_aeron_add_counter(
    hftgw_aeron_handle client, int32_t type_id, const uint8_t *key, int32_t key_length, const char *label);
int32_t hftgw_aeron_counter_id(hftgw_aeron_handle counter);
int64_t hftgw_aeron_counter_get(hftgw_aeron_handle counter);
void hftgw_aeron_counter_set(hftgw_aeron_handle counter, int64_t value);
int64_t hftgw_aeron_counter_add(hftgw_aeron_handle counter, int64_t amount); /* the value before */
void hftgw_aeron_counter_close(hftgw_aeron_handle counter);
/* Any counter of the driver's, by its id; the label's length, 0 when there is no such counter. */
int64_t hftgw_aeron_counter_value(hftgw_aeron_handle client, int32_t counter_id);
int32_t hftgw_aeron_counter_label(hftgw_aeron_handle client, int32_t counter_id, char *text, int32_t capacity);

#ifdef __cplusplus
}
#endif
#endif
