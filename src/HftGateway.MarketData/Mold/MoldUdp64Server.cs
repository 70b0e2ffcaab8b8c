using HftGateway.MarketData.Itch;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mold;

/// <summary>
/// The server of a MoldUDP64 feed: numbers messages, sends them in packets on one or more lines, sends heartbeats while
/// nothing happens, ends sessions and begins new ones. Bytes only: where packets go is the caller's affair, so that it
/// serves sockets, simulations and files alike.
/// <para><b>Use.</b> <c>Append</c> messages; <c>Flush</c> when nothing follows at once; <c>OnTime</c> every turn; at
/// the end of the day <c>EndSession</c>, then <c>OnTime</c> for as long as the end is to be repeated, then
/// <c>BeginSession</c>.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Numbers of a session begin at 1 and have no holes. No message is taken between the end of a
/// session and the next one's beginning. Nothing is allocated for a message.</para>
/// <para><b>Reference.</b> MoldUDP64 1.00, sections 2 and 3: heartbeats each second; the end of session is sent for
/// some time instead of heartbeats, with the number that would come next.</para>
/// </summary>
/// <typeparam name="TOutput">Takes the packets.</typeparam>
[HotPath]
public sealed class MoldUdp64Server<TOutput>
    where TOutput : struct, IMoldOutput
{
    /// <summary>Heartbeats of the specification: one a second.</summary>
    public const long HeartbeatNs = 1_000_000_000;

    private readonly int _maxPacketBytes;
    private TOutput _output;
    private MoldUdp64PacketBuilder _builder;
    private long _lastSentNs = long.MinValue;

    /// <summary>A server whose first session has begun.</summary>
    /// <param name="session">Name of the session.</param>
    /// <param name="output">Takes the packets.</param>
    /// <param name="maxPacketBytes">Largest packet, header included: 23 to 65,507.</param>
    public MoldUdp64Server(
        MoldSession session, TOutput output, int maxPacketBytes = MoldUdp64PacketBuilder.EthernetPayloadBytes)
    {
        _output = output;
        _maxPacketBytes = maxPacketBytes;
        Session = session;
        _builder = new MoldUdp64PacketBuilder(session, 1, maxPacketBytes);
    }

    /// <summary>The session.</summary>
    public MoldSession Session { get; private set; }

    /// <summary>Number of the next message.</summary>
    public ulong NextSequence => _builder.NextSequence;

    /// <summary>The session was ended and no new one begun.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Packets sent, of any kind, each counted once however many lines there are.</summary>
    public long Packets { get; private set; }

    /// <summary>Heartbeats sent.</summary>
    public long Heartbeats { get; private set; }

    /// <summary>Packets sent that say that the session is over.</summary>
    public long Ends { get; private set; }

    /// <summary>Sessions begun.</summary>
    public long Sessions { get; private set; } = 1;

    /// <summary>Takes a message; sends the open packet first if it does not fit.</summary>
    /// <param name="message">Its bytes without framing.</param>
    /// <param name="nowNs">Time, ns.</param>
    /// <exception cref="InvalidOperationException">The session is over.</exception>
    /// <exception cref="ArgumentException">The message fits no packet.</exception>
    public void Append(ReadOnlySpan<byte> message, long nowNs)
    {
        if (IsEnded)
            ThrowEnded();
        if (_builder.TryAppend(message))
            return;
        Flush(nowNs);
        if (!_builder.TryAppend(message))
            ThrowTooLong(message.Length);
    }

    /// <summary>Takes an ITCH message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="nowNs">Time, ns.</param>
    public void Append<T>(in T message, long nowNs)
        where T : unmanaged, IItchMessage => Append(ItchMessage.AsBytes(in message), nowNs);

    /// <summary>Sends the open packet, if it holds anything.</summary>
    /// <param name="nowNs">Time, ns.</param>
    public void Flush(long nowNs)
    {
        if (_builder.MessageCount == 0)
            return;
        Send(_builder.Packet, nowNs);
        _builder.Clear();
    }

    /// <summary>Sends what time demands: the open packet, a heartbeat, or the end of the session once more.</summary>
    /// <param name="nowNs">Time, ns.</param>
    public void OnTime(long nowNs)
    {
        Flush(nowNs);
        if (_lastSentNs != long.MinValue && nowNs - _lastSentNs < HeartbeatNs)
            return;
        if (IsEnded)
        {
            SendEnd(nowNs);
            return;
        }

        Heartbeats++;
        Send(_builder.Heartbeat(), nowNs);
    }

    /// <summary>Ends the session: sends what is open and says that nothing follows.</summary>
    /// <param name="nowNs">Time, ns.</param>
    public void EndSession(long nowNs)
    {
        Flush(nowNs);
        IsEnded = true;
        SendEnd(nowNs);
    }

    /// <summary>
    /// Begins another session, numbered from 1: the roll to a new day. The old one is ended first if it is not over.
    /// Allocates; the first packet is a heartbeat, so that clients know of the session before its first message.
    /// </summary>
    /// <param name="session">Its name, different from the last one's: clients tell days apart by it.</param>
    /// <param name="nowNs">Time, ns.</param>
    /// <exception cref="ArgumentException">It has the name of the last session.</exception>
    public void BeginSession(MoldSession session, long nowNs)
    {
        if (session == Session)
        {
            throw new ArgumentException(
                $"session '{session}' is the one that ends; a new one has another name", nameof(session));
        }

        if (!IsEnded)
            EndSession(nowNs);
        IsEnded = false;
        Session = session;
        Sessions++;
        _builder = new MoldUdp64PacketBuilder(session, 1, _maxPacketBytes);
        _output.OnSession(session);
        Heartbeats++;
        Send(_builder.Heartbeat(), nowNs);
    }

    private void SendEnd(long nowNs)
    {
        Ends++;
        Send(_builder.EndOfSession(), nowNs);
    }

    private void Send(ReadOnlySpan<byte> packet, long nowNs)
    {
        Packets++;
        _lastSentNs = nowNs;
        _output.OnPacket(packet, nowNs);
    }

    private static void ThrowEnded() =>
        throw new InvalidOperationException("the session is over: a message belongs into the next one");

    private static void ThrowTooLong(int length) =>
        throw new ArgumentException($"a message of {length} bytes fits no packet");
}
