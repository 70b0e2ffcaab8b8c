namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The window that a receiver offers, as TCP CUBIC would have it (<c>cc=cubic</c>): it shrinks by a fifth with each loss and
/// grows back along a cubic curve.
/// <para><b>Threading.</b> <see cref="OnTrackRebuild"/> is the conductor's; the measuring of round trips the receiver's.
/// They meet in the round-trip counter.</para>
/// <para><b>Limits.</b> Window of one datagram to the receiver's window.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_congestion_control.c</c>; RFC 8312 for the curve.</para>
/// </summary>
internal sealed unsafe class CubicCongestionControl
{
    /// <summary>Datagrams of the first window.</summary>
    public const int InitialDatagrams = 10;

    /// <summary>What a round trip is taken for before one was measured, ns.</summary>
    public const long DefaultInitialRttNs = 100_000;

    private const double C = 0.4;
    private const double B = 0.2;
    private const int RttTimeoutMultiple = 4;
    private const double NsPerSecond = 1e9;
    private readonly int _mtu;
    private readonly int _maxDatagrams;
    private readonly bool _isTcpMode;
    private readonly bool _isMeasuring;
    private readonly long _initialRttNs;
    private readonly long* _rtt;
    private readonly long* _window;
    private int _datagrams;
    private int _maximum;
    private double _k;
    private long _lastLossNs;
    private long _lastUpdateNs;
    private long _lastMeasuredNs;
    private long _measureTimeoutNs;

    /// <summary>Begins with ten datagrams, or less where the receiver's window holds less.</summary>
    /// <param name="maxWindow">The receiver's window, bytes.</param>
    /// <param name="mtu">The sender's, bytes.</param>
    /// <param name="context">Settings.</param>
    /// <param name="nowNs">ns.</param>
    /// <param name="rtt">Counter of the last round trip, ns.</param>
    /// <param name="window">Counter of the window, bytes.</param>
    public CubicCongestionControl(
        int maxWindow, int mtu, MediaDriverContext context, long nowNs, long* rtt, long* window)
    {
        _mtu = mtu;
        _isTcpMode = context.CubicTcpMode;
        _isMeasuring = context.CubicMeasureRtt;
        _initialRttNs = context.CubicInitialRttNs;
        _rtt = rtt;
        _window = window;
        _maxDatagrams = maxWindow / mtu;
        _datagrams = Math.Min(InitialDatagrams, _maxDatagrams);
        _maximum = _maxDatagrams;
        _k = Math.Cbrt(_maximum * B / C);
        _measureTimeoutNs = _initialRttNs * RttTimeoutMultiple;
        _lastLossNs = nowNs;
        _lastUpdateNs = nowNs;
        Volatile.Write(ref *_rtt, 0);
        Volatile.Write(ref *_window, Window);
    }

    /// <summary>Bytes that may be under way.</summary>
    public int Window => _datagrams * _mtu;

    /// <summary>The conductor looked through the image.</summary>
    /// <param name="nowNs">ns.</param>
    /// <param name="consumed">Position of the slowest subscriber.</param>
    /// <param name="told">Position that the sender was last told.</param>
    /// <param name="isLossFound">A gap was met that was not there before.</param>
    /// <returns>Whether the sender shall be told at once.</returns>
    public bool OnTrackRebuild(long nowNs, long consumed, long told, bool isLossFound)
    {
        bool isForced = false;
        if (isLossFound)
        {
            isForced = true;
            _maximum = _datagrams;
            _k = Math.Cbrt(_maximum * B / C);
            _datagrams = Math.Max(1, (int)(_datagrams * (1.0 - B)));
            _lastLossNs = nowNs;
        }
        else if (_datagrams < _maxDatagrams && nowNs - _lastUpdateNs > _initialRttNs)
        {
            Grow(nowNs);
            _lastUpdateNs = nowNs;
        }
        else if (_datagrams == 1 && consumed > told)
        {
            isForced = true;
        }

        Volatile.Write(ref *_window, Window);
        return isForced;
    }

    /// <summary>Whether a round trip is to be measured now. Receiver.</summary>
    public bool IsMeasurementDue(long nowNs) => _isMeasuring && nowNs - _lastMeasuredNs > _measureTimeoutNs;

    /// <summary>A measurement was sent. Receiver.</summary>
    public void OnMeasurementSent(long nowNs) => _lastMeasuredNs = nowNs;

    /// <summary>The sender answered. Receiver.</summary>
    public void OnRoundTrip(long nowNs, long rttNs)
    {
        _lastMeasuredNs = nowNs;
        Volatile.Write(ref *_rtt, rttNs);
        _measureTimeoutNs = Math.Max(rttNs, _initialRttNs) * RttTimeoutMultiple;
    }

    // W(t) = C (t - K)^3 + W_max; in the TCP mode at least what TCP Reno would have by now.
    private void Grow(long nowNs)
    {
        double seconds = (nowNs - _lastLossNs) / NsPerSecond;
        double toK = seconds - _k;
        double growth = C * toK * toK * toK;
        _datagrams = growth >= _maxDatagrams ? _maxDatagrams : Math.Min(_maximum + (int)growth, _maxDatagrams);
        if (!_isTcpMode || _datagrams >= _maximum)
            return;
        long measured = Volatile.Read(ref *_rtt);
        double rttSeconds = (measured > 0 ? measured : _initialRttNs) / NsPerSecond;
        double reno = _maximum * (1.0 - B) + 3.0 * B / (2.0 - B) * (seconds / rttSeconds);
        _datagrams = Math.Max((int)Math.Min(reno, _maxDatagrams), _datagrams);
    }
}
