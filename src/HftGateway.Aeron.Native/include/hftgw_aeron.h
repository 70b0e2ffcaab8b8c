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
int32_t hftgw_aeron_publication_is_connected(hftgw_aeron_handle publication);
int64_t hftgw_aeron_publication_position(hftgw_aeron_handle publication);
int32_t hftgw_aeron_publication_max_message_length(hftgw_aeron_handle publication);
void hftgw_aeron_publication_close(hftgw_aeron_handle publication);

hftgw_aeron_handle hftgw_aeron_add_subscription(hftgw_aeron_handle client, const char *channel, int32_t stream_id);
/* Whole messages: fragments are put together. Returns fragments taken, or HFTGW_AERON_ERROR. */
int32_t hftgw_aeron_poll(
    hftgw_aeron_handle subscription, hftgw_aeron_fragment_handler handler, void *context, int32_t fragment_limit);
int32_t hftgw_aeron_subscription_image_count(hftgw_aeron_handle subscription);
void hftgw_aeron_subscription_close(hftgw_aeron_handle subscription);

#ifdef __cplusplus
}
#endif
#endif
