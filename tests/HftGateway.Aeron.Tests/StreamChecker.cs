using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Tests;

/// <summary>Compares every byte of every message with what was published.</summary>
internal struct StreamChecker(TestStream stream) : IFragmentHandler
{
    public long Next;
    public long Bytes;
    public string? Problem;

    public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
    {
        if (!payload.SequenceEqual(stream[Next]))
            Problem ??= $"message {Next} differs: {payload.Length} bytes came, {stream[Next].Length} were published";
        Next++;
        Bytes += payload.Length;
    }
}
