using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// The ITCH messages that feed and snapshot have in common.
/// <para><b>Reference.</b> NASDAQ TotalView-ITCH 5.0; GLIMPSE 5.0.</para>
/// </summary>
internal static class FeedMessages
{
    private const uint RoundLot = 100;

    public static T Create<T>(ushort symbol, long timeNs)
        where T : unmanaged, IItchMessage => ItchMessage.Create<T>((ushort)(symbol + 1), (ulong)timeNs);

    public static SystemEventMessage SystemEvent(char code, long timeNs)
    {
        SystemEventMessage message = ItchMessage.Create<SystemEventMessage>(0, (ulong)timeNs);
        message.EventCode = (byte)code;
        return message;
    }

    public static StockDirectoryMessage Directory(ushort symbol, Alpha8 stock, long timeNs)
    {
        StockDirectoryMessage message = Create<StockDirectoryMessage>(symbol, timeNs);
        message.Stock = stock;
        message.MarketCategory = (byte)'Q';
        message.FinancialStatusIndicator = (byte)'N';
        message.RoundLotSize = RoundLot;
        message.RoundLotsOnly = (byte)'N';
        message.IssueClassification = (byte)'C';
        message.IssueSubType = "Z";
        message.Authenticity = (byte)'T';
        message.ShortSaleThresholdIndicator = (byte)'N';
        message.IpoFlag = (byte)'N';
        message.LuldReferencePriceTier = (byte)'1';
        message.EtpFlag = (byte)'N';
        message.EtpLeverageFactor = 0;
        message.InverseIndicator = (byte)'N';
        return message;
    }

    public static StockTradingActionMessage TradingAction(
        ushort symbol, Alpha8 stock, TradingState state, long timeNs)
    {
        StockTradingActionMessage message = Create<StockTradingActionMessage>(symbol, timeNs);
        message.Stock = stock;
        message.TradingState = (byte)state;
        message.Reserved = (byte)' ';
        message.Reason = state == TradingState.Halted ? "T1" : "";
        return message;
    }

    public static AddOrderMessage Add(
        ushort symbol, Alpha8 stock, ulong reference, EventSide side, int quantity, long price, long timeNs)
    {
        AddOrderMessage message = Create<AddOrderMessage>(symbol, timeNs);
        message.OrderReferenceNumber = reference;
        message.BuySellIndicator = side == EventSide.Buy ? (byte)'B' : (byte)'S';
        message.Shares = (uint)quantity;
        message.Stock = stock;
        message.Price = (uint)price;
        return message;
    }
}
