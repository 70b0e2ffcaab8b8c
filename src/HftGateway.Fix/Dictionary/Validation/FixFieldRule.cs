using System.Text;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// What a field's value may be. Part of <see cref="FixDictionaryTables"/>.
/// <para><b>Cost.</b> One-character values are one bit test; longer ones a binary search.</para>
/// </summary>
internal readonly struct FixFieldRule
{
    private readonly ulong _low;
    private readonly ulong _high;
    private readonly byte[][]? _values; // of more than one character, sorted

    internal FixFieldRule(FixFieldDefinition field)
    {
        Tag = field.Tag;
        Type = field.Type;
        // MsgType's values are the messages of the dictionary; a message that is not there has its own reason.
        IsListed = field.Values.Count != 0 && !field.AllowsOtherValues && field.Tag != FixTags.MsgType;
        List<byte[]> longer = [];
        foreach (FixEnumValue value in field.Values)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(value.Value);
            if (bytes.Length != 1 || bytes[0] > 127)
                longer.Add(bytes);
            else if (bytes[0] < 64)
                _low |= 1UL << bytes[0];
            else
                _high |= 1UL << bytes[0];
        }
        longer.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        _values = longer.Count == 0 ? null : [.. longer];
    }

    internal int Tag { get; }

    internal FixFieldType Type { get; }

    /// <summary>Only the listed values are valid.</summary>
    internal bool IsListed { get; }

    /// <summary>The value, or each of its parts, is listed.</summary>
    internal bool Lists(ReadOnlySpan<byte> value)
    {
        if (!Type.IsMultiple())
            return ListsOne(value);
        while (true)
        {
            int space = value.IndexOf((byte)' ');
            if (!ListsOne(space < 0 ? value : value[..space]))
                return false;
            if (space < 0)
                return true;
            value = value[(space + 1)..];
        }
    }

    private bool ListsOne(ReadOnlySpan<byte> value)
    {
        if (value.Length == 1 && value[0] < 128)
            return ((value[0] < 64 ? _low : _high) & (1UL << value[0])) != 0;
        if (_values is null)
            return false;
        int low = 0, high = _values.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int order = value.SequenceCompareTo(_values[middle]);
            if (order == 0)
                return true;
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }
        return false;
    }
}
