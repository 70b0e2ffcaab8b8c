using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;
using HftGateway.Platform.Timing;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// Publishes ITCH 5.0 over MoldUDP64: encodes each message into the open packet, sends packets, and remembers when the
/// packet of each sequence number was sent.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Sequence numbers start at 1 and have no holes; a packet is never larger than configured.
/// Nothing is allocated per message.</para>
/// <para><b>Reference.</b> MoldUDP64 1.00: packet header (session, sequence, count), heartbeat (count 0), end of
/// session
/// (count 65,535). TotalView-ITCH 5.0.</para>
/// </summary>
internal sealed class FeedPublisher : IDisposable
{
    private const int HeaderBytes = 20;
    private const int SessionBytes = 10;
    private const int LengthBytes = 2;
    private const int StampCount = 1 << 20;
    private const int StampMask = StampCount - 1;
    private const ushort EndOfSession = 0xFFFF;
    private const int AverageMessageBytes = 36;

    private readonly FeedLine[] _lines;
    private readonly byte[] _packet;
    private readonly int _payloadBytes;
    private readonly Alpha8[] _symbols;
    private readonly long[] _sentTicks = new long[StampCount];
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly MessageRing? _messages;
    private int _length = HeaderBytes;
    private ushort _count;
    private long _firstInPacket = 1;

    public FeedPublisher(ExchangeOptions options, ExchangeClock clock, ExchangeStatistics statistics)
    {
        _clock = clock;
        _statistics = statistics;
        _payloadBytes = options.FeedPayloadBytes;
        _packet = new byte[_payloadBytes];
        _packet.AsSpan(0, SessionBytes).Fill((byte)' ');
        System.Text.Encoding.ASCII.GetBytes(options.FeedSession, _packet);
        _symbols = [.. options.Symbols.Select(s => (Alpha8)s)];
        if (options.RetransmitAddress != null || options.SoupAddress != null)
            _messages = new MessageRing(options.RetransmitMessages, AverageMessageBytes);
        _lines = OpenLines(options, statistics);
    }

    /// <summary>Sequence number of the next message.</summary>
    public long NextSequence => _firstInPacket + _count;

    /// <summary>Messages below this number are on the wire.</summary>
    public long NextUnsent => _firstInPacket;

    /// <summary>Event code of the last System Event message, 0 before the first.</summary>
    public char LastSystemEvent { get; private set; }

    /// <summary>The symbols as they stand in messages, by index.</summary>
    public ReadOnlySpan<Alpha8> Symbols => _symbols;

    /// <summary>The open packet holds messages.</summary>
    public bool HasPending => _count != 0;

    /// <summary>When the last packet was sent, in <see cref="ExchangeClock.ElapsedNs"/>.</summary>
    public long LastSentNs { get; private set; }

    /// <summary>Published messages kept for re-requests; null when neither a
    /// re-request server nor the feed over SoupBinTCP needs them.</summary>
    public MessageRing? Messages => _messages;

    /// <summary>The ten bytes of the session name.</summary>
    public ReadOnlySpan<byte> Session => _packet.AsSpan(0, SessionBytes);

    public void Add(ushort symbol, ulong reference, EventSide side, int quantity, long price) =>
        Append(FeedMessages.Add(symbol, _symbols[symbol], reference, side, quantity, price, _clock.FeedNs));

    public void Execute(ushort symbol, ulong reference, int quantity, ulong match)
    {
        OrderExecutedMessage message = Create<OrderExecutedMessage>(symbol);
        message.OrderReferenceNumber = reference;
        message.ExecutedShares = (uint)quantity;
        message.MatchNumber = match;
        Append(message);
    }

    public void Reduce(ushort symbol, ulong reference, int quantity)
    {
        OrderCancelMessage message = Create<OrderCancelMessage>(symbol);
        message.OrderReferenceNumber = reference;
        message.CancelledShares = (uint)quantity;
        Append(message);
    }

    public void Delete(ushort symbol, ulong reference)
    {
        OrderDeleteMessage message = Create<OrderDeleteMessage>(symbol);
        message.OrderReferenceNumber = reference;
        Append(message);
    }

    public void Replace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price)
    {
        OrderReplaceMessage message = Create<OrderReplaceMessage>(symbol);
        message.OriginalOrderReferenceNumber = oldReference;
        message.NewOrderReferenceNumber = newReference;
        message.Shares = (uint)quantity;
        message.Price = (uint)price;
        Append(message);
    }

    public void TradingAction(ushort symbol, TradingState state) =>
        Append(FeedMessages.TradingAction(symbol, _symbols[symbol], state, _clock.FeedNs));

    public void SystemEvent(char code)
    {
        LastSystemEvent = code;
        Append(FeedMessages.SystemEvent(code, _clock.FeedNs));
    }

    public void Directory(ushort symbol) => Append(FeedMessages.Directory(symbol, _symbols[symbol], _clock.FeedNs));

    /// <summary>Sends the open packet, if it holds anything.</summary>
    public void Flush()
    {
        if (_count == 0)
            return;
        // Before the send: the kernel's work belongs to what the subscriber waits for.
        long ticks = TimeStampCounter.Now();
        for (int i = 0; i < _count; i++)
            _sentTicks[(_firstInPacket + i) & StampMask] = ticks;
        _statistics.FeedMessages += _count;
        Send(_length, _count);
        _firstInPacket += _count;
        _count = 0;
        _length = HeaderBytes;
    }

    public void Heartbeat()
    {
        Flush();
        _statistics.FeedHeartbeats++;
        Send(HeaderBytes, 0);
    }

    public void EndSession()
    {
        Flush();
        Send(HeaderBytes, EndOfSession);
    }

    /// <summary>When the packet that held a message was sent.</summary>
    /// <returns>False when it is unknown: not yet sent, or too long ago.</returns>
    public bool TryGetSentTicks(ulong sequence, out long ticks)
    {
        ticks = _sentTicks[(int)sequence & StampMask];
        return sequence != 0 && sequence < (ulong)_firstInPacket && sequence + StampCount >= (ulong)_firstInPacket;
    }

    /// <summary>The lines, A first.</summary>
    public IReadOnlyList<FeedLine> Lines => _lines;

    /// <summary>Sends what was held up on bad lines until now.</summary>
    public void PollLines()
    {
        foreach (FeedLine line in _lines)
            line.Poll(_clock.ElapsedNs);
    }

    public void Dispose()
    {
        foreach (FeedLine line in _lines)
            line.Dispose();
    }

    private static FeedLine[] OpenLines(ExchangeOptions options, ExchangeStatistics statistics)
    {
        IPEndPoint[] addresses = [options.FeedAddress, .. options.FurtherLines];
        var lines = new List<FeedLine>();
        try
        {
            for (int i = 0; i < addresses.Length; i++)
            {
                FaultOptions? faults = i < options.LineFaults.Count ? options.LineFaults[i] : null;
                lines.Add(new FeedLine(addresses[i], faults, options, statistics));
            }
        }
        catch
        {
            lines.ForEach(static line => line.Dispose());
            throw;
        }

        return [.. lines];
    }

    private T Create<T>(ushort symbol)
        where T : unmanaged, IItchMessage => FeedMessages.Create<T>(symbol, _clock.FeedNs);

    private void Append<T>(in T message)
        where T : unmanaged, IItchMessage
    {
        if (_length + LengthBytes + T.Length > _payloadBytes)
            Flush();
        Span<byte> place = _packet.AsSpan(_length, LengthBytes + T.Length);
        BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)T.Length);
        MemoryMarshal.Write(place[LengthBytes..], message);
        _messages?.Append(NextSequence, place[LengthBytes..]);
        _length += place.Length;
        _count++;
    }

    private void Send(int length, ushort count)
    {
        BinaryPrimitives.WriteInt64BigEndian(_packet.AsSpan(SessionBytes), _firstInPacket);
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(SessionBytes + 8), count);
        foreach (FeedLine line in _lines)
            line.Send(_packet.AsSpan(0, length), _clock.ElapsedNs);
        _statistics.FeedPackets++;
        LastSentNs = _clock.ElapsedNs;
    }
}
