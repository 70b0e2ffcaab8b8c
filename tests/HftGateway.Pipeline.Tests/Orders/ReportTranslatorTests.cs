using System.Text;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Orders;

namespace HftGateway.Pipeline.Tests.Orders;

/// <summary>Reports to order events: fills taken back and corrected, and reports that come again.</summary>
public sealed class ReportTranslatorTests
{
    private const string Fill = "150=F|39=1|17=E1|32=40|31=10.5|14=40|151=60|";

    private static readonly string[] Symbols = ["IBM", "AAPL"];

    private static readonly FixSessionOptions Options = new()
    {
        Role = FixRole.Initiator, SenderCompId = "G", TargetCompId = "E", Symbols = Symbols,
    };

    private readonly List<QueuedInput> _items = [];
    private ReportTranslator _translator = new(Options);
    private readonly ReportTranslator _fix42 = new(new FixSessionOptions
    {
        Version = FixVersion.Fix42, SenderCompId = "G", TargetCompId = "E", Symbols = Symbols,
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

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void ShouldNotBookAFillTwiceWhateverItIsMarkedAs(bool possResend, bool isNextProcess)
    {
        Assert.Single(Translate(Fill));
        if (isNextProcess)
            Restart();

        Assert.Empty(Translate(Fill, out string? problem, possResend: possResend));
        Assert.Equal(possResend, problem is null);
    }

    [Fact]
    public void ShouldBookAFillThatHasTheExecIdOfAnotherButIsNoRepetition()
    {
        Translate(Fill);
        // The other side of a trade with oneself.
        Assert.Single(Translate(Fill, out string? problem, side: '2'));
        Assert.Null(problem);
        Assert.Single(Translate("150=F|39=2|17=E1|32=60|31=10.5|14=100|151=0|", out problem));
        Assert.Contains("ExecID of another", problem, StringComparison.Ordinal);
        Assert.Empty(Translate("150=F|39=2|17=E1|32=60|31=10.5|14=100|151=0|", out problem, possResend: true));
        Assert.Contains("not booked", problem, StringComparison.Ordinal);
    }

    // Each step is a report or a restart of the process (R); then what is booked of it.
    [Theory]
    [InlineData("F E1 40 10.5;R;H E2>E1", "+40 105000;;-40 105000")]
    [InlineData("F E1 40 10.5;R;H E2>E1;R;H E2>E1;H E3>E1", "+40 105000;;-40 105000;;;")]
    [InlineData("F E1 40 10.5;H E2>E1;H E3>E1", "+40 105000;-40 105000;")]
    [InlineData("F E1 40 10.5;R;G E2>E1 30 10.75", "+40 105000;;-40 105000 +30 107500")]
    [InlineData("F E1 40 10.5;R;G E2>E1 30 10.75;R;G E2>E1 30 10.75", "+40 105000;;-40 105000 +30 107500;;")]
    [InlineData("F E1 40 10.5;G E2>E1 30 10.75;R;H E3>E2", "+40 105000;-40 105000 +30 107500;;-30 107500")]
    [InlineData("F E1 40 10.5;G E2>E1 30 10.75;R;H E3>E1", "+40 105000;-40 105000 +30 107500;;-30 107500")]
    [InlineData(
        "F E1 40 10.5;G E2>E1 30 10.75;R;G E3>E1 20 10.5",
        "+40 105000;-40 105000 +30 107500;;-30 107500 +20 105000")]
    [InlineData("F E1 40 10.5;R;G E1>E1 30 10.75;R;H E2>E1", "+40 105000;;-40 105000 +30 107500;;-30 107500")]
    [InlineData("F E1 40 10.5;H E2>E1;R;F E1 40 10.5", "+40 105000;-40 105000;;")]
    [InlineData("H E2>E1 40 10.5;R;H E2>E1 40 10.5", "-40 105000;;")]
    [InlineData("F E1 40 10.5;H E2>E1;R;G E3>E1 30 10.75", "+40 105000;-40 105000;;")]
    public void ShouldFindTheFillOfABustOrCorrectionInEveryProcess(string steps, string booked)
    {
        var found = new List<string>();
        foreach (string step in steps.Split(';'))
        {
            string[] p = step.Split(' ');
            if (p[0] == "R")
            {
                Restart();
                found.Add("");
                continue;
            }

            string[] ids = p[1].Split('>');
            string report = $"150={p[0]}|39=1|17={ids[0]}|14=40|151=60|" + (ids.Length > 1 ? $"19={ids[1]}|" : "")
                + (p.Length > 2 ? $"32={p[2]}|31={p[3]}|" : "");
            found.Add(string.Join(' ', Translate(report).Select(static e =>
                $"{(e.Code == (byte)OrderEventType.Busted ? '-' : '+')}{e.Quantity} {e.Price}")));
        }

        Assert.Equal(booked, string.Join(';', found));
    }

    // Notes are on disk: neither their layout nor the hash in them may change.
    [Fact]
    public void ShouldWriteNotesAsTheyAre()
    {
        Translate("150=F|39=1|17=EXEC-000000017|32=40|31=10.5|14=40|151=60|", out _, side: '2');
        Translate("150=G|39=1|17=E2|19=EXEC-000000017|32=30|31=10.75|14=30|151=70|", out _, side: '2');
        Restart(static notes =>
        {
            Assert.Equal(
                "0301040028000000289A0100000000000000000000000000"
                + "330A0CA06A41FB63000000000000000000000000000000004141504C",
                Convert.ToHexString(notes[0].Content));
            Assert.Equal(
                "03010400D8FFFFFF289A010000000000ECA3010000000000"
                + "A6FBDA2C860BD407330A0CA06A41FB631E000000000000004141504C",
                Convert.ToHexString(notes[1].Content));
        });
    }

    // Their ExecIDs were hashes without the side, and corrections two records, the first without any.
    [Fact]
    public void ShouldKnowFillsOfNotesThatHadTheExecIdOnly()
    {
        byte[] id = BitConverter.GetBytes(FixValue.Hash("E1"u8));
        string folder = Directory.CreateTempSubdirectory("hftgw-translator-").FullName;
        try
        {
            using FixStore store = FixStore.Open(Path.Combine(folder, "gw.fixstore"), "FIX.4.4:G->E", 1);
            // 40 shares at 10.50, buy and sell; a bust of 5.
            byte[] rest = [4, 0, 40, 0, 0, 0, 0x28, 0x9A, 1, 0, 0, 0, 0, 0, .. id, .. "AAPL"u8];
            store.TryNote(1, 1, [2, (byte)EventSide.Buy, .. rest]);
            store.TryNote(2, 1, [2, (byte)EventSide.Sell, .. rest]);
            store.TryNote(
                3, 1, [2, 1, 4, 0, 0xFB, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 0, 0, 0, 0, .. new byte[8], .. "AAPL"u8]);
            List<RestoredFill> fills = FillNotes.Read(store, Symbols, new HashSet<string>());
            Assert.Equal([40, 40, 5], fills.Select(static f => f.Event.Quantity));
            _translator = new ReportTranslator(Options, fills);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Assert.Empty(Translate(Fill));
        Assert.Empty(Translate(Fill, out _, possDup: true, side: '2'));
        InputEvent bust = Assert.Single(Translate("150=H|39=0|17=E5|19=E1|14=0|151=100|"));
        Assert.Equal((OrderEventType.Busted, 40, 10_5000L), ((OrderEventType)bust.Code, bust.Quantity, bust.Price));
    }

    [Theory]
    [InlineData("10.00666667", 3, 30_0200)]
    [InlineData("10.0066", 3, 30_0198)]
    [InlineData("10.5", 40, 420_0000)]
    [InlineData("10", 1, 10_0000)]
    [InlineData("0.00005", 1, 1)]
    [InlineData("0.00004999", 1, 0)]
    [InlineData("-1.5", 10, 0)]
    [InlineData("999999999999.999999999999", int.MaxValue, 0)]
    [InlineData("1234567890123.999999999999", 1, 0)]
    [InlineData("429496.729500000000", 1_000_000, 4_294_967_295_000_000)]
    public void ShouldKnowWhatAnOrderCameToFromItsAverage(string average, int cumulative, long money)
    {
        Assert.Single(Translate($"150=I|17=0|39=1|6={average}|14={cumulative}|151=0|", out string? problem));
        Assert.Null(problem);
        Assert.Equal(money, _items[^1].Execution.Money);
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
            [.. Translate(body, out _, translator: _fix42)
                .Select(e => ((OrderEventType)e.Code, e.Quantity, (OrderEventType)e.Code is OrderEventType.Filled
                    or OrderEventType.Busted ? e.Price : 0, e.Quantity2))];
    }

    private List<InputEvent> Translate(string body) => Translate(body, out _);

    private List<InputEvent> Translate(
        string body, out string? problem, bool possDup = false, bool possResend = false, char side = '1',
        ReportTranslator? translator = null)
    {
        translator ??= _translator;
        string average = body.Contains("|6=", StringComparison.Ordinal) ? "" : "6=0|";
        const string Header = "35=8|34=2|49=E|52=20240105-14:30:00.000|56=G|";
        string text = $"{Header}11=0000000007|37=9|54={side}|55=AAPL|{average}{body}"
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
        action.PossResend = (byte)(possResend ? 1 : 0);
        var events = new List<InputEvent>();
        QueuedInput item = default;
        if (translator.TryTranslate(in frame, in action, ref item, out problem))
        {
            do
            {
                events.Add(item.Event);
                _items.Add(item);
            }
            while (translator.TryTakeSecond(ref item));
        }

        return events;
    }

    // The next process: knows what the notes of the last ones tell, and nothing else.
    private void Restart(Action<IReadOnlyList<StoredNote>>? check = null)
    {
        string folder = Directory.CreateTempSubdirectory("hftgw-translator-").FullName;
        try
        {
            using FixStore store = FixStore.Open(Path.Combine(folder, "gw.fixstore"), "FIX.4.4:G->E", 1);
            var notes = new FillNotes(store, Symbols);
            foreach (QueuedInput item in _items)
            {
                // As the encoder stage does.
                if (item.Execution.Part != NotePart.FirstHalf)
                    notes.Add(in item.Event, in item.Execution, item.Event.Instrument, item.Event.Side);
            }

            check?.Invoke(store.ReadNotes());
            _translator = new ReportTranslator(Options, FillNotes.Read(store, Symbols, new HashSet<string>()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
