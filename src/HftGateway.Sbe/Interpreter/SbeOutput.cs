namespace HftGateway.Sbe.Interpreter;

/// <summary>A growing message; what is added is zero until written.</summary>
internal sealed class SbeOutput
{
    /// <summary>Longest message that the interpreter makes.</summary>
    internal const int MaxLength = 64 << 20;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    /// <summary>Adds zeros and gives their place; null where the message would be too long.</summary>
    public int? Add(long count)
    {
        if (count > MaxLength - Length)
        {
            return null;
        }

        int start = Length;
        Length += (int)count;
        if (Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(Length, _bytes.Length * 2L), MaxLength));
        }

        return start;
    }

    public Span<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    public byte[] ToArray() => _bytes[..Length];
}
