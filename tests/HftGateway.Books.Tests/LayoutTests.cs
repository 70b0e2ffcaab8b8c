using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Books.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void ShouldHaveDocumentedSizesWhenLaidOut()
    {
        Assert.Equal(192, Unsafe.SizeOf<BookUpdate>());
        Assert.Equal(48, Unsafe.SizeOf<LevelChange>());
        Assert.Equal(64, Unsafe.SizeOf<OrderBucket>());
        Assert.Equal(8, Unsafe.SizeOf<OrderLinks>());
        Assert.Equal(32, Unsafe.SizeOf<LevelNode>());
        Assert.Equal(128, Unsafe.SizeOf<BookNode>());
    }

    [Fact]
    public void ShouldKeepSummaryHeadInEightBytesWhenWrittenAtOnce()
    {
        BookUpdate update = default;
        Unsafe.As<BookFlags, ulong>(ref update.Flags) = 0x0001_0102_0000_0081UL;
        Assert.Equal((BookFlags)0x81, update.Flags);
        Assert.Equal(2, update.ChangeCount);
        Assert.Equal(MarketData.Events.EventSide.Sell, update.RestingSide);
        Assert.Equal(1, update.BestLevelEmptied);
        Assert.Equal(0, update.TradeQuantity);
    }

    [Fact]
    public void ShouldStartChangesOnOwnCacheLinesWhenLaidOut()
    {
        Assert.Equal(64, (int)Marshal.OffsetOf<BookUpdate>(nameof(BookUpdate.Change0)));
        Assert.Equal(112, (int)Marshal.OffsetOf<BookUpdate>(nameof(BookUpdate.Change1)));
        Assert.Equal(64, (int)Marshal.OffsetOf<BookNode>(nameof(BookNode.Occupied)));
    }
}
