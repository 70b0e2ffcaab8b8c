namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// How many order-flow messages belong to each minute from 04:00 to 20:00: little before the opening, a U over regular
/// hours with peaks at both ends, little after the close.
/// <para><b>Threading.</b> Immutable after construction.</para>
/// <para><b>Invariants.</b> The minutes' messages add up exactly to the day's.</para>
/// </summary>
internal sealed class DaySchedule
{
    public const int Minutes = 16 * 60;
    public const int OpenMinute = 330;
    public const int CloseMinute = 720;
    public const ulong MinuteNs = 60_000_000_000;
    public const ulong FirstMinuteNs = 4 * 60 * MinuteNs;

    private const double PreShare = 0.04;
    private const double PostShare = 0.02;
    private const int OpeningImbalanceMinutes = 2;
    private const int ClosingImbalanceMinutes = 10;

    private readonly long[] _messages = new long[Minutes];

    public DaySchedule(long flowMessages)
    {
        var weight = new double[Minutes];
        for (int i = 0; i < Minutes; i++)
            weight[i] = Weight(i);
        Scale(weight, 0, OpenMinute, PreShare);
        Scale(weight, OpenMinute, CloseMinute, 1 - PreShare - PostShare);
        Scale(weight, CloseMinute, Minutes, PostShare);
        // Differences of rounded running totals: no rounding error accumulates over the day.
        double running = 0;
        long given = 0;
        for (int i = 0; i < Minutes; i++)
        {
            running += weight[i];
            long upTo = i == Minutes - 1 ? flowMessages : Math.Min(flowMessages, (long)(running * flowMessages));
            _messages[i] = upTo - given;
            given = upTo;
        }
    }

    public long this[int minute] => _messages[minute];

    /// <summary>Start of a minute in ns since midnight.</summary>
    public static ulong StartNs(int minute) => FirstMinuteNs + (ulong)minute * MinuteNs;

    /// <summary>Whether imbalance indicators are published in this minute.</summary>
    public static bool IsImbalanceMinute(int minute) =>
        minute is >= OpenMinute - OpeningImbalanceMinutes and < OpenMinute
            or >= CloseMinute - ClosingImbalanceMinutes and < CloseMinute;

    private static double Weight(int minute)
    {
        if (minute < OpenMinute)
            return 1 + minute / 60.0;
        if (minute >= CloseMinute)
            return 1 + (Minutes - minute) / 60.0;
        double position = 2.0 * (minute - OpenMinute) / (CloseMinute - OpenMinute - 1) - 1;
        double peak = minute < OpenMinute + 3 || minute >= CloseMinute - 3 ? 2.5 : 1;
        return peak * (0.6 + 1.4 * position * position);
    }

    private static void Scale(double[] weight, int from, int to, double share)
    {
        double sum = 0;
        for (int i = from; i < to; i++)
            sum += weight[i];
        for (int i = from; i < to; i++)
            weight[i] *= share / sum;
    }
}
