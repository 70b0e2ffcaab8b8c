using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The sum of the last N real numbers, without ever subtracting: nothing drifts and nothing cancels.
/// <para><b>Method.</b> Two stacks. When a round of N values is complete, the sums from each of them to the end are
/// formed; during the next round the window is such a remainder plus the sum of the new values.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two additions a value, and N once in N values.</para>
/// <para><b>Reference.</b> Features specification, 1.6, 6.5, 7.3.</para>
/// </summary>
public unsafe struct SlidingSum
{
    private double* _remainder;
    private double _fresh;
    private double _sum;
    private int _window;
    private int _next;
    private bool _full;

    /// <summary>Bytes that a window of that many values needs.</summary>
    public static int BytesFor(int window) => (window + 1) * sizeof(double);

    /// <summary>The window holds N values.</summary>
    public readonly bool IsFull => _full;

    /// <summary>The sum of the window.</summary>
    public readonly double Sum => _sum;

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="window">Values, at least 1.</param>
    public void Initialise(byte* memory, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _remainder = (double*)memory;
        _window = window;
        Reset();
    }

    /// <summary>Empties the window.</summary>
    public void Reset()
    {
        new Span<double>(_remainder, _window + 1).Clear();
        _fresh = 0;
        _sum = 0;
        _next = 0;
        _full = false;
    }

    /// <summary>Takes a value; the oldest leaves a full window.</summary>
    [HotPath]
    public void Push(double value)
    {
        // Place i holds the sum of the last round's values from i on until this round's value i replaces it.
        _remainder[_next] = value;
        _fresh += value;
        _next++;
        _sum = _remainder[_next] + _fresh;
        if (_next == _window)
            Turn();
    }

    private void Turn()
    {
        double sum = 0;
        for (int i = _window - 1; i >= 0; i--)
        {
            sum += _remainder[i];
            _remainder[i] = sum;
        }
        _sum = sum;
        _fresh = 0;
        _next = 0;
        _full = true;
    }
}
