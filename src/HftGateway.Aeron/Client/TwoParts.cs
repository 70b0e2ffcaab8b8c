namespace HftGateway.Aeron.Client;

/// <summary>A message in one or two places.</summary>
internal readonly ref struct TwoParts(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) : IMessageParts
{
    private readonly ReadOnlySpan<byte> _first = first;
    private readonly ReadOnlySpan<byte> _second = second;

    public int Count => 2;

    public ReadOnlySpan<byte> this[int index] => index == 0 ? _first : _second;
}
