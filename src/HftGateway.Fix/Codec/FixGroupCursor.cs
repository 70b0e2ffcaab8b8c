namespace HftGateway.Fix;

/// <summary>
/// Goes over the entries of a repeating group in a <see cref="FixIndex"/>: the state of generated group readers.
/// <para><b>Invariants.</b> Ends for every message: each step goes forward by at least one field. The count that the message
/// declares is not believed: entries are what the delimiters say.</para>
/// </summary>
public struct FixGroupCursor
{
    private readonly FixIndex _index;
    private readonly int _delimiter;
    private readonly int _end;
    private int _next;

    /// <summary>Makes a cursor before the first entry.</summary>
    /// <param name="index">The message's index.</param>
    /// <param name="layout">The group.</param>
    /// <param name="countEntry">Entry of the NumInGroup field; -1 for a group that is not there.</param>
    public FixGroupCursor(FixIndex index, FixGroupLayout layout, int countEntry)
    {
        _index = index;
        _next = countEntry + 1;
        From = To = _next;
        // A partner may begin entries with another member than the dictionary: the first one seen decides.
        if (countEntry >= 0 && _next < index.Count && layout.Has(index.TagAt(_next)))
        {
            _delimiter = index.TagAt(_next);
            _end = index.GroupEnd(layout, _next);
        }
    }

    /// <summary>First field of the current entry.</summary>
    public int From { get; private set; }

    /// <summary>The field behind the current entry.</summary>
    public int To { get; private set; }

    /// <summary>Goes to the next entry. False at the end.</summary>
    public bool MoveNext()
    {
        if (_next >= _end)
        {
            From = To;
            return false;
        }
        From = _next;
        To = _next = _index.NextDelimiter(_delimiter, _next + 1, _end);
        return true;
    }
}
