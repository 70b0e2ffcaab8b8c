using System.Net;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mold;
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
    private const int StampCount = 1 << 20;
    private const int StampMask = StampCount - 1;
    private const int AverageMessageBytes = 36;

    private readonly FeedLine[] _lines;
    private readonly MoldUdp64PacketBuilder _packet;
    private readonly byte[] _session;
    private readonly Alpha8[] _symbols;
    private readonly long[] _sentTicks = new long[StampCount];
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly MessageRing? _messages;

    public FeedPublisher(ExchangeOptions options, ExchangeClock clock, ExchangeStatistics statistics)
    {
        _clock = clock;
        _statistics = statistics;
        _session = System.Text.Encoding.ASCII.GetBytes(options.FeedSession.PadRight(MoldSession.SizeBytes));
        _packet = new MoldUdp64PacketBuilder(options.FeedSession, maxPacketBytes: options.FeedPayloadBytes);
        _symbols = [.. options.Symbols.Select(s => (Alpha8)s)];
        if (options.RetransmitAddress != null || options.SoupAddress != null)
            _messages = new MessageRing(options.RetransmitMessages, AverageMessageBytes);
        _lines = OpenLines(options, statistics);
    }

    /// <summary>Sequence number of the next message.</summary>
    public long NextSequence => (long)_packet.NextSequence;

    /// <summary>Messages below this number are on the wire.</summary>
    public long NextUnsent => (long)_packet.FirstSequence;

    /// <summary>Event code of the last System Event message, 0 before the first.</summary>
    public char LastSystemEvent { get; private set; }

    /// <summary>The symbols as they stand in messages, by index.</summary>
    public ReadOnlySpan<Alpha8> Symbols => _symbols;

    /// <summary>The open packet holds messages.</summary>
    public bool HasPending => _packet.MessageCount != 0;

    /// <summary>When the last packet was sent, in <see cref="ExchangeClock.ElapsedNs"/>.</summary>
    public long LastSentNs { get; private set; }

    /// <summary>Published messages kept for re-requests; null when neither a
    /// re-request server nor the feed over SoupBinTCP needs them.</summary>
    public MessageRing? Messages => _messages;

    /// <summary>The ten bytes of the session name.</summary>
    public ReadOnlySpan<byte> Session => _session;

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
        if (!HasPending)
            return;
        // Before the send: the kernel's work belongs to what the subscriber waits for.
        long ticks = TimeStampCounter.Now();
        for (long number = NextUnsent; number < NextSequence; number++)
            _sentTicks[number & StampMask] = ticks;
        _statistics.FeedMessages += _packet.MessageCount;
        Send(_packet.Packet);
        _packet.Clear();
    }

    public void Heartbeat()
    {
        Flush();
        _statistics.FeedHeartbeats++;
        Send(_packet.Heartbeat());
    }

    public void EndSession()
    {
        Flush();
        Send(_packet.EndOfSession());
    }

    /// <summary>When the packet that held a message was sent.</summary>
    /// <returns>False when it is unknown: not yet sent, or too long ago.</returns>
    public bool TryGetSentTicks(ulong sequence, out long ticks)
    {
        ticks = _sentTicks[(int)sequence & StampMask];
        return sequence != 0 && sequence < _packet.FirstSequence && sequence + StampCount >= _packet.FirstSequence;
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
        _messages?.Append(NextSequence, ItchMessage.AsBytes(in message));
        if (_packet.TryAppend(in message))
            return;
        Flush();
        _packet.TryAppend(in message);
    }

    private void Send(ReadOnlySpan<byte> packet)
    {
        foreach (FeedLine line in _lines)
            line.Send(packet, _clock.ElapsedNs);
        _statistics.FeedPackets++;
        LastSentNs = _clock.ElapsedNs;
    }
}
