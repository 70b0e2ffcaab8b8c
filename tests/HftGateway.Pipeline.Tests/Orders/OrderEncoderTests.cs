using System.Text;
using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Tests.Orders;

/// <summary>The encoder stage against a peer that stops reading, and on a durable store.</summary>
public sealed class OrderEncoderTests : IDisposable
{
    private const long StartNs = 1_704_465_000_000_000_000;
    private const int Capacity = 40_000;

    private readonly SpscQueue<QueuedInput> _feedback = new(1 << 16);
    private readonly Wire _wire = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hftgw-encoder-").FullName;
    private uint _lastId;
    private long _sequence;

    [Fact]
    public void ShouldStopNewOrdersKeepCancelsAndRaiseTheAlarmWhenThePeerStopsReading()
    {
        OrderEncoder<WireTransport> encoder = Connected(null);
        Send(encoder, IntentAction.New);
        _wire.Takes = 0;

        while (encoder.Counters.Refused == 0)
            Send(encoder, IntentAction.New);
        long ordersBefore = encoder.Counters.NewOrders;
        Send(encoder, IntentAction.Cancel);
        Send(encoder, IntentAction.Replace);
        Send(encoder, IntentAction.New);

        Assert.Equal((ordersBefore, 1L, 0L, 3L), (encoder.Counters.NewOrders, encoder.Counters.Cancels,
            encoder.Counters.Replaces, encoder.Counters.Refused));
        List<InputEvent> events = Feedback();
        InputEvent alarm = Assert.Single(events, e => e.Kind == EventKind.Session);
        Assert.Equal((byte)SessionEventType.PeerSlow, alarm.Code);
        Assert.InRange(alarm.OrderId, (ulong)OrderEncoder<WireTransport>.NewOrderLimitBytes,
            (ulong)OrderEncoder<WireTransport>.BufferBytes);
        Assert.Equal(3, events.Count(e => e.Code == (byte)OrderEventType.NotDelivered && e.Kind == EventKind.Order));
        Assert.Equal((1L, 0L, true), (encoder.Counters.Pressures, encoder.Counters.Overruns, _wire.IsOpen));
    }

    [Fact]
    public void ShouldSendEverythingInOrderAndTakeOrdersAgainWhenThePeerReadsAgain()
    {
        OrderEncoder<WireTransport> encoder = Connected(null);
        _wire.Takes = 0;
        while (encoder.Counters.Refused == 0)
            Send(encoder, IntentAction.New);
        Send(encoder, IntentAction.Cancel);
        Feedback();

        _wire.Takes = 1000; // slowly at first
        for (int i = 0; i < 2000 && _wire.Sent.Count < encoder.Counters.Bytes + 1 && encoder.Counters.Pressures == 1
            && !Feedback().Exists(e => e.Code == (byte)SessionEventType.PeerCaughtUp); i++)
            Timer(encoder);
        _wire.Takes = int.MaxValue;
        Timer(encoder);
        Send(encoder, IntentAction.New);

        string[] numbers = Numbers(_wire.Sent);
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(n => $"{n}"), numbers);
        Assert.Equal(encoder.Counters.NewOrders + encoder.Counters.Cancels + encoder.Counters.Administrative,
            numbers.Length);
        Assert.Equal(0, encoder.Counters.Overruns);
    }

    [Fact]
    public void ShouldBreakTheConnectionOffRatherThanWaitWhenTheBufferIsFull()
    {
        OrderEncoder<WireTransport> encoder = Connected(null);
        _wire.Takes = 0;
        while (encoder.Counters.Refused == 0)
            Send(encoder, IntentAction.New);
        long refused = encoder.Counters.Refused;
        while (encoder.Counters.Refused == refused)
            Send(encoder, IntentAction.Cancel);

        long utcNs = 0;
        for (int i = 0; i < 100 && encoder.Counters.Overruns == 0; i++)
            Timer(encoder, utcNs += 60_000_000_000); // a Heartbeat is due each time

        Assert.Equal((1L, false), (encoder.Counters.Overruns, _wire.IsOpen));
    }

    [Fact]
    public void ShouldHaveEveryByteInTheStoreBeforeItLeaves()
    {
        string path = Path.Combine(_folder, "gateway.fixstore");
        using (FixStore store = Store(path))
        {
            _wire.BeforeSend = bytes => AssertStored(store, bytes);
            OrderEncoder<WireTransport> encoder = Connected(store);
            for (int i = 0; i < 500; i++)
                Send(encoder, i % 3 == 2 ? IntentAction.Cancel : IntentAction.New);
            Report(encoder, 17);
            Assert.Equal(502ul, store.NextOutbound);
        }

        _wire.BeforeSend = null;

        // What another process finds: the numbers, and each message as it was sent.
        using FixStore again = Store(path);
        Assert.Equal((502ul, 18ul), (again.NextOutbound, again.ExpectedInbound));
        AssertStored(again, _wire.Sent.ToArray());
        OrderEncoder<WireTransport> next = Connected(again, reset: false);
        Send(next, IntentAction.New);
        Assert.Equal(["502", "503"], Numbers(_wire.Sent)[^2..]);
    }

    // Nothing leaves that is not stored; no number is spent; the alarm comes once.
    [SmallDiskFact]
    public void ShouldSendNothingAndRaiseTheAlarmWhileTheDiskIsFull()
    {
        using var disk = new SmallDisk(1 << 20);
        string path = Path.Combine(disk.Folder, "gateway.fixstore");
        using FixStore store = FixStore.Open(path, "FIX.4.4:G->E", StartNs, new FixStoreOptions { SegmentBytes = 1 << 16 });
        _wire.BeforeSend = bytes => AssertStored(store, bytes);
        OrderEncoder<WireTransport> encoder = Connected(store);
        Report(encoder, 2);
        disk.Fill();
        while (encoder.Counters.Refused == 0)
            Send(encoder, IntentAction.New);
        long orders = encoder.Counters.NewOrders;
        for (int i = 0; i < 3; i++)
            Send(encoder, IntentAction.New);
        List<InputEvent> events = Feedback();
        Assert.Single(events, static e => e.Kind == EventKind.Session && e.Code == (byte)SessionEventType.StoreFull);
        Assert.Equal(4, events.Count(static e => e.Code == (byte)OrderEventType.NotDelivered && e.Kind == EventKind.Order));
        Assert.Equal((orders, true), (encoder.Counters.NewOrders, _wire.IsOpen));
        // What must be answered cannot be: the connection ends.
        for (long later = 60_000_000_000; _wire.IsOpen; later += 60_000_000_000)
            Timer(encoder, later);
        Assert.Equal(0, encoder.Counters.Overruns);

        disk.Empty();
        ulong next = store.NextOutbound;
        Session(encoder, SessionEventType.Connected, 2);
        Assert.Equal($"{next}", Numbers(_wire.Sent)[^1]);
        Send(encoder, IntentAction.New);
        Assert.Equal((orders + 1, $"{next + 1}"), (encoder.Counters.NewOrders, Numbers(_wire.Sent)[^1]));
        Assert.Equal(
            SessionEventType.StoreHasRoom,
            (SessionEventType)Feedback().Last(static e => e.Kind == EventKind.Session).Code);
    }

    private void Session(OrderEncoder<WireTransport> encoder, SessionEventType type, ulong value)
    {
        Slot slot = default;
        slot.Ingress.Event.Kind = EventKind.Session;
        slot.Ingress.Event.Code = (byte)type;
        slot.Ingress.Event.OrderId = value;
        slot.Ingress.Event.UtcNs = StartNs;
        encoder.OnEvent(ref slot, ++_sequence, false);
    }

    [Fact]
    public void ShouldNotCountWhatIsAheadOfAGapAsHandled()
    {
        using FixStore store = Store(Path.Combine(_folder, "gap.fixstore"));
        OrderEncoder<WireTransport> encoder = Connected(store);
        Report(encoder, 2);
        Slot slot = default;
        slot.Ingress.Event.Kind = EventKind.Session;
        slot.Ingress.Event.Code = (byte)SessionEventType.InboundGap;
        slot.Ingress.Event.Sequence = 90;
        encoder.OnEvent(ref slot, ++_sequence, false);

        Assert.Equal(3ul, store.ExpectedInbound);
    }

    [Fact]
    public void ShouldAllocateNothingOnTheStore()
    {
        using FixStore store = Store(Path.Combine(_folder, "allocation.fixstore"));
        _wire.Keeps = false;
        OrderEncoder<WireTransport> encoder = Connected(store);

        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 5_000; i++)
                Send(encoder, IntentAction.New);
        }));
    }

    public void Dispose()
    {
        _feedback.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static FixStore Store(string path) => FixStore.Open(
        path, "FIX.4.4:G->E", StartNs, new FixStoreOptions { SegmentBytes = 16 << 20 });

    private OrderEncoder<WireTransport> Connected(FixStore? store, bool reset = true)
    {
        var options = new FixSessionOptions
        {
            Role = FixRole.Initiator, SenderCompId = "G", TargetCompId = "E", HeartbeatSeconds = 30, Symbols = ["IBM"],
            ClOrdIdPrefix = "T", TriggerTag = 7001,
        };
        var encoder = new OrderEncoder<WireTransport>(
            new FixOutboundSession(options, durable: store), new WireTransport(_wire), _feedback, new LatencyRecorder(),
            Capacity);
        Slot slot = default;
        slot.Ingress.Event.Kind = EventKind.Session;
        slot.Ingress.Event.Code = (byte)SessionEventType.Connected;
        slot.Ingress.Event.OrderId = 1;
        slot.Ingress.Event.OrderId2 = reset ? 1u : 0u;
        slot.Ingress.Event.UtcNs = StartNs;
        encoder.OnEvent(ref slot, ++_sequence, false);
        return encoder;
    }

    private void Send(OrderEncoder<WireTransport> encoder, IntentAction action)
    {
        Slot slot = default;
        slot.Ingress.Event.UtcNs = StartNs + _sequence;
        slot.Ingress.Event.Sequence = _sequence;
        ref OrderIntent intent = ref slot.Strategy.Intents[0];
        intent.Action = action;
        intent.OrderId = (_lastId % (Capacity - 1)) + 1;
        intent.TargetOrderId = action == IntentAction.New ? 0 : 1u;
        intent.Quantity = 100;
        intent.Price = 10_0000;
        intent.Side = EventSide.Buy;
        slot.Strategy.Count = 1;
        _lastId++;
        encoder.OnEvent(ref slot, ++_sequence, false);
    }

    private void Timer(OrderEncoder<WireTransport> encoder, long laterNs = 0)
    {
        Slot slot = default;
        slot.Ingress.Event.Kind = EventKind.Timer;
        slot.Ingress.Event.UtcNs = StartNs + laterNs;
        encoder.OnEvent(ref slot, ++_sequence, false);
    }

    private void Report(OrderEncoder<WireTransport> encoder, long number)
    {
        Slot slot = default;
        slot.Ingress.Event.Kind = EventKind.Order;
        slot.Ingress.Event.Code = (byte)OrderEventType.Accepted;
        slot.Ingress.Event.Sequence = number;
        encoder.OnEvent(ref slot, ++_sequence, false);
    }

    private List<InputEvent> Feedback()
    {
        var events = new List<InputEvent>();
        while (_feedback.TryDequeue(out QueuedInput item))
            events.Add(item.Event);
        return events;
    }

    private static string[] Numbers(List<byte> bytes) => [.. Encoding.ASCII.GetString(bytes.ToArray())
        .Split('\u0001').Where(f => f.StartsWith("34=", StringComparison.Ordinal)).Select(f => f[3..])];

    private static void AssertStored(FixStore store, ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.ASCII.GetString(bytes);
        foreach (string message in text.Split("8=FIX.4.4\u0001", StringSplitOptions.RemoveEmptyEntries))
        {
            string number = message.Split('\u0001').First(f => f.StartsWith("34=", StringComparison.Ordinal))[3..];
            Assert.True(store.TryFind(ulong.Parse(number), out StoredMessage stored), number);
            Assert.Equal("8=FIX.4.4\u0001" + message, Encoding.ASCII.GetString(stored.Bytes));
        }
    }

    /// <summary>What the transport does, and what it was given.</summary>
    private sealed class Wire
    {
        public delegate void Sending(ReadOnlySpan<byte> bytes);

        public int Takes { get; set; } = int.MaxValue;

        public bool Keeps { get; set; } = true;

        public bool IsOpen { get; set; }

        public Sending? BeforeSend { get; set; }

        public List<byte> Sent { get; } = [];
    }

    private readonly struct WireTransport(Wire wire) : IOrderTransport
    {
        public void Attach(long connection) => wire.IsOpen = true;

        public int Send(ReadOnlySpan<byte> bytes, long timeNs)
        {
            wire.BeforeSend?.Invoke(bytes);
            int taken = Math.Min(bytes.Length, wire.Takes);
            if (wire.Keeps)
                wire.Sent.AddRange(bytes[..taken]);
            return taken;
        }

        public void Warm(ReadOnlySpan<byte> bytes)
        {
        }

        public void Abort() => wire.IsOpen = false;

        public void Detach(long connection) => wire.IsOpen = false;
    }
}
