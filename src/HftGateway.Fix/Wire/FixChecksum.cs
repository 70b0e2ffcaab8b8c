using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HftGateway.Fix;

/// <summary>
/// CheckSum [10]: the sum of all bytes before <c>10=</c>, modulo 256, always as three digits.
/// <para><b>Cost.</b> 32 bytes per vector addition; byte lanes may overflow because the sum is wanted modulo
/// 256.</para>
/// </summary>
public static class FixChecksum
{
    /// <summary>Length of <c>10=ddd</c> and its SOH.</summary>
    public const int TrailerBytes = 7;

    /// <summary>Sum of the bytes modulo 256.</summary>
    public static byte Sum(ReadOnlySpan<byte> bytes)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        nuint length = (nuint)bytes.Length, i = 0;
        byte sum = 0;
        if (length >= (nuint)Vector256<byte>.Count)
        {
            Vector256<byte> lanes = Vector256<byte>.Zero;
            for (; i + (nuint)Vector256<byte>.Count <= length; i += (nuint)Vector256<byte>.Count)
                lanes += Vector256.LoadUnsafe(ref start, i);
            sum = SumLanes(lanes);
        }
        for (; i < length; i++)
            sum += Unsafe.Add(ref start, i);
        return sum;
    }

    /// <summary>
    /// Ends a message at <paramref name="end"/>: sums from <paramref name="start"/> and writes <c>10=ddd</c> and SOH.
    /// The caller guarantees 32 writable bytes at <paramref name="end"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe byte* Close(byte* start, byte* end)
    {
        // Zeroes behind the end let the last vector be summed whole.
        Vector256<byte>.Zero.Store(end);
        Vector256<byte> lanes = Vector256.Load(start);
        for (byte* p = start + Vector256<byte>.Count; p < end; p += Vector256<byte>.Count)
            lanes += Vector256.Load(p);
        return WriteTrailer(end, SumLanes(lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe byte* WriteTrailer(byte* p, uint sum)
    {
        uint hundreds = (sum * 41) >> 12; // exact for 0 to 255
        uint rest = sum - (hundreds * 100);
        uint tens = (rest * 103) >> 10;
        uint ones = rest - (tens * 10);
        *(uint*)p = '1' | ((uint)'0' << 8) | ((uint)'=' << 16) | ((hundreds + '0') << 24);
        p[4] = (byte)(tens + '0');
        p[5] = (byte)(ones + '0');
        p[6] = FixFields.Soh;
        return p + TrailerBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte SumLanes(Vector256<byte> lanes)
    {
        // In registers: 16 byte lanes are widened to four 16-bit ones before the multiply gathers them in the top lane.
        Vector128<ulong> folded = (lanes.GetLower() + lanes.GetUpper()).AsUInt64();
        ulong low = folded.ToScalar(), high = folded.GetElement(1);
        ulong pairs = (low & 0x00FF00FF00FF00FF) + ((low >> 8) & 0x00FF00FF00FF00FF)
            + (high & 0x00FF00FF00FF00FF) + ((high >> 8) & 0x00FF00FF00FF00FF);
        return (byte)((pairs * 0x0001000100010001) >> 48);
    }
}
