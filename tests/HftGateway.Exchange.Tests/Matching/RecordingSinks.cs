using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Tests.Matching;

/// <summary>Writes each published message as a line: <c>A 1 7 Buy 100 250000</c> is symbol 1, reference 7.</summary>
internal readonly struct RecordingData(List<string> lines) : IMarketDataSink
{
    public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price) =>
        lines.Add($"A {symbol} {reference} {side} {quantity} {price}");

    public void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber) =>
        lines.Add($"E {symbol} {reference} {quantity} {matchNumber}");

    public void OnReduce(ushort symbol, ulong reference, int quantityRemoved) =>
        lines.Add($"X {symbol} {reference} {quantityRemoved}");

    public void OnDelete(ushort symbol, ulong reference) => lines.Add($"D {symbol} {reference}");

    public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price) =>
        lines.Add($"U {symbol} {oldReference} {newReference} {quantity} {price}");

    public void OnTradingState(ushort symbol, TradingState state) => lines.Add($"H {symbol} {(char)state}");
}

/// <summary>Writes each execution as a line: <c>Traded tag ref price quantity leaves match take|rest</c>.</summary>
internal readonly struct RecordingOwners(List<string> lines) : IExecutionSink
{
    public void OnExecution(in ExecutionEvent e) => lines.Add(e.Kind switch
    {
        ExecutionKind.Traded =>
            $"Traded {e.Tag} {e.Reference} {e.Price} {e.Quantity} {e.Leaves} {e.MatchNumber} "
            + (e.Aggressor ? "take" : "rest"),
        ExecutionKind.Replaced => $"Replaced {e.Tag} {e.PreviousReference}>{e.Reference} {e.Price} {e.Leaves}",
        _ => $"{e.Kind} {e.Tag} {e.Reference} {e.Price} {e.Quantity} {e.Leaves}",
    });
}

/// <summary>An engine with everything it says recorded.</summary>
internal sealed class Bench
{
    public readonly List<string> Feed = [];
    public readonly List<string> Fills = [];
    public readonly OrderBooks Books;
    public readonly MatchingEngine<RecordingData, RecordingOwners> Engine;

    public Bench(int symbols = 2, int maxOrders = 1000, int maxLevels = 64, bool open = true)
    {
        Books = new OrderBooks(symbols, maxOrders, maxLevels);
        Engine = new(Books, new RecordingData(Feed), new RecordingOwners(Fills));
        for (ushort i = 0; open && i < symbols; i++)
            Engine.SetTradingState(i, TradingState.Trading);
        Feed.Clear();
    }

    public (OrderResult Result, ulong Reference) Send(
        EventSide side, int quantity, long price, ulong tag, OrderKind kind = OrderKind.Limit,
        OrderLife life = OrderLife.Day, bool postOnly = false, ushort symbol = 1, int owner = 5)
    {
        OrderResult result = Engine.Submit(
            new NewOrder
            {
                Symbol = symbol, Side = side, Quantity = quantity, Price = price, Kind = kind, Life = life,
                PostOnly = postOnly, Owner = owner, Tag = tag,
            },
            out ulong reference);
        return (result, reference);
    }

    public void Clear()
    {
        Feed.Clear();
        Fills.Clear();
    }
}
