using HftGateway.MarketData;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Replay;
using HftGateway.Pipeline.Topology;

namespace HftGateway.Pipeline.Tests.Replay;

/// <summary>
/// The hot path makes no garbage: no thread that an event passes takes a byte from the collected heap.
/// </summary>
public sealed class ZeroAllocationTests
{
    private const long Messages = 5_000_000;

    [Theory]
    [InlineData("fused")]
    [InlineData("[[ingress, book], [features, strategy], [risk, encoder]]")]
    public void ShouldAllocateNothingOverFiveMillionMessages(string topology)
    {
        var presets = new Dictionary<string, string>
        {
            ["strategy.z_window"] = "60",
            ["strategy.z_entry"] = "1.5",
            ["strategy.max_spread_ticks"] = "20",
            ["strategy.require_edge"] = "false",
            ["risk.collar_ticks"] = "100",
            ["replay.stamp_every"] = "8",
            // Long windows: the threads hand over thousands of messages at a time instead of waiting for each.
            ["replay.order_ns"] = "1_000_000_000",
            ["instruments.max_live_orders"] = "400_000",
        };
        EffectiveConfiguration c = EffectiveConfiguration.Load(null, presets, ["gateway.topology=" + topology]);
        SyntheticRecording recording = SyntheticRecording.Of(Messages, 4);
        using (ReplayRunner warmUp = new(c, recording.Symbols, ReplayOptions.From(c, 0, ReplayOrders.Exchange)))
        using (MessageSource source = SyntheticRecording.Of(100_000, 4).Open())
            warmUp.Run([source], null, CancellationToken.None);

        // What the runtime itself allocates, once, on whichever thread: a further pass is without it.
        string[] allocated = ["not run"];
        for (int pass = 0; pass < 3 && allocated.Length > 0; pass++)
        {
            using ReplayRunner runner = new(c, recording.Symbols, ReplayOptions.From(c, 0, ReplayOrders.Exchange));
            using MessageSource input = recording.Open();
            RunReport report = runner.Run([input], null, CancellationToken.None);
            Assert.Equal(Messages, report.Feed.Messages);
            Assert.True(report.Orders.NewOrders > 100, $"only {report.Orders.NewOrders} orders");
            allocated = [.. report.Allocations
                .Where(meter => meter.Bytes != 0).Select(meter => $"{meter.Name} allocated {meter.Bytes} bytes")];
        }

        Assert.Empty(allocated);
    }
}
