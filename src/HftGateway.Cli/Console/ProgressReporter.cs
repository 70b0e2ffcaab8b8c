using System.Diagnostics;
using System.Globalization;

namespace HftGateway.Cli.Console;

/// <summary>
/// Progress of a long job on standard error: a bar with rate and time left on a terminal, a line every few seconds
/// otherwise, nothing with <c>--quiet</c>.
/// <para><b>Threading.</b> One thread reports.</para>
/// </summary>
public sealed class ProgressReporter
{
    private const double TerminalIntervalS = 0.1;
    private const double LogIntervalS = 5;
    private const int BarWidth = 30;

    private readonly bool _silent;
    private readonly bool _terminal = !System.Console.IsErrorRedirected;
    private readonly string _what;
    private readonly long _total;
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _nextS;
    private bool _drawn;

    /// <summary>Starts the clock.</summary>
    /// <param name="what">Name of the units, e.g. <c>messages</c>.</param>
    /// <param name="total">Units in all, 0 = unknown.</param>
    /// <param name="quiet">Print nothing.</param>
    public ProgressReporter(string what, long total, bool quiet)
    {
        _what = what;
        _total = total;
        _silent = quiet;
        _nextS = _terminal ? TerminalIntervalS : LogIntervalS;
    }

    /// <summary>Seconds since the start.</summary>
    public double ElapsedS => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Tells how far the job is; prints only when it is time to.</summary>
    /// <param name="done">Units done.</param>
    public void Report(long done)
    {
        if (_silent || ElapsedS < _nextS)
            return;
        double elapsed = ElapsedS;
        _nextS = elapsed + (_terminal ? TerminalIntervalS : LogIntervalS);
        string line = Line(done, elapsed);
        if (_terminal)
            System.Console.Error.Write("\r" + line + "\u001b[K");
        else
            System.Console.Error.WriteLine(line);
        _drawn = _terminal;
    }

    /// <summary>Ends the bar, so that the next line starts clean.</summary>
    public void Finish()
    {
        if (_drawn)
            System.Console.Error.Write("\r\u001b[K");
        _drawn = false;
    }

    private string Line(long done, double elapsed)
    {
        double rate = done / Math.Max(elapsed, 1e-9);
        string text = string.Create(CultureInfo.InvariantCulture, $"{done:N0} {_what}, {rate / 1e6:0.00} M/s");
        if (_total <= 0)
            return text;
        double fraction = Math.Clamp((double)done / _total, 0, 1);
        int full = (int)(fraction * BarWidth);
        double leftS = fraction > 0 ? elapsed * (1 - fraction) / fraction : 0;
        string bar = new string('#', full) + new string('.', BarWidth - full);
        return string.Create(CultureInfo.InvariantCulture, $"[{bar}] {100 * fraction:0} % {text}, {leftS:0} s left");
    }
}
