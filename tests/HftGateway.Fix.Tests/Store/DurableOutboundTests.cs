namespace HftGateway.Fix.Tests.Store;

/// <summary>The gateway's sending half over a durable store.</summary>
public sealed class DurableOutboundTests : IDisposable
{
    private const string Identity = "FIX.4.4:GW->EX";

    private readonly string _folder = Directory.CreateTempSubdirectory("fixdurable").FullName;
    private readonly byte[] _buffer = new byte[8192];
    private readonly FixSessionOptions _options = new()
    {
        SenderCompId = "GW", TargetCompId = "EX", Symbols = ["AAPL"], ClOrdIdPrefix = "C",
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ShouldGoOnWithItsNumbersAfterTheProcessDied()
    {
        string path = Path.Combine(_folder, "gw.fixstore");
        byte[] order;
        using (FixStore store = FixStore.Open(path, Identity, Naive.Noon))
        {
            var half = new FixOutboundSession(_options, durable: store);
            Assert.Equal("1", Number(half.WriteLogon(_buffer, Naive.Noon)));
            int length = half.WriteOrder(Order(1), Naive.Noon, _buffer);
            order = _buffer[..length];
            Assert.Equal("3", Number(half.WriteHeartbeat(_buffer, Naive.Noon)));
        }
        using (FixStore store = FixStore.Open(path, Identity, Naive.Noon))
        {
            var half = new FixOutboundSession(_options, durable: store);
            Assert.Equal(4ul, half.NextSequence);
            Assert.True(store.TryFind(2, out StoredMessage stored));
            Assert.Equal(order, stored.Bytes.ToArray());
            Assert.Equal(FixMsgType.NewOrderSingle, stored.MsgType);
            Assert.True(store.TryFind(3, out stored));
            Assert.Equal(FixMsgType.Heartbeat, stored.MsgType);
            Assert.Equal("1", Number(half.WriteLogon(_buffer, Naive.Noon, reset: true)));
            half.WriteSequenceReset(_buffer, Naive.Noon, 10);
        }
        using (FixStore store = FixStore.Open(path, Identity, Naive.Noon))
            Assert.Equal("10", Number(new FixOutboundSession(_options, durable: store).WriteLogon(_buffer, Naive.Noon)));
    }

    [Fact]
    public void ShouldAllocateNothingWithTheStoreOnDisk()
    {
        using FixStore store = FixStore.Open(Path.Combine(_folder, "a.fixstore"), Identity, Naive.Noon);
        var half = new FixOutboundSession(_options, durable: store);
        NewOrder order = Order(1);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 2_000; i++)
                half.WriteOrder(order, Naive.Noon, _buffer);
        }));
        Assert.Equal(half.NextSequence, store.NextOutbound);
    }

    private static NewOrder Order(uint id) => new()
    {
        OrderId = id, Price = 10_000, Quantity = 1, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
        TimeInForce = FixTimeInForce.Day,
    };

    private string? Number(int length) => Naive.Field(Assert.Single(Naive.Split(_buffer.AsSpan(0, length))), 34);
}
