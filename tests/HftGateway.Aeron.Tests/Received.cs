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

    /// <summary>Sends 50 messages, and sees them come, whole and in order.</summary>
    public static void Check(Subscription subscription, ExclusivePublication publication)
    {
        Wait.Until(() => subscription.ImageBySessionId(publication.SessionId) != null, "the image");
        Image image = subscription.ImageBySessionId(publication.SessionId)!;
        var handler = new FragmentAssembler<Received>(default);
        byte[] message = new byte[2_000];
        for (long number = 0; number < 50; number++)
        {
            Fill(message, number);
            Wait.Until(() => image.Poll(ref handler, 10) >= 0 && publication.Offer(message) > 0, $"room for {number}");
        }

        Wait.Until(() => image.Poll(ref handler, 10) >= 0 && handler.Handler.Next == 50, "all messages");
        Assert.Null(handler.Handler.Problem);
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
