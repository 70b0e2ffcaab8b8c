using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Tests.Itch;

/// <summary>Every size and every field offset of every message, as the specification's tables give them.</summary>
public sealed class ItchLayoutTests
{
    [Fact]
    public void ShouldMatchSpecificationWhenSystemEventIsLaidOut() => Check<SystemEventMessage>(
        'S', 12,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("EventCode", 11));

    [Fact]
    public void ShouldMatchSpecificationWhenStockDirectoryIsLaidOut() => Check<StockDirectoryMessage>(
        'R', 39,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("MarketCategory", 19), ("FinancialStatusIndicator", 20), ("RoundLotSize", 21), ("RoundLotsOnly", 25),
        ("IssueClassification", 26), ("IssueSubType", 27), ("Authenticity", 29),
        ("ShortSaleThresholdIndicator", 30), ("IpoFlag", 31), ("LuldReferencePriceTier", 32), ("EtpFlag", 33),
        ("EtpLeverageFactor", 34), ("InverseIndicator", 38));

    [Fact]
    public void ShouldMatchSpecificationWhenStockTradingActionIsLaidOut() => Check<StockTradingActionMessage>(
        'H', 25,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("TradingState", 19), ("Reserved", 20), ("Reason", 21));

    [Fact]
    public void ShouldMatchSpecificationWhenRegShoRestrictionIsLaidOut() => Check<RegShoRestrictionMessage>(
        'Y', 20,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("RegShoAction", 19));

    [Fact]
    public void ShouldMatchSpecificationWhenMarketParticipantIsLaidOut() => Check<MarketParticipantPositionMessage>(
        'L', 26,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Mpid", 11),
        ("Stock", 15), ("PrimaryMarketMaker", 23), ("MarketMakerMode", 24), ("MarketParticipantState", 25));

    [Fact]
    public void ShouldMatchSpecificationWhenMwcbDeclineLevelIsLaidOut() => Check<MwcbDeclineLevelMessage>(
        'V', 35,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Level1", 11),
        ("Level2", 19), ("Level3", 27));

    [Fact]
    public void ShouldMatchSpecificationWhenMwcbStatusIsLaidOut() => Check<MwcbStatusMessage>(
        'W', 12,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("BreachedLevel", 11));

    [Fact]
    public void ShouldMatchSpecificationWhenIpoQuotingPeriodIsLaidOut() => Check<IpoQuotingPeriodMessage>(
        'K', 28,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("IpoQuotationReleaseTime", 19), ("IpoQuotationReleaseQualifier", 23), ("IpoPrice", 24));

    [Fact]
    public void ShouldMatchSpecificationWhenLuldAuctionCollarIsLaidOut() => Check<LuldAuctionCollarMessage>(
        'J', 35,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("AuctionCollarReferencePrice", 19), ("UpperAuctionCollarPrice", 23), ("LowerAuctionCollarPrice", 27),
        ("AuctionCollarExtension", 31));

    [Fact]
    public void ShouldMatchSpecificationWhenOperationalHaltIsLaidOut() => Check<OperationalHaltMessage>(
        'h', 21,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("MarketCode", 19), ("OperationalHaltAction", 20));

    [Fact]
    public void ShouldMatchSpecificationWhenAddOrderIsLaidOut() => Check<AddOrderMessage>(
        'A', 36,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11), ("BuySellIndicator", 19), ("Shares", 20), ("Stock", 24), ("Price", 32));

    [Fact]
    public void ShouldMatchSpecificationWhenAddOrderMpidIsLaidOut() => Check<AddOrderMpidMessage>(
        'F', 40,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11), ("BuySellIndicator", 19), ("Shares", 20), ("Stock", 24), ("Price", 32),
        ("Attribution", 36));

    [Fact]
    public void ShouldMatchSpecificationWhenOrderExecutedIsLaidOut() => Check<OrderExecutedMessage>(
        'E', 31,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11), ("ExecutedShares", 19), ("MatchNumber", 23));

    [Fact]
    public void ShouldMatchSpecificationWhenOrderExecutedWithPriceIsLaidOut() => Check<OrderExecutedWithPriceMessage>(
        'C', 36,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11), ("ExecutedShares", 19), ("MatchNumber", 23), ("Printable", 31),
        ("ExecutionPrice", 32));

    [Fact]
    public void ShouldMatchSpecificationWhenOrderCancelIsLaidOut() => Check<OrderCancelMessage>(
        'X', 23,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11), ("CancelledShares", 19));

    [Fact]
    public void ShouldMatchSpecificationWhenOrderDeleteIsLaidOut() => Check<OrderDeleteMessage>(
        'D', 19,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11));

    [Fact]
    public void ShouldMatchSpecificationWhenOrderReplaceIsLaidOut() => Check<OrderReplaceMessage>(
        'U', 35,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OriginalOrderReferenceNumber", 11), ("NewOrderReferenceNumber", 19), ("Shares", 27), ("Price", 31));

    [Fact]
    public void ShouldMatchSpecificationWhenTradeIsLaidOut() => Check<TradeMessage>(
        'P', 44,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5),
        ("OrderReferenceNumber", 11), ("BuySellIndicator", 19), ("Shares", 20), ("Stock", 24), ("Price", 32),
        ("MatchNumber", 36));

    [Fact]
    public void ShouldMatchSpecificationWhenCrossTradeIsLaidOut() => Check<CrossTradeMessage>(
        'Q', 40,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Shares", 11),
        ("Stock", 19), ("CrossPrice", 27), ("MatchNumber", 31), ("CrossType", 39));

    [Fact]
    public void ShouldMatchSpecificationWhenBrokenTradeIsLaidOut() => Check<BrokenTradeMessage>(
        'B', 19,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("MatchNumber", 11));

    [Fact]
    public void ShouldMatchSpecificationWhenNetOrderImbalanceIsLaidOut() => Check<NetOrderImbalanceMessage>(
        'I', 50,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("PairedShares", 11),
        ("ImbalanceShares", 19), ("ImbalanceDirection", 27), ("Stock", 28), ("FarPrice", 36),
        ("NearPrice", 40), ("CurrentReferencePrice", 44), ("CrossType", 48), ("PriceVariationIndicator", 49));

    [Fact]
    public void ShouldMatchSpecificationWhenRetailInterestIsLaidOut() => Check<RetailInterestMessage>(
        'N', 20,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("InterestFlag", 19));

    [Fact]
    public void ShouldMatchSpecificationWhenDirectListingIsLaidOut() => Check<DirectListingMessage>(
        'O', 48,
        ("MessageType", 0), ("StockLocate", 1), ("TrackingNumber", 3), ("Timestamp", 5), ("Stock", 11),
        ("OpenEligibilityStatus", 19), ("MinimumAllowablePrice", 20), ("MaximumAllowablePrice", 24),
        ("NearExecutionPrice", 28), ("NearExecutionTime", 32), ("LowerPriceRangeCollar", 40),
        ("UpperPriceRangeCollar", 44));

    [Fact]
    public void ShouldEveryOtherTypeHaveLengthZeroWhenLookedUp()
    {
        const string Defined = "SRHYLVWKJhAFECXDUPQBINO";
        for (int type = 0; type < 256; type++)
            Assert.Equal(Defined.Contains((char)type), ItchLength.Of((byte)type) != 0);
        Assert.Equal(Defined.Length, ItchLength.Types.Length);
    }

    private static void Check<T>(char type, int size, params (string Field, int Offset)[] fields)
        where T : unmanaged, IItchMessage
    {
        Assert.Equal((byte)type, T.Code);
        Assert.Equal(size, T.Length);
        Assert.Equal(size, Unsafe.SizeOf<T>());
        Assert.Equal(size, ItchLength.Of((byte)type));
        FieldInfo[] declared = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Instance);
        Assert.Equal(fields.Length, declared.Length);
        foreach ((string field, int offset) in fields)
            Assert.Equal((field, offset), (field, (int)Marshal.OffsetOf<T>(field)));
    }
}
