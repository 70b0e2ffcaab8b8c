"""Publishes numbered messages and reads them back through libhftgw_aeron.so with ctypes: every byte is compared.

Usage: aeron_roundtrip.py LIBRARY DIRECTORY CHANNEL COUNT. Exit status 0 when all came. Needs the standard library only.
"""
import ctypes
import sys

STREAM = 78
LONGEST = 5000
HANDLE = ctypes.c_ssize_t


class Header(ctypes.Structure):
    _fields_ = [
        ("session_id", ctypes.c_int32),
        ("stream_id", ctypes.c_int32),
        ("position", ctypes.c_int64),
        ("reserved_value", ctypes.c_int64),
        ("flags", ctypes.c_int32),
    ]


HANDLER = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint8), ctypes.c_int64, ctypes.POINTER(Header)
)


def load(path):
    library = ctypes.CDLL(path)
    for name, result, arguments in [
        ("last_error", ctypes.c_char_p, []),
        ("connect", HANDLE, [ctypes.c_char_p, ctypes.c_int64]),
        ("close", None, [HANDLE]),
        ("is_closed", ctypes.c_int32, [HANDLE]),
        ("add_publication", HANDLE, [HANDLE, ctypes.c_char_p, ctypes.c_int32]),
        ("add_subscription", HANDLE, [HANDLE, ctypes.c_char_p, ctypes.c_int32]),
        ("offer", ctypes.c_int64, [HANDLE, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int64]),
        ("poll", ctypes.c_int32, [HANDLE, HANDLER, ctypes.c_void_p, ctypes.c_int32]),
        ("publication_close", None, [HANDLE]),
        ("subscription_close", None, [HANDLE]),
    ]:
        function = getattr(library, "hftgw_aeron_" + name)
        function.restype = result
        function.argtypes = arguments
    return library


def message(number):
    return bytes((number * 31 + i * 7) & 0xFF for i in range(8 + number * 37 % (LONGEST - 8)))


def main(path, directory, channel, count):
    aeron = load(path)
    client = aeron.hftgw_aeron_connect(directory.encode(), 5000)
    if client == 0:
        sys.exit("error: " + aeron.hftgw_aeron_last_error().decode())
    if aeron.hftgw_aeron_add_publication(client, b"aeron:nonsense", STREAM) != 0:
        sys.exit("error: a channel that cannot be was taken")
    if b"nonsense" not in aeron.hftgw_aeron_last_error():
        sys.exit("error: the reason does not name the channel")
    subscription = aeron.hftgw_aeron_add_subscription(client, channel.encode(), STREAM)
    publication = aeron.hftgw_aeron_add_publication(client, channel.encode(), STREAM)
    received = []
    wrong = []

    def on_message(_context, data, length, header):
        number = len(received)
        if ctypes.string_at(data, length) != message(number) or header.contents.reserved_value != number:
            wrong.append(number)
        received.append(number)

    handler = HANDLER(on_message)
    sent = 0
    while len(received) < count and not wrong and not aeron.hftgw_aeron_is_closed(client):
        if sent < count:
            body = message(sent)
            if aeron.hftgw_aeron_offer(publication, body, len(body), sent) > 0:
                sent += 1
        aeron.hftgw_aeron_poll(subscription, handler, None, 10)
    aeron.hftgw_aeron_publication_close(publication)
    aeron.hftgw_aeron_subscription_close(subscription)
    aeron.hftgw_aeron_close(client)
    print(f"{len(received)} messages" + (f", WRONG: {wrong}" if wrong else ""))
    return 0 if len(received) == count and not wrong else 1


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
