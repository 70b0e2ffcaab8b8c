using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
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
    private const uint RoundLot = 100;

    private readonly Socket _socket;
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
        if (options.RetransmitAddress != null)
            _messages = new MessageRing(options.RetransmitMessages, AverageMessageBytes);
        _socket = Open(options);
    }

    /// <summary>Sequence number of the next message.</summary>
    public long NextSequence => _firstInPacket + _count;

    /// <summary>The open packet holds messages.</summary>
    public bool HasPending => _count != 0;

    /// <summary>When the last packet was sent, in <see cref="ExchangeClock.ElapsedNs"/>.</summary>
    public long LastSentNs { get; private set; }

    /// <summary>Published messages kept for re-requests; null when there is no re-request server.</summary>
    public MessageRing? Messages => _messages;

    /// <summary>The ten bytes of the session name.</summary>
    public ReadOnlySpan<byte> Session => _packet.AsSpan(0, SessionBytes);

    public void Add(ushort symbol, ulong reference, EventSide side, int quantity, long price)
    {
        AddOrderMessage message = Create<AddOrderMessage>(symbol);
        message.OrderReferenceNumber = reference;
        message.BuySellIndicator = side == EventSide.Buy ? (byte)'B' : (byte)'S';
        message.Shares = (uint)quantity;
        message.Stock = _symbols[symbol];
        message.Price = (uint)price;
        Append(message);
    }

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

    public void TradingAction(ushort symbol, TradingState state)
    {
        StockTradingActionMessage message = Create<StockTradingActionMessage>(symbol);
        message.Stock = _symbols[symbol];
        message.TradingState = (byte)state;
        message.Reserved = (byte)' ';
        message.Reason = state == TradingState.Halted ? "T1" : "";
        Append(message);
    }

    public void SystemEvent(char code)
    {
        SystemEventMessage message = ItchMessage.Create<SystemEventMessage>(0, (ulong)_clock.FeedNs);
        message.EventCode = (byte)code;
        Append(message);
    }

    public void Directory(ushort symbol)
    {
        StockDirectoryMessage message = Create<StockDirectoryMessage>(symbol);
        message.Stock = _symbols[symbol];
        message.MarketCategory = (byte)'Q';
        message.FinancialStatusIndicator = (byte)'N';
        message.RoundLotSize = RoundLot;
        message.RoundLotsOnly = (byte)'N';
        message.IssueClassification = (byte)'C';
        message.IssueSubType = "Z";
        message.Authenticity = (byte)'T';
        message.ShortSaleThresholdIndicator = (byte)'N';
        message.IpoFlag = (byte)'N';
        message.LuldReferencePriceTier = (byte)'1';
        message.EtpFlag = (byte)'N';
        message.EtpLeverageFactor = 0;
        message.InverseIndicator = (byte)'N';
        Append(message);
    }

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

    public void Dispose() => _socket.Dispose();

    private static Socket Open(ExchangeOptions options)
    {
        const string advice = "give an address that this machine can send to";
        var socket = new Socket(options.FeedAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SendBufferSize = 1 << 20;
            if (ExchangeOptions.IsMulticast(options.FeedAddress.Address))
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
                    options.FeedInterface.GetAddressBytes());
                socket.SetSocketOption(
                    SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, options.MulticastTtl);
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
            }

            socket.Connect(options.FeedAddress);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ExchangeBindException("feed.address", options.FeedAddress, advice, e);
        }
    }

    private T Create<T>(ushort symbol)
        where T : unmanaged, IItchMessage =>
        ItchMessage.Create<T>((ushort)(symbol + 1), (ulong)_clock.FeedNs);

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
        _socket.Send(_packet.AsSpan(0, length), SocketFlags.None, out SocketError error);
        // Refused means that an earlier packet found nobody listening: that is the subscriber's business, as on a wire.
        if (error is not (SocketError.Success or SocketError.ConnectionRefused))
            _statistics.FeedSendErrors++;
        _statistics.FeedPackets++;
        LastSentNs = _clock.ElapsedNs;
    }
}
