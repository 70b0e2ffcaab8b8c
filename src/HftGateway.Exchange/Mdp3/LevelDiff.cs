namespace HftGateway.Exchange.Mdp3;

/// <summary>
/// From the levels of a side as they were published to the levels as they are now, in entries that a subscriber applies
/// one after the other: New shifts worse levels down and drops what exceeds the depth, Delete shifts them up.
/// <para><b>Threading.</b> Pure functions on the caller's arrays.</para>
/// <para><b>Reference.</b> CME MDP 3.0, market by price.</para>
/// </summary>
internal static class LevelDiff
{
    /// <summary>MDUpdateAction [279].</summary>
    public const byte New = 0;

    /// <summary>MDUpdateAction [279].</summary>
    public const byte Change = 1;

    /// <summary>MDUpdateAction [279].</summary>
    public const byte Delete = 2;

    /// <summary>Most entries that one side can need: every level deleted, every level new.</summary>
    public static int MostEntries(int depth) => 2 * depth;

    /// <summary>Writes the entries and makes the published levels the present ones.</summary>
    /// <param name="published">Published levels, best first, with room for one more than the depth.</param>
    /// <param name="count">How many of them there are; changed.</param>
    /// <param name="now">Present levels, best first, at most the depth.</param>
    /// <param name="depth">Levels published.</param>
    /// <param name="isBid">Higher prices are better.</param>
    /// <param name="entries">Receives the entries, at least <see cref="MostEntries"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Update(
        Span<PublishedLevel> published, ref int count, ReadOnlySpan<PublishedLevel> now, int depth, bool isBid,
        Span<LevelChangeEntry> entries)
    {
        int written = 0;
        // What is gone, from the worst: the numbers of those before stay valid. What new levels will push out by
        // themselves needs no entry.
        for (int i = count - 1; i >= 0; i--)
        {
            if (Find(now, published[i].Price) >= 0 || IsPushedOut(now, published[i].Price, depth, isBid))
                continue;
            entries[written++] = new LevelChangeEntry(Delete, i + 1, published[i]);
            published[(i + 1)..count].CopyTo(published[i..]);
            count--;
        }

        for (int i = 0; i < now.Length; i++)
        {
            if (i >= count || published[i].Price != now[i].Price)
            {
                published[i..count].CopyTo(published[(i + 1)..]);
                count = Math.Min(count + 1, depth);
                entries[written++] = new LevelChangeEntry(New, i + 1, now[i]);
            }
            else if (published[i] != now[i])
            {
                entries[written++] = new LevelChangeEntry(Change, i + 1, now[i]);
            }

            published[i] = now[i];
        }

        count = now.Length;
        return written;
    }

    private static bool IsPushedOut(ReadOnlySpan<PublishedLevel> now, long price, int depth, bool isBid) =>
        now.Length == depth && (isBid ? price < now[^1].Price : price > now[^1].Price);

    private static int Find(ReadOnlySpan<PublishedLevel> levels, long price)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i].Price == price)
                return i;
        }

        return -1;
    }
}
