using System.Globalization;
using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests.Reference;

/// <summary>
/// LOBSTER message lines as events of instrument 0 (features specification, 2.5). For tests: trusts its input.
/// </summary>
internal static class LobsterLines
{
    public static List<InputEvent> Parse(string text)
    {
        List<InputEvent> events = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            events.Add(ParseLine(line.Trim().Split(','), events.Count));
        return events;
    }

    private static InputEvent ParseLine(string[] fields, int index)
    {
        int direction = int.Parse(fields[5], CultureInfo.InvariantCulture);
        InputEvent e = new()
        {
            TimeNs = (long)(decimal.Parse(fields[0], CultureInfo.InvariantCulture) * 1_000_000_000m),
            OrderId = ulong.Parse(fields[2], CultureInfo.InvariantCulture),
            Quantity = int.Parse(fields[3], CultureInfo.InvariantCulture),
            Price = long.Parse(fields[4], CultureInfo.InvariantCulture),
            Side = direction == 1 ? EventSide.Buy : EventSide.Sell,
            Sequence = index + 1,
        };
        switch (int.Parse(fields[1], CultureInfo.InvariantCulture))
        {
            case 1:
                e.Kind = EventKind.Add;
                break;
            case 2:
                e.Kind = EventKind.Reduce;
                break;
            case 3:
                e.Kind = EventKind.Delete;
                break;
            case 4:
                e.Kind = EventKind.Execute;
                break;
            case 5:
                e.Kind = EventKind.Trade;
                break;
            case 7:
                e.Kind = EventKind.TradingAction;
                e.Quantity = e.Price == 1 ? 'T' : 'H';
                break;
            default:
                e.Kind = EventKind.Information;
                break;
        }
        return e;
    }
}
