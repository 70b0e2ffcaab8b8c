using HftGateway.Fix.Orders;

namespace HftGateway.Fix.Conformance.Tests.Orders;

/// <summary>Reconnects, status requests, mass cancels, memory of executions, cost.</summary>
public sealed class OrderRecoveryTests
{
    [Fact]
    public void ShouldAskForEveryOpenOrderAfterAReconnectAndSettleTheirFate()
    {
        FixOrderTracker tracker = Orders(4);
        Apply(tracker, 2, "150=0|39=0|14=0|151=100|");
        Apply(tracker, 3, "150=F|39=2|14=100|151=0|32=100|31=10|");

        Assert.Equal(3, tracker.Disconnected());
        Assert.Equal((0, 1, 3, -1), (tracker.NextUncertain(-1), tracker.NextUncertain(0), tracker.NextUncertain(1),
            tracker.NextUncertain(3)));
        tracker.MassStatusRequested();
        Apply(tracker, 2, "150=I|39=1|14=25|151=75|911=2|", exec: "0");
        Assert.False(tracker.MassStatusComplete);
        Apply(tracker, 3, "150=I|39=2|14=100|151=0|911=2|912=Y|", exec: "0");
        Assert.True(tracker.MassStatusComplete);
        Assert.Equal(0, tracker.CloseMassStatus());

        Assert.Equal(
            [FixOrderState.NotDelivered, FixOrderState.PartiallyFilled, FixOrderState.Filled,
                FixOrderState.NotDelivered],
            Enumerable.Range(0, 4).Select(i => tracker[i].State));
        Assert.Equal(25, tracker[1].Cumulative);
    }

    [Fact]
    public void ShouldNotTakeAnAcknowledgedOrderForDeadThatTheVenueDoesNotList()
    {
        FixOrderTracker tracker = Orders(1);
        Apply(tracker, 1, "150=0|39=0|14=0|151=100|");
        tracker.Disconnected();

        Assert.Equal(1, tracker.CloseMassStatus());
        Assert.Equal((FixOrderState.New, true), (tracker[0].State, tracker[0].IsUncertain));
    }

    [Fact]
    public void ShouldKnowWhatNeverReachedTheVenue()
    {
        FixOrderTracker tracker = Orders(2);
        Apply(tracker, 2, "150=0|39=0|14=0|151=100|");
        tracker.Cancel(1, 10);
        tracker.Disconnected();

        tracker.Lost(1, FixOrderEvent.NotDelivered);
        tracker.Lost(10, FixOrderEvent.NotDelivered);

        Assert.Equal((FixOrderState.NotDelivered, FixOrderState.New), (tracker[0].State, tracker[1].State));
        Assert.Equal(FixOrderOutcome.UnknownOrder, tracker.Lost(99, FixOrderEvent.NotDelivered).Outcome);
    }

    [Fact]
    public void ShouldHoldOrdersOfAMassCancelUntilEachIsReported()
    {
        var tracker = new FixOrderTracker(3, 8, 16);
        tracker.New(1, 100, 10_0000, FixSide.Buy, 5);
        tracker.New(2, 100, 10_0000, FixSide.Sell, 5);
        tracker.New(3, 100, 10_0000, FixSide.Buy, 6);

        Assert.Equal(1, tracker.MassCancelAnswered(accepted: true, instrument: 5, FixSide.Buy));
        Assert.Equal((FixOrderState.PendingCancel, FixOrderState.Sent), (tracker[0].State, tracker[1].State));
        FixOrderChange change = Apply(tracker, 1, "150=4|39=4|14=0|151=0|");
        Assert.Equal((FixOrderState.Cancelled, FixOrderAlerts.None), (change.After, change.Alerts));
        Assert.Equal(2, tracker.MassCancelAnswered(accepted: true));
        Assert.Equal(2, tracker.MassCancelAnswered(accepted: false));
        Assert.Equal(FixOrderState.Sent, tracker[2].State);
    }

    [Fact]
    public void ShouldReportWhatBelongsToNobody()
    {
        FixOrderTracker tracker = Orders(1);

        FixOrderChange change = Apply(tracker, 9, "150=F|39=1|14=10|151=90|32=10|31=10|");

        Assert.Equal((FixOrderOutcome.UnknownOrder, -1, 1L), (change.Outcome, change.Order, tracker.UnknownReports));
    }

    [Fact]
    public void ShouldRefuseMoreThanItHoldsAndChangeNothing()
    {
        var tracker = new FixOrderTracker(2, 3, 16);
        tracker.New(1, 100, 10_0000, FixSide.Buy, 0);
        tracker.New(2, 100, 10_0000, FixSide.Buy, 0);

        Assert.Equal(FixOrderOutcome.Full, tracker.New(3, 100, 10_0000, FixSide.Buy, 0).Outcome);
        Assert.Equal(FixOrderOutcome.Applied, tracker.Cancel(0, 3).Outcome);
        Assert.Equal(FixOrderOutcome.Full, tracker.Cancel(1, 4).Outcome);
        Assert.Equal(FixOrderOutcome.Refused, tracker.New(1, 100, 10_0000, FixSide.Buy, 0).Outcome);
        Assert.Equal((2, FixOrderState.Sent), (tracker.Count, tracker[1].State));
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(64, 2)]
    [InlineData(1024, 3)]
    public void ShouldRememberExactlyTheLastExecutions(int capacity, int seed)
    {
        var random = new Random(seed);
        var memory = new FixExecutionMemory(capacity);
        var last = new Queue<ulong>();
        for (int i = 0; i < 20_000; i++)
        {
            FixExecution execution = default;
            execution.Id = (ulong)random.Next(1, capacity * 3);
            execution.Quantity = i;
            bool known = last.Contains(execution.Id);
            Assert.Equal(!known, memory.TryAdd(in execution));
            if (known)
                continue;
            last.Enqueue(execution.Id);
            if (last.Count > capacity)
                Assert.False(memory.TryFind(last.Dequeue(), out _));
            Assert.True(memory.TryFind(execution.Id, out FixExecution found) && found.Quantity == i);
            Assert.Equal(last.Count, memory.Count);
        }

        Assert.All(last, id => Assert.True(memory.TryFind(id, out _)));
    }

    [Fact]
    public void ShouldTakeBackWhatStandsForAnExecution()
    {
        var memory = new FixExecutionMemory(16);
        memory.TryAdd(new FixExecution { Id = 1, Quantity = 40, Price = 10 });
        memory.TryAdd(new FixExecution { Id = 9 }); // no fill

        Assert.Equal((FixRevocation.Done, 40L), Correct(1, 2, 30));
        Assert.Equal((FixRevocation.Done, 30L), Correct(1, 3, 20));
        Assert.Equal((FixRevocation.Done, 20L), Correct(3, 3, 25));
        Assert.Equal(FixRevocation.Done, memory.Revoke(2, out FixExecution revoked));
        Assert.Equal((25L, 10L), (revoked.Quantity, revoked.Price));
        foreach (ulong id in (ulong[])[1, 2, 3])
            Assert.Equal((FixRevocation.Already, 0L), Correct(id, 4, 5));
        Assert.False(memory.TryFind(4, out _));
        Assert.Equal(FixRevocation.Unknown, memory.Revoke(9, out _));
        Assert.Equal(FixRevocation.Unknown, memory.Revoke(7, out _));

        (FixRevocation Done, long Was) Correct(ulong id, ulong by, long quantity) => (
            memory.Correct(id, new FixExecution { Id = by, Quantity = quantity, Price = 10 }, out FixExecution was),
            was.Quantity);
    }

    // The correction pushes the very execution out that it corrects, and others that stand between.
    [Fact]
    public void ShouldForgetTheOldestOfACorrectedExecution()
    {
        var memory = new FixExecutionMemory(16);
        for (ulong id = 1; id <= 16; id++)
        {
            Assert.False(memory.IsFull);
            memory.TryAdd(new FixExecution { Id = id, Quantity = 1 });
        }

        Assert.True(memory.IsFull);
        Assert.Equal(
            FixRevocation.Done, memory.Correct(1, new FixExecution { Id = 17, Quantity = 2 }, out FixExecution was));
        Assert.Equal(1, was.Quantity);
        Assert.Equal(FixRevocation.Unknown, memory.Revoke(1, out _));
        Assert.Equal(FixRevocation.Done, memory.Revoke(17, out was));
        Assert.Equal(2, was.Quantity);
    }

    [Fact]
    public void ShouldAllocateNothing()
    {
        const int Count = 20_000;
        var tracker = new FixOrderTracker(Count * 8, Count * 16, 1024);
        FixOrderReport ack = OrderReports.Parse("35=8|11=X|37=1|17=E1|55=A|54=1|150=0|39=0|14=0|151=100|");
        FixOrderReport fill = OrderReports.Parse(
            "35=8|11=X|37=1|17=E1|55=A|54=1|150=F|39=1|14=10|151=90|32=10|31=5|");
        ulong next = 0;

        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                ulong id = ++next;
                int order = tracker.New(id, 100, 5_0000, FixSide.Buy, 0).Order;
                ack.ClOrdId = fill.ClOrdId = id;
                ack.OrderId = fill.OrderId = id;
                ack.ExecId = id * 2;
                fill.ExecId = (id * 2) + 1;
                tracker.Apply(in ack);
                tracker.Cancel(order, id | (1UL << 40));
                tracker.Apply(in fill);
            }
        }));
        Assert.Equal(10, tracker[0].Cumulative);
    }

    private static FixOrderTracker Orders(int count)
    {
        var tracker = new FixOrderTracker(16, 64, 64);
        for (uint i = 1; i <= count; i++)
            tracker.New(i, 100, 10_0000, FixSide.Buy, 0);
        return tracker;
    }

    private static FixOrderChange Apply(FixOrderTracker tracker, uint id, string body, string? exec = null) =>
        tracker.Apply(OrderReports.Parse(
            $"35=8|11={OrderReports.Id(id)}|37={500 + id}|"
            + $"17={exec ?? $"{id}-{body.GetHashCode(StringComparison.Ordinal)}"}|55=A|54=1|" + body));
}
