using System.Globalization;

namespace HftGateway.Features.Reference;

/// <summary>The parameters of specification section 12 by name, with their defaults.</summary>
internal sealed class ReferenceParameters
{
    private const string Defaults = """
        tick_pu=100 session_start_s=34200 session_end_s=57600 bar_s=60 depth_levels=5 imbalance_levels=10
        short_delta_ns=100000000 short_m=10 long_delta_ns=1000000000 long_m=60 flow_window=100 kyle_window=500
        kyle_fast_window=50 kyle_slope_lag=50 vpin_bucket=10000 vpin_n=50 vpin_atr_mult=40 vpin_fast_min=100
        vpin_hist=1000 vpin_hist_min=100 vpin_quantile=0.98 vpin_threshold_s=900 stuffing_threshold=100 ofi_tau_s=1
        ofi_near_ticks=2 depth_tau_s=60 spread_tau_s=1200 arrival_tau_s=10 ofi_alpha=0.15 micro_window=30
        micro_fraction=0.2 z_sample_ns=1000000000 z_window=60 lpi_tau_s=20 lpi_gap_ns=1000000 lpi_gain=0.5 ema_span=50
        size_window=200 sigma_window=60 move_samples=5 decay_window=200 volume_minutes=20 gap_delta_ns=10000000000
        gap_m=30 max_gap=0.05 halt_s=300 safe_spread_bps=50 safe_depth=100000 aggr_spread_bps=100 aggr_depth=50000
        rv_n=30 atr_n=14 atr_avg_n=20 adx_n=14 rsi_n=14 bb_n=20 bb_k=2 don_fast=20 don_medium=55 don_slow=120
        don_exit=10 roc_n=10 accel_lag=5 ma_fast=10 ma_slow=30 volume_n=20 ivm_n=30 ivm_min=0.25 ivm_max=4
        adx_trend=25 adx_range=20 atr_volatile=2
        """;

    private readonly Dictionary<string, double> _values = Parse(Defaults);

    /// <summary>Settings <c>name=value</c>, separated by blanks, over the defaults.</summary>
    public ReferenceParameters(string settings = "")
    {
        Settings = settings;
        // What closes a bar is no number, and not of the specification.
        string[] others = [.. settings.Split(' ').Where(static s => s.StartsWith("bar_kind=", StringComparison.Ordinal)
            || s.StartsWith("bar_size=", StringComparison.Ordinal))];
        foreach (string other in others)
        {
            if (other.StartsWith("bar_kind=", StringComparison.Ordinal))
                BarKind = other[9..];
            else
                BarSize = long.Parse(other[9..], CultureInfo.InvariantCulture);
        }

        foreach ((string name, double value) in Parse(string.Join(' ', settings.Split(' ').Except(others))))
        {
            if (!_values.ContainsKey(name))
                throw new ArgumentException($"no parameter {name}", nameof(settings));
            _values[name] = value;
        }
    }

    /// <summary>What was set.</summary>
    public string Settings { get; }

    /// <summary>What closes a bar: time, volume, tick or dollar.</summary>
    public string BarKind { get; } = "time";

    /// <summary>Shares, trades or dollars that fill a bar.</summary>
    public long BarSize { get; }

    /// <summary>Every name.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    public double this[string name] => _values[name];

    public int Count(string name) => (int)_values[name];

    public long Ns(string name) => (long)_values[name];

    private static Dictionary<string, double> Parse(string settings) => settings
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static s => s.Split('='))
        .ToDictionary(static s => s[0], static s => double.Parse(s[1], CultureInfo.InvariantCulture));
}
