namespace HftGateway.Sbe;

/// <summary>The outcome of wrapping a message: a status, and where in the buffer the trouble is.</summary>
/// <param name="status">The outcome.</param>
/// <param name="offset">Bytes from the start of the buffer to the part that does not fit; 0 when all is well.</param>
public readonly struct SbeResult(SbeStatus status, int offset)
{
    /// <summary>The outcome.</summary>
    public SbeStatus Status { get; } = status;

    /// <summary>Bytes from the start of the buffer to the part that does not fit; 0 when <see cref="IsOk"/>.</summary>
    public int Offset { get; } = offset;

    /// <summary>True when the message can be read.</summary>
    public bool IsOk => Status == SbeStatus.Ok;

    /// <summary>The same outcome, for a buffer that begins <paramref name="bytes"/> earlier.</summary>
    public SbeResult Shift(int bytes) => IsOk ? this : new SbeResult(Status, Offset + bytes);

    /// <inheritdoc/>
    public override string ToString() => IsOk ? "Ok" : $"{Status} at byte {Offset}";
}
