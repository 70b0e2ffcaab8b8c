using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// Reads and writes ITCH message structs in place.
/// <para><b>Cost.</b> <see cref="As{T}(ref byte)"/> is a cast; <see cref="Write{T}"/> is one bounds check and one
/// copy.</para>
/// </summary>
public static class ItchMessage
{
    /// <summary>A message with its type and the three common fields set and the rest 0.</summary>
    /// <param name="stockLocate">Locate code.</param>
    /// <param name="timestampNs">Time in ns since midnight, below 2^48.</param>
    /// <param name="trackingNumber">Tracking number.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Create<T>(ushort stockLocate, ulong timestampNs, ushort trackingNumber = 0)
        where T : unmanaged, IItchMessage
    {
        T message = default;
        ref ItchHeader header = ref Unsafe.As<T, ItchHeader>(ref message);
        header.MessageType = T.Code;
        header.StockLocate = stockLocate;
        header.TrackingNumber = trackingNumber;
        header.Timestamp = timestampNs;
        return message;
    }

    /// <summary>
    /// The bytes at <paramref name="first"/> as a message. No check of any kind: the caller knows that the type is
    /// <typeparamref name="T"/>'s and that <c>T.Length</c> bytes are there.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T As<T>(ref byte first)
        where T : unmanaged, IItchMessage => ref Unsafe.As<byte, T>(ref first);

    /// <summary>The message in place, when <paramref name="bytes"/> has exactly its type and length.</summary>
    /// <param name="bytes">One whole message.</param>
    /// <param name="message">A copy of the message; default when false is returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead<T>(ReadOnlySpan<byte> bytes, out T message)
        where T : unmanaged, IItchMessage
    {
        if (bytes.Length == T.Length && bytes[0] == T.Code)
        {
            message = Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(bytes));
            return true;
        }

        message = default;
        return false;
    }

    /// <summary>Copies the message's wire bytes to the start of <paramref name="destination"/>.</summary>
    /// <returns>Bytes written: <c>T.Length</c>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write<T>(Span<byte> destination, in T message)
        where T : unmanaged, IItchMessage
    {
        if (destination.Length < T.Length)
            ThrowTooShort(destination.Length, T.Length);
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(destination), message);
        return T.Length;
    }

    /// <summary>The message's wire bytes, in place; valid as long as the message stays where it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> AsBytes<T>(ref readonly T message)
        where T : unmanaged, IItchMessage => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in message));

    private static void ThrowTooShort(int length, int needed) =>
        throw new ArgumentException($"a buffer of {length} bytes cannot hold a message of {needed}");
}
