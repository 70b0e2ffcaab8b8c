using System.Runtime.CompilerServices;

namespace HftGateway.Histogram;

/// <summary>
/// Signed 64-bit numbers in one to nine bytes: zigzag, then groups of seven bits, lowest first. The ninth byte carries
/// all eight bits that are left, so no number takes ten bytes (unlike plain LEB128).
/// <para><b>Threading.</b> Pure functions.</para>
/// </summary>
internal static class ZigZagLeb128
{
    public const int MaxBytes = 9;

    private const int BitsBeforeLastByte = 56;

    /// <summary>Writes a number.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, long value)
    {
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        int length = 0;
        while (rest >= 0x80 && length < MaxBytes - 1)
        {
            destination[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }
        destination[length++] = (byte)rest;
        return length;
    }

    /// <summary>Reads a number.</summary>
    /// <returns>Bytes read; 0 when the source ends inside the number.</returns>
    public static int Read(ReadOnlySpan<byte> source, out long value)
    {
        ulong bits = 0;
        value = 0;
        for (int i = 0; i < source.Length; i++)
        {
            byte next = source[i];
            int shift = 7 * i;
            if (shift == BitsBeforeLastByte)
            {
                value = Unzigzag(bits | ((ulong)next << shift));
                return MaxBytes;
            }
            bits |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                value = Unzigzag(bits);
                return i + 1;
            }
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Unzigzag(ulong bits) => (long)(bits >> 1) ^ -(long)(bits & 1);
}
