using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Length/data pairs: the value behind the length field has that many bytes and may contain SOH.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Cost.</b> One load and test for a tag that is not a length.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 6 and FIXT.1.1, fields of type Length.</para>
/// </summary>
public sealed class FixDataFields
{
    private readonly ulong[] _lengthTags;
    private readonly int[] _pairs;

    /// <summary>Makes a table.</summary>
    /// <param name="pairs">Length tag and data tag by turns; tags from 1.</param>
    /// <exception cref="ArgumentException">An odd number of tags, or a tag below 1.</exception>
    public FixDataFields(ReadOnlySpan<int> pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new ArgumentException("length and data tags must come in pairs", nameof(pairs));
        int largest = 0;
        foreach (int tag in pairs)
        {
            if (tag < 1)
                throw new ArgumentException($"{tag} is not a tag", nameof(pairs));
            largest = Math.Max(largest, tag);
        }
        _pairs = pairs.ToArray();
        // A tag above the bitmap's end counts as the last bit: Find then tells.
        _lengthTags = new ulong[(Math.Min(largest, MaxBitmapTag) >> 6) + 1];
        for (int i = 0; i < _pairs.Length; i += 2)
            _lengthTags[Math.Min(_pairs[i], MaxBitmapTag) >> 6] |= 1UL << Math.Min(_pairs[i], MaxBitmapTag);
        HasLargeTags = largest > MaxBitmapTag;
    }

    private const int MaxBitmapTag = 65_535;

    /// <summary>The pairs of the standard.</summary>
    public static FixDataFields Standard { get; } = new(
    [
        90, 91, 93, 89, 95, 96, 212, 213, 348, 349, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 360, 361,
        362, 363, 364, 365, 445, 446, 618, 619, 621, 622, 1184, 1185, 1277, 1278, 1280, 1281, 1282, 1283, 1397, 1398,
        1401, 1402, 1403, 1404, 1468, 1469, 1525, 1527, 1578, 1579, 1664, 1665, 1678, 1697,
    ]);

    private bool HasLargeTags { get; }

    /// <summary>The data tag that must follow this length tag, or 0 when the tag is not a length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int DataTagOf(int tag)
    {
        ulong[] bitmap = _lengthTags;
        int word = tag >> 6;
        if ((uint)word >= (uint)bitmap.Length)
            return HasLargeTags ? Find(tag) : 0;
        return (bitmap[word] & (1UL << tag)) == 0 ? 0 : Find(tag);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Find(int tag)
    {
        for (int i = 0; i < _pairs.Length; i += 2)
        {
            if (_pairs[i] == tag)
                return _pairs[i + 1];
        }
        return 0;
    }
}
