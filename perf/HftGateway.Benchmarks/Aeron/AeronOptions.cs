namespace HftGateway.Benchmarks.Aeron;

/// <summary>What an Aeron measurement runs on.</summary>
internal sealed record AeronOptions
{
    /// <summary>Directory of a driver, Aeron's own or ours; null: a driver in this process.</summary>
    public string? Directory { get; init; }

    /// <summary>Channel there, and of the stream.</summary>
    public string Channel { get; init; } = "aeron:ipc";

    /// <summary>Channel back.</summary>
    public string? PongChannel { get; init; }

    /// <summary>Bytes of a message, at least 8.</summary>
    public int Size { get; init; } = 32;

    /// <summary>How it is published.</summary>
    public AeronSend Send { get; init; } = AeronSend.Claim;

    /// <summary>Whether whoever waits gives its core away; for fewer cores than threads.</summary>
    public bool IsYielding { get; init; }

    /// <summary>
    /// Spins of a subscriber that finds nothing. One that looks again at once takes the line that is being written from
    /// the publisher's core, for each message.
    /// </summary>
    public int Rest { get; init; }

    /// <summary>Fragments a poll takes at most.</summary>
    public int FragmentLimit { get; init; } = 256;

    /// <summary>Messages or round trips of a measurement; 0: as many as take about two seconds.</summary>
    public long Count { get; init; }

    /// <summary>Measurements.</summary>
    public int Rounds { get; init; } = 5;
}
