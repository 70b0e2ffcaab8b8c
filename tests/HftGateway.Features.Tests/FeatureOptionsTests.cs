namespace HftGateway.Features.Tests;

public sealed class FeatureOptionsTests
{
    [Fact]
    public void ShouldHaveNothingToSayWhenOptionsAreTheDefaults() => Assert.Empty(new FeatureOptions().Validate());

    public static TheoryData<FeatureOptions, string> Wrong => new()
    {
        { new FeatureOptions { TickPu = 0 }, "tick_pu = 0 is outside 1 to 1000000" },
        { new FeatureOptions { ShortDeltaNs = 0 }, "short_delta_ns = 0 is outside 1 to 86400000000000" },
        { new FeatureOptions { ShortM = 1001 }, "short_m = 1001 is outside 1 to 1000" },
        { new FeatureOptions { FlowWindow = 0 }, "flow_window = 0 is outside 1 to 100000" },
        { new FeatureOptions { DepthLevels = 4, ImbalanceLevels = 3 }, "depth_levels = 4 is outside 1 to 3" },
        { new FeatureOptions { ImbalanceLevels = 11 }, "imbalance_levels = 11 is outside 1 to 10" },
        { new FeatureOptions { OfiTauS = double.NaN }, "ofi_tau_s = NaN is outside 1E-06 to 86400" },
        { new FeatureOptions { DepthTauS = 0 }, "depth_tau_s = 0 is outside 1E-06 to 86400" },
        { new FeatureOptions { HaltS = -1 }, "halt_s = -1 is outside 0 to 86400" },
        { new FeatureOptions { ZSampleNs = 1 }, "z_sample_ns = 1 is outside 1000 to 86400000000000" },
        { new FeatureOptions { ZWindow = 1 }, "z_window = 1 is outside 2 to 1000" },
        { new FeatureOptions { VpinHistMin = 11, VpinHist = 10 }, "vpin_hist_min = 11 is outside 1 to 10" },
        { new FeatureOptions { IvmMin = 2, IvmMax = 1 }, "ivm_min = 2 is outside 0 to 1" },
        { new FeatureOptions { SessionStartS = 9, SessionEndS = 9 }, "session_start_s = 9 is outside 0 to 8" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void ShouldNameKeyValueAndRangeWhenAnOptionIsWrong(FeatureOptions options, string message)
    {
        Assert.Equal([message], options.Validate());
        ArgumentException refused = Assert.Throws<ArgumentException>(() => FeaturePlan.All(options));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameEachWhenSeveralAreWrong() =>
        Assert.Equal(2, new FeatureOptions { TickPu = -1, ImbalanceLevels = 0 }.Validate().Count);
}
