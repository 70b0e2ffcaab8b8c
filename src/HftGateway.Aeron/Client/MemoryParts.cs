namespace HftGateway.Aeron.Client;

/// <summary>A message in any number of places.</summary>
internal readonly ref struct MemoryParts(ReadOnlySpan<ReadOnlyMemory<byte>> parts) : IMessageParts
{
    private readonly ReadOnlySpan<ReadOnlyMemory<byte>> _parts = parts;

    public int Count => _parts.Length;

    public ReadOnlySpan<byte> this[int index] => _parts[index].Span;

    /// <summary>Bytes of all parts together.</summary>
    /// <exception cref="OverflowException">More than 2^31.</exception>
    public static int LengthOf(ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        int length = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
            length = checked(length + part.Length);
        return length;
    }
}
