namespace HftGateway.Platform.Threads;

/// <summary>
/// Whether the operating system granted something asked for at start-up. A refusal degrades latency, never correctness,
/// so it is reported instead of thrown.
/// </summary>
/// <param name="Ok">It was granted.</param>
/// <param name="What">What was asked for, e.g. <c>pin to core 3</c>.</param>
/// <param name="Why">Why it was refused and what would help; empty when <paramref name="Ok"/>.</param>
public readonly record struct SetupResult(bool Ok, string What, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => Ok ? $"{What}: done" : $"{What}: refused, {Why}";

    internal static SetupResult Done(string what) => new(true, what, "");

    internal static SetupResult Refused(string what, string why) => new(false, what, why);
}
