namespace HftGateway.Fix.Conformance.Tests.Orders;

public sealed class OrderStateTableTests
{
    private static readonly Lazy<Dictionary<(string State, string Event), string>> Table = new(Read);

    public static TheoryData<string> AllStates => new(OrderStateTable.States);

    [Fact]
    public void ShouldNameEveryPairOfStateAndEventOnce()
    {
        Assert.Equal(OrderStateTable.States.Length * OrderStateTable.Events.Length, Table.Value.Count);
        foreach (string state in OrderStateTable.States)
        {
            foreach (string what in OrderStateTable.Events)
                Assert.True(Table.Value.ContainsKey((state, what)), $"{state}, {what}");
        }
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    public void ShouldDoWhatTheTableSays(string state)
    {
        var differences = new List<string>();
        foreach (string what in OrderStateTable.Events)
        {
            string actual = OrderStateTable.At(state).Try(what);
            string expected = Table.Value[(state, what)];
            if (actual != expected)
                differences.Add($"{state} + {what}: expected {expected}, was {actual}");
        }

        Assert.Equal([], differences);
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    public void ShouldKeepQuantitiesInBoundsOverEveryPairOfEvents(string state)
    {
        foreach (string first in OrderStateTable.Events)
        {
            foreach (string second in OrderStateTable.Events)
            {
                OrderStateTable table = OrderStateTable.At(state);
                table.Try(first);
                table.Try(second);
                Assert.True(table.Current.Cumulative >= 0 && table.Current.Leaves >= 0, $"{state} {first} {second}");
                Assert.True(!table.Current.HasEnded || table.Current.Leaves == 0, $"{state} {first} {second}");
                Assert.InRange(table.Current.RequestCount, 0, 4);
            }
        }
    }

    private static Dictionary<(string State, string Event), string> Read()
    {
        var table = new Dictionary<(string, string), string>();
        string state = "";
        string path = Path.Combine(AppContext.BaseDirectory, "Orders", "order-states.txt");
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("state ", StringComparison.Ordinal))
            {
                state = line["state ".Length..];
                continue;
            }

            string[] parts = line.Split(" : ", 2);
            foreach (string what in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                table.Add((state, what), parts[0]);
        }

        return table;
    }
}
