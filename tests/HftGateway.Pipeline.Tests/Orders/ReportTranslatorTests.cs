using System.Text;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Orders;

namespace HftGateway.Pipeline.Tests.Orders;

/// <summary>Reports to order events: fills taken back and corrected, and reports that come again.</summary>
public sealed class ReportTranslatorTests
{
    private static readonly FixSessionOptions Session = new()
    {
        Role = FixRole.Initiator, SenderCompId = "G", TargetCompId = "E", Symbols = ["IBM", "AAPL"],
    };

    private readonly ReportTranslator _translator = new(Session);
    private readonly ReportTranslator _fix42 = new(new FixSessionOptions
    {
        Version = FixVersion.Fix42, SenderCompId = "G", TargetCompId = "E", Symbols = Session.Symbols,
    });

    [Fact]
    public void ShouldTakeBackTheFillThatABustNames()
    {
        Translate("150=F|39=1|17=E1|32=40|31=10.5|14=40|151=60|");

        InputEvent bust = Assert.Single(Translate("150=H|39=0|17=E2|19=E1|14=0|151=100|"));

        Assert.Equal((OrderEventType.Busted, 40, 10_5000L, 7ul),
            ((OrderEventType)bust.Code, bust.Quantity, bust.Price, bust.OrderId));
    }

    [Fact]
    public void ShouldReplaceTheFillThatACorrectionNames()
    {
        Translate("150=F|39=1|17=E1|32=40|31=10.5|14=40|151=60|");

        List<InputEvent> events = Translate("150=G|39=1|17=E2|19=E1|32=30|31=10.75|14=30|151=70|");

        Assert.Equal([(OrderEventType.Busted, 40, 10_5000L, 70), (OrderEventType.Filled, 30, 10_7500L, 70)],
            events.Select(e => ((OrderEventType)e.Code, e.Quantity, e.Price, e.Quantity2)));
        Assert.All(events, e => Assert.Equal((1, EventSide.Buy), ((int)e.Instrument, e.Side)));
        InputEvent bust = Assert.Single(Translate("150=H|39=0|17=E3|19=E2|14=0|151=100|"));
        Assert.Equal((30, 10_7500L), (bust.Quantity, bust.Price));
    }

    [Fact]
    public void ShouldSayThatACorrectionOfAnUnknownFillCannotBeApplied()
    {
        Assert.Empty(Translate("150=G|39=1|17=E2|19=E9|32=30|31=10.75|14=30|151=70|", out string? problem));
        Assert.Contains("position may be wrong", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldTranslateAReportOnceWhenItIsSentAgain()
    {
        const string Report = "150=F|39=1|17=E1|32=40|31=10.5|14=40|151=60|";
        Assert.Single(Translate(Report));
        Assert.Empty(Translate(Report, out _, possDup: true));
        Assert.Single(Translate("150=F|39=1|17=E2|32=10|31=10.5|14=50|151=50|", out _, possDup: true));
    }

    // Of the store of an earlier process, as this one finds it.
    [Fact]
    public void ShouldKnowTheFillsOfAnEarlierProcess()
    {
        const string Report = "150=F|39=1|17=E1|32=40|31=10.5|14=40|151=60|";
        string folder = Directory.CreateTempSubdirectory("hftgw-fills-").FullName;
        try
        {
            string path = Path.Combine(folder, "gw.fixstore");
            using (FixStore store = FixStore.Open(path, "FIX.4.4:G->E", 1))
            {
                var notes = new FillNotes(store, ["IBM", "AAPL"]);
                foreach (string body in new[] { Report, "150=G|39=1|17=E3|19=E1|32=30|31=10.75|14=30|151=70|" })
                {
                    foreach (InputEvent e in Translate(body))
                        notes.Add(in e, e.Instrument, e.Side);
                }

                // A note as it was before notes had ExecIDs.
                Assert.True(store.TryNote(3, 1, [1, 1, 3, 0, 5, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, .. "IBM"u8]));
            }

            using FixStore again = FixStore.Open(path, "FIX.4.4:G->E", 1);
            var unknown = new HashSet<string>();
            List<InputEvent> fills = FillNotes.Read(again, ["IBM", "AAPL"], unknown);
            Assert.Equal([(40, 10_5000L), (40, 10_5000L), (30, 10_7500L), (5, 7L)], fills.Select(e => (e.Quantity, e.Price)));
            Assert.Empty(unknown);

            var next = new ReportTranslator(Session);
            next.Restore(fills);
            Assert.Empty(Translate(Report, out _, possDup: true, next));
            Assert.Empty(Translate("150=F|39=1|17=E3|32=30|31=10.75|14=30|151=70|", out _, possDup: true, next));
            Assert.Single(Translate("150=F|39=1|17=E4|32=5|31=10.5|14=35|151=65|", out _, possDup: true, next));
            InputEvent bust = Assert.Single(Translate("150=H|39=0|17=E5|19=E3|14=0|151=100|", out _, false, next));
            Assert.Equal((OrderEventType.Busted, 30, 10_7500L), ((OrderEventType)bust.Code, bust.Quantity, bust.Price));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ShouldTellWhatAStatusReportSaysAndWhenTheListIsComplete()
    {
        const string Status = "150=I|17=0|39=1|14=40|151=60|";
        Assert.Equal([(EventKind.Order, (byte)OrderEventType.Status)], Kinds(Translate(Status)));
        Assert.Equal([(EventKind.Order, (byte)OrderEventType.Status)], Kinds(Translate(Status + "911=2|")));
        (EventKind, byte)[] last =
        [
            (EventKind.Order, (byte)OrderEventType.Status),
            (EventKind.Session, (byte)SessionEventType.MassStatusComplete),
        ];
        Assert.Equal(last, Kinds(Translate(Status + "911=2|")));
        Assert.Equal(last, Kinds(Translate(Status + "911=9|912=Y|")));

        InputEvent e = Translate("150=I|17=0|39=8|103=5|14=0|151=0|")[0];
        Assert.Equal((7ul, 5ul, '8', 0), (e.OrderId, e.OrderId2, (char)e.Venue, e.Quantity));

        static IEnumerable<(EventKind, byte)> Kinds(List<InputEvent> events) => events.Select(e => (e.Kind, e.Code));
    }

    // There ExecTransType [20] says what 150 says later, and fills are 150=1 and 150=2.
    [Fact]
    public void ShouldReadReportsOfFix42()
    {
        Assert.Equal([(OrderEventType.Accepted, 0, 0L, 100)], Read("20=0|150=0|39=0|17=E0|14=0|151=100|"));
        Assert.Equal([(OrderEventType.Filled, 40, 10_5000L, 60)],
            Read("20=0|150=1|39=1|17=E1|32=40|31=10.5|14=40|151=60|"));
        Assert.Equal([(OrderEventType.Filled, 60, 10_7500L, 0)],
            Read("20=0|150=2|39=2|17=E2|32=60|31=10.75|14=100|151=0|"));
        Assert.Equal([(OrderEventType.Busted, 40, 10_5000L, 0), (OrderEventType.Filled, 30, 10_2500L, 0)],
            Read("20=2|150=1|39=1|17=E3|19=E1|32=30|31=10.25|14=90|151=0|"));
        Assert.Equal([(OrderEventType.Busted, 60, 10_7500L, 0)], Read("20=1|150=2|39=1|17=E4|19=E2|14=30|151=0|"));
        Assert.Equal(OrderEventType.Status, Assert.Single(Read("20=3|150=1|39=1|17=0|14=30|151=0|")).Type);
        Assert.Equal(OrderEventType.Cancelled, Assert.Single(Read("20=0|150=4|39=4|17=E5|14=30|151=0|")).Type);

        List<(OrderEventType Type, int Quantity, long Price, int Leaves)> Read(string body) =>
            [.. Translate(body, out _, false, _fix42)
                .Select(e => ((OrderEventType)e.Code, e.Quantity, (OrderEventType)e.Code is OrderEventType.Filled
                    or OrderEventType.Busted ? e.Price : 0, e.Quantity2))];
    }

    private List<InputEvent> Translate(string body) => Translate(body, out _);

    private List<InputEvent> Translate(
        string body, out string? problem, bool possDup = false, ReportTranslator? translator = null)
    {
        translator ??= _translator;
        string text = ("35=8|34=2|49=E|52=20240105-14:30:00.000|56=G|11=0000000007|37=9|54=1|55=AAPL|6=0|" + body)
            .Replace('|', '\u0001');
        string start = $"8={(translator == _fix42 ? "FIX.4.2" : "FIX.4.4")}\u00019={text.Length}\u0001{text}";
        int sum = Encoding.ASCII.GetBytes(start).Sum(b => b) & 255;
        byte[] bytes = Encoding.ASCII.GetBytes($"{start}10={sum:000}\u0001");
        Assert.True(FixFrame.TryCreate(bytes, out FixFrame frame));
        FixHeader.Parse(in frame, out FixHeader header);
        SessionAction action = default;
        action.MsgType = FixMsgType.ExecutionReport;
        action.BodyFieldsOffset = header.BodyFieldsOffset;
        action.PossDup = (byte)(possDup ? 1 : 0);
        var events = new List<InputEvent>();
        QueuedInput item = default;
        if (translator.TryTranslate(in frame, in action, ref item, out problem))
        {
            events.Add(item.Event);
            while (translator.TryTakeSecond(ref item))
                events.Add(item.Event);
        }

        return events;
    }
}
