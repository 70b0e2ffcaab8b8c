using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// Answers MoldUDP64 request packets with what the feed has kept: one packet per request, with as many of the messages
/// asked for as fit, sent to where the request came from.
/// <para><b>Threading.</b> One thread, which calls <see cref="Poll"/>.</para>
/// <para><b>Limits.</b> Requests of another session, for unpublished or forgotten messages, or malformed ones, are
/// ignored.</para>
/// <para><b>Reference.</b> MoldUDP64 1.00, request packet.</para>
/// </summary>
internal sealed class RetransmitServer : IDisposable
{
    private const int HeaderBytes = 20;
    private const int SessionBytes = 10;
    private const int LengthBytes = 2;
    private const int MaxPerPoll = 16;

    private readonly Socket _socket;
    private readonly FeedPublisher _feed;
    private readonly ExchangeStatistics _statistics;
    private readonly byte[] _reply;
    private readonly byte[] _request = new byte[64];
    private readonly SocketAddress _from;

    public RetransmitServer(ExchangeOptions options, FeedPublisher feed, ExchangeStatistics statistics)
    {
        IPEndPoint address = options.RetransmitAddress!;
        _feed = feed;
        _statistics = statistics;
        _reply = new byte[options.FeedPayloadBytes];
        _from = new SocketAddress(address.AddressFamily);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(address);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new ExchangeBindException("feed.retransmit_address", address,
                "end the program that uses it, or give another port (0 takes a free one)", e);
        }

        _socket.Blocking = false;
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Answers the requests that are there.</summary>
    public void Poll()
    {
        // Asked first, because an empty non-blocking receive would throw.
        for (int i = 0; i < MaxPerPoll && _socket.Available > 0; i++)
        {
            int length;
            try
            {
                length = _socket.ReceiveFrom(_request, SocketFlags.None, _from);
            }
            catch (SocketException)
            {
                // A reply found its requester gone, or the datagram was longer than any request.
                continue;
            }

            if (length == HeaderBytes && _request.AsSpan(0, SessionBytes).SequenceEqual(_feed.Session))
                Answer();
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Answer()
    {
        long first = BinaryPrimitives.ReadInt64BigEndian(_request.AsSpan(SessionBytes));
        int wanted = BinaryPrimitives.ReadUInt16BigEndian(_request.AsSpan(SessionBytes + 8));
        int length = HeaderBytes;
        ushort count = 0;
        while (count < wanted && first > 0 && first + count < _feed.NextSequence
            && _feed.Messages!.TryGet(first + count, out ReadOnlySpan<byte> message)
            && length + LengthBytes + message.Length <= _reply.Length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_reply.AsSpan(length), (ushort)message.Length);
            message.CopyTo(_reply.AsSpan(length + LengthBytes));
            length += LengthBytes + message.Length;
            count++;
        }

        if (count == 0)
            return;
        _request.AsSpan(0, HeaderBytes).CopyTo(_reply);
        BinaryPrimitives.WriteUInt16BigEndian(_reply.AsSpan(SessionBytes + 8), count);
        try
        {
            _socket.SendTo(_reply.AsSpan(0, length), SocketFlags.None, _from);
            _statistics.Retransmitted += count;
        }
        catch (SocketException)
        {
            _statistics.FeedSendErrors++;
        }
    }
}
