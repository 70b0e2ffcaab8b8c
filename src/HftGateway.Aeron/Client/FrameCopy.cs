using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HftGateway.Aeron.Client;

/// <summary>
/// Copies of payloads into a log.
/// <para><b>Cost.</b> Up to 128 bytes two to eight moves without a call: that is what most messages are.</para>
/// </summary>
[HotPath]
internal static unsafe class FrameCopy
{
    private const int LineBytes = 64;
    private const int PrefetchBytes = 512;

    /// <summary>Copies a payload; the destination is a claimed frame, which nothing overlaps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* to, ReadOnlySpan<byte> from)
    {
        nuint length = (nuint)from.Length;
        ref byte source = ref MemoryMarshal.GetReference(from);
        // 32 to 64 bytes: two moves that may overlap in the middle.
        if (length - 32 <= 32)
        {
            Vector256<byte> head = Vector256.LoadUnsafe(ref source);
            Vector256<byte> tail = Vector256.LoadUnsafe(ref source, length - 32);
            head.Store(to);
            tail.Store(to + length - 32);
        }
        else if (length - 8 <= 8)
        {
            long head = Unsafe.ReadUnaligned<long>(ref source);
            long tail = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref source, length - 8));
            *(long*)to = head;
            *(long*)(to + length - 8) = tail;
        }
        else if (length - 64 <= 64)
        {
            // 64 to 128 bytes: twice as many, and all loads first.
            ref byte end = ref Unsafe.Add(ref source, length - 64);
            Vector256<byte> first = Vector256.LoadUnsafe(ref source);
            Vector256<byte> second = Vector256.LoadUnsafe(ref source, 32);
            Vector256<byte> third = Vector256.LoadUnsafe(ref end);
            Vector256<byte> fourth = Vector256.LoadUnsafe(ref end, 32);
            byte* last = to + length - 64;
            first.Store(to);
            second.Store(to + 32);
            third.Store(last);
            fourth.Store(last + 32);
        }
        else
        {
            from.CopyTo(new Span<byte>(to, from.Length));
        }
    }

    /// <summary>
    /// Asks for the memory of frames to come, as much as this one takes, at most four lines: what is written must be in
    /// this core's cache first, and a locked instruction even waits for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchNext(byte* frame, int framed)
    {
        if (!Sse.IsSupported)
            return;
        byte* next = frame + PrefetchBytes;
        Sse.Prefetch0(next);
        if (framed > LineBytes)
        {
            Sse.Prefetch0(next + LineBytes);
            if (framed > 2 * LineBytes)
            {
                Sse.Prefetch0(next + 2 * LineBytes);
                Sse.Prefetch0(next + 3 * LineBytes);
            }
        }
    }
}
