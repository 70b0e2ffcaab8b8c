using System.Buffers.Binary;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// Checks messages made by <see cref="Fill"/>: number, length and every byte. Counts what it takes.
/// </summary>
internal struct Received : IFragmentHandler
{
    public long Next;
    public string? Problem;

    public static void Fill(Span<byte> message, long number)
    {
        for (int i = 0; i < message.Length; i++)
            message[i] = (byte)(number * 31 + i * 7 + (i >> 8));
        if (message.Length >= sizeof(long))
            BinaryPrimitives.WriteInt64LittleEndian(message, number);
    }

    public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
    {
        Span<byte> expected = payload.Length <= 4096 ? stackalloc byte[payload.Length] : new byte[payload.Length];
        Fill(expected, Next);
        if (!expected.SequenceEqual(payload))
            Problem ??= $"message {Next} of {payload.Length} bytes differs";
        Next++;
    }
}
