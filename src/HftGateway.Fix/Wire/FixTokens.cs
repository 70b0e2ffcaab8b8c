using System.Numerics;
using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Walks over fields of ordinary form: the one loop under the fast parsers.
/// <para><b>Limits.</b> Stops at everything else (a tag that is no number of one to four digits, no value), and knows no data
/// fields: whoever walks stops at their length fields.</para>
/// </summary>
internal unsafe ref struct FixTokens
{
    private readonly byte* _end;
    private readonly byte* _readable;
    private byte* _block;
    private ulong _bits;

    /// <summary>Begins at a field. The message has 64 bytes or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FixTokens(byte* first, byte* end, byte* readable)
    {
        Next = _block = first;
        _end = end;
        _readable = readable;
        _bits = FixScan.SohBits(first, end, readable);
    }

    /// <summary>The field that comes next.</summary>
    internal byte* Next { get; private set; }

    /// <summary>The tag.</summary>
    internal uint Tag { get; private set; }

    /// <summary>The value.</summary>
    internal byte* Value { get; private set; }

    /// <summary>The SOH behind the value.</summary>
    internal byte* Soh { get; private set; }

    /// <summary>Bytes of the value.</summary>
    internal readonly long Length => Soh - Value;

    /// <summary>There are no more fields.</summary>
    internal readonly bool IsAtEnd => Next >= _end;

    /// <summary>Takes the next field. False, and nothing is taken, when it is not of ordinary form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MoveNext()
    {
        while (_bits == 0)
        {
            if (_block + 64 >= _end)
                return false;
            _block += 64;
            _bits = FixScan.SohBits(_block, _end, _readable);
        }
        byte* field = Next, soh = _block + BitOperations.TrailingZeroCount(_bits);
        uint tag = FixScan.Tag(field, out int digits);
        byte* value = field + digits + 1;
        if (tag == 0 || soh - value <= 0)
            return false;
        _bits &= _bits - 1;
        Tag = tag;
        Value = value;
        Soh = soh;
        Next = soh + 1;
        return true;
    }
}
