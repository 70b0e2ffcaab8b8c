namespace HftGateway.Aeron.LogBuffers;

/// <summary>The step from one term to the next.</summary>
internal static class LogRotation
{
    /// <summary>Makes the next term the active one, unless somebody else has.</summary>
    /// <param name="log">The log.</param>
    /// <param name="termCount">Count of the term that is full.</param>
    /// <param name="termId">Its id.</param>
    /// <returns>Whether it was this caller that did it.</returns>
    public static bool Rotate(LogBuffer log, int termCount, int termId)
    {
        int nextTermId = unchecked(termId + 1);
        int nextTermCount = unchecked(termCount + 1);
        ref long tail = ref log.Tail(LogLayout.Index(nextTermCount));
        int expectedTermId = unchecked(nextTermId - LogLayout.Terms);
        long raw;
        do
        {
            raw = Volatile.Read(ref tail);
            if (expectedTermId != LogLayout.TermId(raw))
                break;
        }
        while (Interlocked.CompareExchange(ref tail, LogLayout.RawTail(nextTermId, 0), raw) != raw);

        return Interlocked.CompareExchange(ref log.ActiveTermCount, nextTermCount, termCount) == termCount;
    }
}
