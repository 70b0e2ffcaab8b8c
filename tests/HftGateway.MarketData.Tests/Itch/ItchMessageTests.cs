using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Tests.Itch;

public sealed class ItchMessageTests
{
    [Fact]
    public void ShouldEncodeSpecificationBytesWhenAddOrderIsWritten()
    {
        AddOrderMpidMessage message = ItchMessage.Create<AddOrderMpidMessage>(0x06CA, 0x1F1ACED99936, 3);
        message.OrderReferenceNumber = 0x0120BE75;
        message.BuySellIndicator = (byte)'S';
        message.Shares = 100;
        message.Stock = "DCAS";
        message.Price = 2_555_200;
        message.Attribution = "FLTU";
        byte[] bytes = new byte[AddOrderMpidMessage.SizeBytes];
        Assert.Equal(40, ItchMessage.Write(bytes, in message));
        Assert.Equal(
            "4606CA00031F1ACED99936000000000120BE755300000064444341532020202000" + "26FD40464C5455",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void ShouldReadEveryFieldWhenNetOrderImbalanceIsReal()
    {
        // A packet of Nasdaq's feed on 2023-08-22: stock MDC, far, near and reference price 46.4400.
        byte[] bytes = Convert.FromHexString(
            "49193E00001F1ACEDE0AB2000000000000000100000000000000004E4D444320202020200007161000071610000716104F4C");
        Assert.True(ItchMessage.TryRead(bytes, out NetOrderImbalanceMessage message));
        Assert.Equal(0x193E, message.StockLocate);
        Assert.Equal(0, message.TrackingNumber);
        Assert.Equal(34_200_000_268_978UL, (ulong)message.Timestamp);
        Assert.Equal(1UL, (ulong)message.PairedShares);
        Assert.Equal(0UL, (ulong)message.ImbalanceShares);
        Assert.Equal((byte)'N', message.ImbalanceDirection);
        Assert.Equal("MDC", message.Stock.ToString());
        Assert.Equal(464_400u, (uint)message.FarPrice);
        Assert.Equal(464_400u, (uint)message.NearPrice);
        Assert.Equal(464_400u, (uint)message.CurrentReferencePrice);
        Assert.Equal((byte)'O', message.CrossType);
        Assert.Equal((byte)'L', message.PriceVariationIndicator);
    }

    [Fact]
    public void ShouldRefuseWhenTypeOrLengthDiffers()
    {
        byte[] bytes = ItchSamples.Add("AAPL", 1, 1, 'B', 100, 10_000);
        Assert.False(ItchMessage.TryRead(bytes, out OrderDeleteMessage _));
        Assert.False(ItchMessage.TryRead(bytes.AsSpan(0, 35), out AddOrderMessage _));
        Assert.True(ItchMessage.TryRead(bytes, out AddOrderMessage _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ShouldKeepAllBytesWhenEveryTypeIsDecodedAndEncoded(int seed)
    {
        Random random = new(seed);
        RoundTrip<SystemEventMessage>(random);
        RoundTrip<StockDirectoryMessage>(random);
        RoundTrip<StockTradingActionMessage>(random);
        RoundTrip<RegShoRestrictionMessage>(random);
        RoundTrip<MarketParticipantPositionMessage>(random);
        RoundTrip<MwcbDeclineLevelMessage>(random);
        RoundTrip<MwcbStatusMessage>(random);
        RoundTrip<IpoQuotingPeriodMessage>(random);
        RoundTrip<LuldAuctionCollarMessage>(random);
        RoundTrip<OperationalHaltMessage>(random);
        RoundTrip<AddOrderMessage>(random);
        RoundTrip<AddOrderMpidMessage>(random);
        RoundTrip<OrderExecutedMessage>(random);
        RoundTrip<OrderExecutedWithPriceMessage>(random);
        RoundTrip<OrderCancelMessage>(random);
        RoundTrip<OrderDeleteMessage>(random);
        RoundTrip<OrderReplaceMessage>(random);
        RoundTrip<TradeMessage>(random);
        RoundTrip<CrossTradeMessage>(random);
        RoundTrip<BrokenTradeMessage>(random);
        RoundTrip<NetOrderImbalanceMessage>(random);
        RoundTrip<RetailInterestMessage>(random);
        RoundTrip<DirectListingMessage>(random);
    }

    [Fact]
    public void ShouldSwapBytesWhenWireIntegersAreSet()
    {
        UInt48BigEndian time = 0x0102_0304_0506UL;
        Assert.Equal(0x0102_0304_0506UL, (ulong)time);
        Assert.Equal(UInt48BigEndian.MaxValue, (ulong)(UInt48BigEndian)ulong.MaxValue);
        Assert.Equal("BRK.A", ((Alpha8)"BRK.A").ToString());
        Assert.Equal(5, ((Alpha8)"BRK.A").TrimmedLength);
        Assert.False(Alpha8.TryParse("TOOLONGXX", out _));
        Assert.False(Alpha4.TryParse("é", out _));
        Assert.Throws<FormatException>(() => (Alpha8)"TOOLONGXX");
    }

    // Every field is read through its converting type and set again in a blank message.
    private static void RoundTrip<T>(Random random)
        where T : unmanaged, IItchMessage
    {
        byte[] bytes = ItchSamples.Random(random, T.Code);
        Assert.True(ItchMessage.TryRead(bytes, out T read));
        object blank = default(T);
        foreach (System.Reflection.FieldInfo field in typeof(T).GetFields())
        {
            if (field.IsStatic)
                continue;
            object value = field.GetValue(read)!;
            field.SetValue(blank, Rebuild(value));
        }

        T written = (T)blank;
        byte[] output = new byte[T.Length];
        Assert.Equal(T.Length, ItchMessage.Write(output, in written));
        Assert.Equal(bytes, output);
    }

    private static object Rebuild(object value) => value switch
    {
        UInt16BigEndian wire => (UInt16BigEndian)(ushort)wire,
        UInt32BigEndian wire => (UInt32BigEndian)(uint)wire,
        UInt48BigEndian wire => (UInt48BigEndian)(ulong)wire,
        UInt64BigEndian wire => (UInt64BigEndian)(ulong)wire,
        Price4 wire => (Price4)(uint)wire,
        Price8 wire => (Price8)(ulong)wire,
        Alpha8 wire => Alpha8.FromBytes(Alpha8.AsBytes(in wire)),
        Alpha4 wire => Alpha4.FromBytes(Alpha4.AsBytes(in wire)),
        Alpha2 wire => Alpha2.FromBytes(Alpha2.AsBytes(in wire)),
        _ => value,
    };
}
