using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Length/data pairs: the value behind the length field has that many bytes and may contain SOH.
/// <para><b>Reference.</b> FIX 4.4 volume 6 and FIXT.1.1, fields of type Length.</para>
/// </summary>
internal static class FixDataFields
{
    // One bit for each length tag below 1408. Most tags of most messages end here.
    private static readonly ulong[] LengthTags = MakeBitmap();

    private static ReadOnlySpan<short> Pairs =>
    [
        90, 91, 93, 89, 95, 96, 212, 213, 348, 349, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 360, 361,
        362, 363, 364, 365, 445, 446, 618, 619, 621, 622, 1401, 1402, 1403, 1404,
    ];

    /// <summary>The data tag that must follow this length tag, or 0 when the tag is not a length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int DataTagOf(int tag)
    {
        ulong[] bitmap = LengthTags;
        int word = tag >> 6;
        if ((uint)word >= (uint)bitmap.Length || (bitmap[word] & (1UL << tag)) == 0)
            return 0;
        return Find(tag);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Find(int tag)
    {
        for (int i = 0; i < Pairs.Length; i += 2)
        {
            if (Pairs[i] == tag)
                return Pairs[i + 1];
        }
        return 0;
    }

    private static ulong[] MakeBitmap()
    {
        var bitmap = new ulong[22];
        for (int i = 0; i < Pairs.Length; i += 2)
            bitmap[Pairs[i] >> 6] |= 1UL << Pairs[i];
        return bitmap;
    }
}
