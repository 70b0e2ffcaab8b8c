using System.Text;
using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Tests.Orders;

/// <summary>What the encoder stage asks after a connection was lost, and what it makes of the answers.</summary>
public sealed class OrderRecoveryTests : IDisposable
{
    private const long StartNs = 1_704_465_000_000_000_000;
    private const uint Order = 1;
    private const uint Request = 2;

    private readonly SpscQueue<QueuedInput> _feedback = new(1 << 10);
    private readonly List<byte> _sent = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("hftgw-recovery-").FullName;
    private long _sequence;
    private long _number;

    public void Dispose()
    {
        _feedback.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // before: what had been reported of order 1 (D not answered, A accepted, P 40 of 100 filled; then C or R: a cancel or
    // replace of it is under way). status: 39, CumQty, LeavesQty of the answer about order 1. then: what enters the pipeline.
    [Theory]
    [InlineData("D", "0 0 100", "Accepted 1")]
    [InlineData("D", "1 30 70", "Filled 1 30,Accepted 1")]
    [InlineData("D", "2 100 0", "Filled 1 100")]
    [InlineData("D", "4 0 0", "Cancelled 1")]
    [InlineData("D", "4 30 0", "Filled 1 30,Cancelled 1")]
    [InlineData("D", "C 0 0", "Expired 1")]
    [InlineData("D", "8 0 0", "Rejected 1")]
    [InlineData("D", "unknown", "NotDelivered 1")]
    [InlineData("A", "0 0 100", "")]
    [InlineData("A", "1 30 70", "Filled 1 30")]
    [InlineData("A", "2 100 0", "Filled 1 100")]
    [InlineData("A", "4 0 0", "Cancelled 1")]
    [InlineData("A", "3 0 0", "Cancelled 1")]
    [InlineData("A", "unknown", "")]
    [InlineData("P", "1 40 60", "")]
    [InlineData("P", "1 70 30", "Filled 1 30")]
    [InlineData("P", "4 40 0", "Cancelled 1")]
    [InlineData("AC", "0 0 100", "NotDelivered 2")]
    [InlineData("AC", "4 0 0", "NotDelivered 2,Cancelled 1")]
    [InlineData("AR", "0 0 100", "NotDelivered 2")]
    [InlineData("AR", "2 100 0", "NotDelivered 2,Filled 1 100")]
    [InlineData("AR", "replaced 0 0 150", "Replaced 2")]
    [InlineData("AR", "replaced 1 20 130", "Replaced 2,Filled 2 20")]
    [InlineData("PR", "replaced 1 50 100", "Replaced 2,Filled 2 10")]
    [InlineData("PR", "replaced 4 40 0", "Replaced 2,Cancelled 2")]
    public void ShouldMakeOfAnAnswerWhatItAddsToWhatIsKnown(string before, string status, string then)
    {
        OrderEncoder<Wire> encoder = Connected();
        Bring(encoder, before);
        Drain();
        Reconnect(encoder);
        Assert.Equal(1, Count("35=AF"));

        bool byReplace = status.StartsWith("replaced ", StringComparison.Ordinal);
        uint about = byReplace ? Request : Order;
        string[] parts = (byReplace ? status[9..] : status).Split(' ');
        if (parts is ["unknown"])
            Status(encoder, about, '8', 0, 0, reason: 5);
        else
            Status(encoder, about, parts[0][0], int.Parse(parts[1]), int.Parse(parts[2]));

        Assert.Equal(then, string.Join(',', Events(encoder)));
        // Told once: the same answer again adds nothing.
        if (parts is not ["unknown"])
        {
            Status(encoder, about, parts[0][0], int.Parse(parts[1]), int.Parse(parts[2]));
            Assert.Empty(Events(encoder));
        }
    }

    [Fact]
    public void ShouldAskOneByOneForWhatTheListDidNotName()
    {
        OrderEncoder<Wire> encoder = Connected();
        for (uint id = 1; id <= 3; id++)
            Send(encoder, IntentAction.New, id);
        Reconnect(encoder);
        Status(encoder, 2, '0', 0, 100);
        Session(encoder, SessionEventType.MassStatusComplete);

        Assert.Equal(["T0000000001", "T0000000003"], Fields("35=H", "11"));
        Assert.Equal(["Accepted 2"], Events(encoder));
        Status(encoder, 1, '8', 0, 0, reason: 5);
        Assert.Equal(["NotDelivered 1"], Events(encoder));
    }

    [Fact]
    public void ShouldAskOneByOneWhenTheListIsRefusedOrNotKnown()
    {
        OrderEncoder<Wire> encoder = Connected();
        Send(encoder, IntentAction.New, 1);
        Reconnect(encoder);
        ulong list = ulong.Parse(Fields("35=AF", "34").Single());
        Session(encoder, SessionEventType.PeerReject, list);
        Assert.Equal(["T0000000001"], Fields("35=H", "11"));
        Session(encoder, SessionEventType.PeerReject, ulong.Parse(Fields("35=H", "34").Single()));
        Assert.Equal(["NotDelivered 1"], Events(encoder));

        encoder = Connected(new OrderRecovery { MassRequests = false });
        Send(encoder, IntentAction.New, 1);
        Reconnect(encoder);
        Assert.Equal((0, 1), (Count("35=AF"), Count("35=H")));
    }

    [Fact]
    public void ShouldAskNothingWhenNothingIsOpen()
    {
        OrderEncoder<Wire> encoder = Connected();
        Bring(encoder, "A");
        Tell(encoder, OrderEventType.Filled, Order, 100, 0);
        Reconnect(encoder);
        Assert.Equal((0, 0, 0), (Count("35=AF"), Count("35=H"), Count("35=q")));
    }

    [Fact]
    public void ShouldCancelAllOfAnEarlierProcessOnce()
    {
        OrderEncoder<Wire> encoder = Connected(new OrderRecovery { IsContinued = true });
        Session(encoder, SessionEventType.LoggedOn);
        Assert.Equal((1, 1), (Count("35=q"), Count("35=AF")));
        Reconnect(encoder);
        Assert.Equal(0, Count("35=q"));
    }

    [Fact]
    public void ShouldNotTakeAnOrderForLostBecauseAQuestionAboutItWas()
    {
        OrderEncoder<Wire> encoder = Connected(new OrderRecovery { MassRequests = false });
        Send(encoder, IntentAction.New, 1);
        Reconnect(encoder);
        ulong question = ulong.Parse(Fields("35=H", "34").Single());
        Slot slot = default;
        slot.Ingress.Event.Kind = EventKind.Session;
        slot.Ingress.Event.Code = (byte)SessionEventType.ResendRequest;
        slot.Ingress.Session.Do = SessionDo.AnswerResend;
        slot.Ingress.Session.ResendBegin = question;
        encoder.OnEvent(ref slot, ++_sequence, false);
        Assert.Empty(Events(encoder));
    }

    [Fact]
    public void ShouldBookFillsOfEarlierProcessesAndKeepTheirNumbersTogether()
    {
        string path = Path.Combine(_folder, "gw.fixstore");
        using (FixStore store = FixStore.Open(path, "FIX.4.4:G->E", StartNs))
        {
            OrderEncoder<Wire> encoder = Connected(new OrderRecovery { Store = store, Symbols = ["IBM"] }, store);
            Bring(encoder, "P");
            Tell(encoder, OrderEventType.Busted, Order, 10, 0);
            Assert.Equal((ulong)_number + 1, store.ExpectedInbound);
        }

        using FixStore again = FixStore.Open(path, "FIX.4.4:G->E", StartNs);
        Assert.Equal((ulong)_number + 1, again.ExpectedInbound);
        var unknown = new HashSet<string>();
        List<InputEvent> fills = [.. FillNotes.Read(again, ["MSFT", "IBM"], unknown).Select(static f => f.Event)];
        Assert.Equal([(OrderEventType.Filled, 40, 10_0000L), (OrderEventType.Busted, 10, 10_0000L)],
            fills.Select(static f => ((OrderEventType)f.Code, f.Quantity, f.Price)));
        Assert.All(fills, static f => Assert.Equal(
            (1, EventSide.Buy, 0ul, EventFlags.Restored), ((int)f.Instrument, f.Side, f.OrderId, f.Flags)));
        Assert.Empty(unknown);
        Assert.Empty(FillNotes.Read(again, ["MSFT"], unknown));
        Assert.Equal(["IBM"], unknown);
    }

    // Killed before the second half of a correction has been handled, everything of it is asked for again; behind it,
    // nothing.
    [Theory]
    [InlineData(false, "Filled 40 100000", 0)]
    [InlineData(true, "Filled 40 100000,Busted 40 100000,Filled 30 107500", 1)]
    public void ShouldNoteACorrectionWholeOrNotAtAll(bool reachesSecond, string then, int handled)
    {
        using (FixStore store = FixStore.Open(Path.Combine(_folder, "gw.fixstore"), "FIX.4.4:G->E", StartNs))
        {
            OrderEncoder<Wire> encoder = Connected(new OrderRecovery { Store = store, Symbols = ["IBM"] }, store);
            Bring(encoder, "P");
            _number++;
            Enter(
                encoder, Fill(OrderEventType.Busted, 40, 10_0000), new ReportedExecution { Part = NotePart.FirstHalf });
            if (reachesSecond)
            {
                Enter(encoder, Fill(OrderEventType.Filled, 30, 10_7500), new ReportedExecution
                {
                    Part = NotePart.SecondHalf, Id = 12, ReferredId = 11, RevokedQuantity = 40, RevokedPrice = 10_0000,
                });
            }
        }

        Assert.Equal(then, Noted(out ulong expected));
        Assert.Equal((ulong)(_number + handled), expected);
    }

    // before as above; CumQty and money (price units times shares) of a status; the fills that are booked.
    [Theory]
    [InlineData("A", 40, 40 * 10_0100, "40 100100")]
    [InlineData("P", 70, (40 * 10_0000) + (30 * 10_5000), "30 105000")]
    [InlineData("P", 70, (40 * 10_0000) + (30 * 9_9900), "30 99900")]
    [InlineData("P", 43, (40 * 10_0000) + 10_0000 + 10_0001 + 10_0001, "1 100000,2 100001")]
    [InlineData("P", 43, (40 * 10_0000) + (2 * 10_0000) + 10_0001, "2 100000,1 100001")]
    [InlineData("PR", 50, (40 * 10_0000) + (10 * 10_2500), "10 102500")]
    [InlineData("P", 70, 0, "30 100000")]
    [InlineData("P", 70, 40 * 10_0000, "30 100000")]
    public void ShouldBookWhatOnlyAStatusToldAtThePriceThatTheMoneyLeaves(
        string before, int cumulative, long money, string then)
    {
        using (FixStore store = FixStore.Open(Path.Combine(_folder, "gw.fixstore"), "FIX.4.4:G->E", StartNs))
        {
            OrderEncoder<Wire> encoder = Connected(new OrderRecovery { Store = store, Symbols = ["IBM"] }, store);
            Bring(encoder, before);
            Drain();
            Reconnect(encoder);
            uint about = before == "PR" ? Request : Order;
            Status(encoder, about, '1', cumulative, 100 - cumulative, money: money);
            // The same again before the fills have come round the ring.
            Status(encoder, about, '1', cumulative, 100 - cumulative, money: money);
            var fills = new List<string>();
            while (_feedback.TryDequeue(out QueuedInput item))
            {
                if (item.Event.Code == (byte)OrderEventType.Filled)
                    fills.Add($"{item.Event.Quantity} {item.Event.Price}");
                Enter(encoder, in item.Event, item.Execution);
            }

            Assert.Equal(then, string.Join(',', fills));
            Status(encoder, about, '1', cumulative, 100 - cumulative, money: money);
            Assert.Empty(Events(encoder));
        }

        string noted = string.Join(',', then.Split(',').Select(static f => "Filled " + f));
        Assert.Equal(before == "A" ? noted : "Filled 40 100000," + noted, Noted(out _));
    }

    [Fact]
    public void ShouldKnowAFillOfAStatusWhenItWasKilledBeforeTheFillCameRound()
    {
        using (FixStore store = FixStore.Open(Path.Combine(_folder, "gw.fixstore"), "FIX.4.4:G->E", StartNs))
        {
            OrderEncoder<Wire> encoder = Connected(new OrderRecovery { Store = store, Symbols = ["IBM"] }, store);
            Bring(encoder, "P");
            Reconnect(encoder);
            Status(encoder, Order, '1', 43, 57, money: (40 * 10_0000) + 10_0000 + 10_0001 + 10_0001);
        }

        Assert.Equal("Filled 40 100000,Filled 1 100000,Filled 2 100001", Noted(out ulong expected));
        Assert.Equal((ulong)_number + 1, expected);
    }

    [Fact]
    public void ShouldAllocateNothingForNotes()
    {
        using FixStore store = FixStore.Open(Path.Combine(_folder, "gw.fixstore"), "FIX.4.4:G->E", StartNs);
        OrderEncoder<Wire> encoder = Connected(new OrderRecovery { Store = store, Symbols = ["IBM"] }, store);
        Bring(encoder, "A");
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                _number++;
                Enter(encoder, Fill(OrderEventType.Filled, 40, 10_0000), new ReportedExecution { Id = (ulong)_number });
                _number++;
                Enter(
                    encoder, Fill(OrderEventType.Busted, 40, 10_0000),
                    new ReportedExecution { Part = NotePart.FirstHalf });
                Enter(
                    encoder, Fill(OrderEventType.Filled, 30, 10_0000),
                    new ReportedExecution { Part = NotePart.SecondHalf });
            }
        }));
    }

    [Fact]
    public void ShouldReadNotesOfBuildsThatKeptNoExecIds()
    {
        using (FixStore store = FixStore.Open(Path.Combine(_folder, "gw.fixstore"), "FIX.4.4:G->E", StartNs))
        {
            store.TryNote(1, StartNs, [1, 1, 3, 0, 40, 0, 0, 0, 0xA0, 0x86, 1, 0, 0, 0, 0, 0, .. "IBM"u8]);
            store.TryNote(2, StartNs, [1, 1, 3, 0, 0xF6, 0xFF, 0xFF, 0xFF, 0xA0, 0x86, 1, 0, 0, 0, 0, 0, .. "IBM"u8]);
        }

        Assert.Equal("Filled 40 100000,Busted 10 100000", Noted(out _));
    }

    // What the next process finds: the fills, and the number of the exchange's message that it waits for.
    private string Noted(out ulong expected)
    {
        using FixStore store = FixStore.Open(Path.Combine(_folder, "gw.fixstore"), "FIX.4.4:G->E", StartNs);
        expected = store.ExpectedInbound;
        return string.Join(',', FillNotes.Read(store, ["IBM"], new HashSet<string>()).Select(
            static f => $"{(OrderEventType)f.Event.Code} {f.Event.Quantity} {f.Event.Price}"));
    }

    private InputEvent Fill(OrderEventType type, int quantity, long price) => new()
    {
        Kind = EventKind.Order, Code = (byte)type, OrderId = Order, Quantity = quantity, Quantity2 = 60, Price = price,
        Sequence = _number,
    };

    private OrderEncoder<Wire> Connected(OrderRecovery? recovery = null, FixStore? store = null)
    {
        var options = new FixSessionOptions
        {
            Role = FixRole.Initiator, SenderCompId = "G", TargetCompId = "E", HeartbeatSeconds = 30, Symbols = ["IBM"],
            ClOrdIdPrefix = "T",
        };
        var encoder = new OrderEncoder<Wire>(
            new FixOutboundSession(options, durable: store), new Wire(_sent), _feedback, new LatencyRecorder(), 100,
            null, recovery);
        Session(encoder, SessionEventType.Connected, 1);
        return encoder;
    }

    private void Reconnect(OrderEncoder<Wire> encoder)
    {
        Session(encoder, SessionEventType.LoggedOn);
        Session(encoder, SessionEventType.Disconnected, 1);
        _sent.Clear();
        Session(encoder, SessionEventType.Connected, 2);
        Session(encoder, SessionEventType.LoggedOn);
    }

    private void Bring(OrderEncoder<Wire> encoder, string state)
    {
        Send(encoder, IntentAction.New, Order);
        if (state[0] != 'D')
            Tell(encoder, OrderEventType.Accepted, Order, 0, 100);
        if (state[0] == 'P')
            Tell(encoder, OrderEventType.Filled, Order, 40, 60);
        if (state.Contains('C'))
            Send(encoder, IntentAction.Cancel, Request, Order);
        if (state.Contains('R'))
            Send(encoder, IntentAction.Replace, Request, Order, 150);
    }

    private void Send(OrderEncoder<Wire> encoder, IntentAction action, uint id, uint target = 0, int quantity = 100)
    {
        Slot slot = default;
        slot.Ingress.Event.UtcNs = StartNs;
        ref OrderIntent intent = ref slot.Strategy.Intents[0];
        intent.Action = action;
        intent.OrderId = id;
        intent.TargetOrderId = target;
        intent.Quantity = quantity;
        intent.Price = 10_0000;
        intent.Side = EventSide.Buy;
        slot.Strategy.Count = 1;
        encoder.OnEvent(ref slot, ++_sequence, false);
    }

    private void Tell(OrderEncoder<Wire> encoder, OrderEventType type, uint id, int quantity, int leaves)
    {
        InputEvent e = default;
        e.Kind = EventKind.Order;
        e.Code = (byte)type;
        e.OrderId = id;
        e.Quantity = quantity;
        e.Quantity2 = leaves;
        e.Price = 10_0000;
        e.Sequence = ++_number;
        Enter(encoder, in e);
    }

    private void Status(
        OrderEncoder<Wire> encoder, uint id, char status, int cumulative, int leaves, ulong reason = 0,
        long money = 0)
    {
        InputEvent e = default;
        e.Kind = EventKind.Order;
        e.Code = (byte)OrderEventType.Status;
        e.OrderId = id;
        e.OrderId2 = reason;
        e.Venue = status;
        e.Quantity = cumulative;
        e.Quantity2 = leaves;
        e.Price = cumulative == 0 ? 0 : 10_0000;
        e.Sequence = ++_number;
        Enter(encoder, in e, new ReportedExecution { Money = money });
    }

    private void Session(OrderEncoder<Wire> encoder, SessionEventType type, ulong value = 0)
    {
        InputEvent e = default;
        e.Kind = EventKind.Session;
        e.Code = (byte)type;
        e.OrderId = value;
        Enter(encoder, in e);
    }

    private void Enter(OrderEncoder<Wire> encoder, in InputEvent e, ReportedExecution execution = default)
    {
        Slot slot = default;
        slot.Ingress.Event = e;
        slot.Ingress.Execution = execution;
        slot.Ingress.Event.UtcNs = StartNs;
        encoder.OnEvent(ref slot, ++_sequence, false);
    }

    // What the encoder fed back; it goes round the ring and comes to the encoder again.
    private List<string> Events(OrderEncoder<Wire> encoder)
    {
        var events = new List<string>();
        while (_feedback.TryDequeue(out QueuedInput item))
        {
            var type = (OrderEventType)item.Event.Code;
            events.Add($"{type} {item.Event.OrderId}" + (type == OrderEventType.Filled ? $" {item.Event.Quantity}" : ""));
            Enter(encoder, in item.Event, item.Execution);
        }

        return events;
    }

    private void Drain()
    {
        while (_feedback.TryDequeue(out _))
        {
        }
    }

    private int Count(string type) => Fields(type, "34").Length;

    private string[] Fields(string type, string tag) => [.. Encoding.ASCII.GetString(_sent.ToArray())
        .Split("8=FIX.4.4\u0001", StringSplitOptions.RemoveEmptyEntries)
        .Select(static m => m.Split('\u0001')).Where(m => m.Contains(type))
        .Select(m => m.First(f => f.StartsWith(tag + "=", StringComparison.Ordinal))[(tag.Length + 1)..])];

    private readonly struct Wire(List<byte> sent) : IOrderTransport
    {
        public void Attach(long connection)
        {
        }

        public int Send(ReadOnlySpan<byte> bytes, long timeNs)
        {
            sent.AddRange(bytes);
            return bytes.Length;
        }

        public void Warm(ReadOnlySpan<byte> bytes)
        {
        }

        public void Abort()
        {
        }

        public void Detach(long connection)
        {
        }
    }
}
