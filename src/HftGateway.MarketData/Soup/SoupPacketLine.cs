using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Mold;
using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// A feed over SoupBinTCP as a line of MoldUDP64 packets: the two number the messages of a session alike, so everything
/// above the transport (arbitration, staleness, recording, decoding) is the same code for both. A login and a server's
/// heartbeat become heartbeats, the end of the session its end; a lost connection is silence, and is resumed at the
/// next message.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Limits.</b> Messages of at most <see cref="MaxMessageBytes"/> bytes; a longer one is counted and missing,
/// as if it were lost. A rejected login is not tried again.</para>
/// <para><b>Cost.</b> One copy a message; nothing is allocated for one, a connection allocates.</para>
/// <para><b>Reference.</b> SoupBinTCP 3.00 and 4.1; MoldUDP64 1.00.</para>
/// </summary>
[HotPath]
public sealed class SoupPacketLine : IDisposable
{
    /// <summary>Largest packet made.</summary>
    public const int MaxPacketBytes = 16_384;

    /// <summary>Longest message taken.</summary>
    public const int MaxMessageBytes = 2_048;

    private const int LengthBytes = 2;

    private readonly SoupClient _client;
    private readonly ulong _firstSequence;
    private readonly byte[] _packet = GC.AllocateArray<byte>(MaxPacketBytes, pinned: true);
    private readonly Action<string> _note;
    private SoupClientStatus _told = SoupClientStatus.Idle;
    private long _heartbeats;
    private bool _isStarted;
    private bool _endPending;
    private bool _beatPending;

    /// <summary>A line that connects at the first call of <see cref="TryReceive"/>.</summary>
    /// <param name="options">Who logs in.</param>
    /// <param name="servers">Servers, tried in turn.</param>
    /// <param name="firstSequence">First message wanted; 0 takes what the server sends next.</param>
    /// <param name="note">Receives lines for the operator when the connection's state changes.</param>
    /// <exception cref="FeedException">Name, password or session do not fit their fields.</exception>
    public SoupPacketLine(
        SoupClientOptions options, IReadOnlyList<IPEndPoint> servers, ulong firstSequence, Action<string> note)
    {
        _client = new SoupClient(options, [.. servers]);
        _firstSequence = firstSequence;
        _note = note;
    }

    /// <summary>The client, with its counters.</summary>
    public SoupClient Client => _client;

    /// <summary>Packets made.</summary>
    public long Packets { get; private set; }

    /// <summary>Messages that were too long to be taken.</summary>
    public long TooLong { get; private set; }

    /// <summary>The next packet.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    /// <param name="packet">The packet; valid until the next call.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryReceive(long nowNs, out ReadOnlySpan<byte> packet)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _client.Start(_firstSequence, nowNs);
        }

        _ = _client.Poll(nowNs);
        int length = MoldUdp64Header.SizeBytes;
        int count = 0;
        ulong first = 0;
        while (length + LengthBytes + MaxMessageBytes <= MaxPacketBytes && count < MoldUdp64Header.EndOfSession - 1)
        {
            SoupEvent found = _client.TryRead(nowNs, out ReadOnlySpan<byte> message);
            if (found == SoupEvent.SequencedData)
            {
                if (message.Length > MaxMessageBytes)
                {
                    TooLong++;
                    // Numbers in a packet have no holes: what is behind this one begins another.
                    if (count > 0)
                        break;
                    continue;
                }

                if (count++ == 0)
                    first = _client.Session.NextSequence - 1;
                BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(length), (ushort)message.Length);
                message.CopyTo(_packet.AsSpan(length + LengthBytes));
                length += LengthBytes + message.Length;
                continue;
            }

            if (found is SoupEvent.None or SoupEvent.Failed)
                break;
            _beatPending |= found == SoupEvent.LoginAccepted;
            if (found == SoupEvent.EndOfSession)
            {
                _endPending = true;
                break;
            }
        }

        if (_client.Status != _told)
            Tell(_client.Status);
        _beatPending |= _client.Session.HeartbeatsReceived != _heartbeats;
        _heartbeats = _client.Session.HeartbeatsReceived;
        return Make(first, count, length, out packet);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private bool Make(ulong first, int count, int length, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (count == 0)
        {
            if (!_client.Session.HasSession || !(_endPending || _beatPending) || _client.Session.NextSequence == 0)
                return false;
            count = _endPending ? MoldUdp64Header.EndOfSession : MoldUdp64Header.Heartbeat;
            first = _client.Session.NextSequence;
            _endPending = _beatPending = false;
        }

        ref MoldUdp64Header header =
            ref Unsafe.As<byte, MoldUdp64Header>(ref MemoryMarshal.GetArrayDataReference(_packet));
        header.Session = _client.Session.Session;
        header.SequenceNumber = first;
        header.MessageCount = (ushort)count;
        Packets++;
        packet = _packet.AsSpan(0, length);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Tell(SoupClientStatus status)
    {
        _told = status;
        switch (status)
        {
            case SoupClientStatus.Running:
                _note($"{_client.Server}: logged in, session '{_client.Session.Session}', next message "
                    + $"{_client.Session.NextSequence}");
                break;
            case SoupClientStatus.Waiting:
                _note($"{_client.FailureText}; connecting again");
                break;
            case SoupClientStatus.Failed:
                _note($"{_client.FailureText}; not tried again");
                break;
        }
    }
}
