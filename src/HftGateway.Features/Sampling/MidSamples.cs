namespace HftGateway.Features;

/// <summary>
/// What is made of the mid's samples G_j: the sample of move_samples boundaries ago, for mid_move_5s =
/// (2·mid − 2·G)/(2·tick_pu); and sigma_1s = √(mean of the last sigma_window = 60 squared changes G_j − G_{j−1}, both
/// samples not NaN, / sample length in s).
/// <para><b>Units.</b> Ticks; pu/√s. <b>Warm-up.</b> That many samples; that many changes.</para>
/// <para><b>Numbers.</b> A sum of squares of whole numbers in 128 bits: no drift.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A few instructions a boundary.</para>
/// <para><b>Reference.</b> Features specification, 8.3.</para>
/// </summary>
public unsafe struct MidSamples
{
    /// <summary>sigma_1s.</summary>
    public double Sigma;

    /// <summary>2·G of move_samples boundaries ago, NaN if there is none.</summary>
    public double TwiceEarlier;

    private double* _samples;
    private long* _changes;
    private Int128 _squares;
    private double _last;
    private double _seconds;
    private int _lag;
    private int _window;
    private int _nextSample;
    private int _nextChange;
    private int _count;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) =>
        options.MoveSamples * sizeof(double) + options.SigmaWindow * sizeof(long);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _lag = options.MoveSamples;
        _window = options.SigmaWindow;
        _samples = (double*)memory;
        _changes = (long*)(_samples + _lag);
        _seconds = options.ZSampleNs / 1e9;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<double>(_samples, _lag).Fill(double.NaN);
        new Span<long>(_changes, _window).Clear();
        _squares = 0;
        _last = double.NaN;
        _nextSample = 0;
        _nextChange = 0;
        _count = 0;
        Sigma = TwiceEarlier = double.NaN;
    }

    /// <summary>Takes the same sample a number of times: as many boundaries have passed.</summary>
    /// <param name="twiceMid">Twice the mid, NaN while the quote was not valid.</param>
    /// <param name="times">At least 1.</param>
    public void Push(double twiceMid, long times)
    {
        long samples = Math.Min(times, _lag + 1L);
        for (long i = 0; i < samples; i++)
        {
            // The last move_samples + 1 samples are this one and the ring, whose oldest is what mid_move_5s reads at
            // g(t) − move_samples: the newest sample is that of g(t).
            TwiceEarlier = _samples[_nextSample];
            _samples[_nextSample] = twiceMid;
            _nextSample = _nextSample + 1 == _lag ? 0 : _nextSample + 1;
        }
        if (double.IsNaN(twiceMid))
        {
            _last = twiceMid;
            return;
        }
        long changes = Math.Min(times, _window + 1L);
        if (!double.IsNaN(_last))
            PushChange((long)(twiceMid - _last));
        _last = twiceMid;
        for (long i = 1; i < changes; i++)
            PushChange(0);
        if (_count == _window)
            Sigma = Math.Sqrt(WideMath.ToDouble(_squares) / (4.0 * _window * _seconds));
    }

    private void PushChange(long change)
    {
        long left = _changes[_nextChange];
        _squares += WideMath.Multiply(change, change) - WideMath.Multiply(left, left);
        _changes[_nextChange] = change;
        _nextChange = _nextChange + 1 == _window ? 0 : _nextChange + 1;
        if (_count < _window)
            _count++;
    }
}
