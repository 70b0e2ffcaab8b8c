using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Tests.Slots;

/// <summary>
/// The slot's layout is a promise between threads: sections of different writers never share a cache line.
/// </summary>
public sealed class SlotLayoutTests
{
    [Theory]
    [InlineData(nameof(Slot.Ingress), 0, 320)]
    [InlineData(nameof(Slot.Book), 320, 192)]
    [InlineData(nameof(Slot.Features), 512, 192)]
    [InlineData(nameof(Slot.Strategy), 704, 192)]
    [InlineData(nameof(Slot.Risk), 896, 64)]
    [InlineData(nameof(Slot.Encoder), 960, 64)]
    public void ShouldStartEverySectionOnItsOwnCacheLine(string section, int offset, int size)
    {
        Assert.Equal(offset, (int)Marshal.OffsetOf<Slot>(section));
        Assert.Equal(0, offset % 64);
        Assert.Equal(0, size % 64);
    }

    [Fact]
    public void ShouldHaveTheSizesThatTheLayoutPromises()
    {
        Assert.Equal(1024, Unsafe.SizeOf<Slot>());
        Assert.Equal(320, Unsafe.SizeOf<IngressSection>());
        Assert.Equal(64, Unsafe.SizeOf<InputEvent>());
        Assert.Equal(192, Unsafe.SizeOf<BookUpdate>());
        Assert.Equal(48, Unsafe.SizeOf<LevelChange>());
        Assert.Equal(192, Unsafe.SizeOf<FeatureRow>());
        Assert.Equal(192, Unsafe.SizeOf<StrategyOutput>());
        Assert.Equal(32, Unsafe.SizeOf<OrderIntent>());
        Assert.Equal(64, Unsafe.SizeOf<RiskVerdicts>());
        Assert.Equal(64, Unsafe.SizeOf<EncoderSection>());
        Assert.Equal(128, Unsafe.SizeOf<StampRecord>());
        Assert.Equal(256, Unsafe.SizeOf<QueuedInput>());
        Assert.Equal(40, Unsafe.SizeOf<ReportedExecution>());
    }

    // What goes with an order event's note ends with the slot's second line, and lies where a session event's action does.
    [Fact]
    public void ShouldKeepTheExecutionOnTheSecondLine()
    {
        Assert.Equal(88, (int)Marshal.OffsetOf<IngressSection>(nameof(IngressSection.Execution)));
        Assert.Equal(80, (int)Marshal.OffsetOf<QueuedInput>(nameof(QueuedInput.Execution)));
        Assert.Equal(80, (int)Marshal.OffsetOf<QueuedInput>(nameof(QueuedInput.Session)));
    }

    [Fact]
    public void ShouldKeepTheOffsetsOfTheJournaledEvent()
    {
        (string Field, int Offset)[] expected =
        [
            (nameof(InputEvent.Kind), 0), (nameof(InputEvent.Side), 1), (nameof(InputEvent.Flags), 2),
            (nameof(InputEvent.Code), 3), (nameof(InputEvent.Instrument), 4), (nameof(InputEvent.Venue), 6),
            (nameof(InputEvent.TimeNs), 8), (nameof(InputEvent.UtcNs), 16), (nameof(InputEvent.OrderId), 24),
            (nameof(InputEvent.OrderId2), 32), (nameof(InputEvent.Price), 40), (nameof(InputEvent.Quantity), 48),
            (nameof(InputEvent.Quantity2), 52), (nameof(InputEvent.Sequence), 56),
        ];
        foreach ((string field, int offset) in expected)
            Assert.Equal(offset, (int)Marshal.OffsetOf<InputEvent>(field));
    }
}
