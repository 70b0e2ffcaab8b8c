using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Histogram;

/// <summary>
/// Lets a reader take over a structure that writers update through a shared reference: writers are wait-free, and the
/// reader, having swapped the reference, waits until no writer that saw the old one is still inside.
/// <para><b>Threading.</b> Any number of writers (<see cref="WriterEnter"/>, <see cref="WriterExit"/>). Readers
/// exclude each other: hold <see cref="ReaderLock"/> around swap and <see cref="FlipPhase"/>.</para>
/// <para><b>Invariants.</b> The start epoch is at least 0 in the even phase and negative in the odd one, so a writer
/// learns its phase from the very addition that announces it. After a flip the old phase can only be left.</para>
/// <para><b>Cost.</b> Enter and exit are an atomic addition each.</para>
/// </summary>
public sealed class WriterReaderPhaser
{
    private const int SpinsBeforeYield = 100;

    private Epochs _epochs;

    /// <summary>Starts in the even phase.</summary>
    public WriterReaderPhaser() => _epochs.OddEnd = long.MinValue;

    /// <summary>Held by a reader around swapping and flipping.</summary>
    public Lock ReaderLock { get; } = new();

    /// <summary>Begins a writer's critical section. Load the shared reference after this call.</summary>
    /// <returns>To be given to <see cref="WriterExit"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long WriterEnter() => Interlocked.Increment(ref _epochs.Start) - 1;

    /// <summary>Ends a writer's critical section.</summary>
    /// <param name="ticket">What <see cref="WriterEnter"/> returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriterExit(long ticket)
    {
        if (ticket < 0)
            Interlocked.Increment(ref _epochs.OddEnd);
        else
            Interlocked.Increment(ref _epochs.EvenEnd);
    }

    /// <summary>Ends the critical section of the only writer there is, without an atomic addition.</summary>
    /// <param name="ticket">What <see cref="WriterEnter"/> returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnlyWriterExit(long ticket)
    {
        // A flip resets the end of a phase only after the writer left that phase's previous use, so nobody else stores
        // here meanwhile; the release order makes the writer's stores visible before its exit.
        ref long end = ref ticket < 0 ? ref _epochs.OddEnd : ref _epochs.EvenEnd;
        Volatile.Write(ref end, end + 1);
    }

    /// <summary>
    /// Waits until every writer that entered before this call has left. Call with <see cref="ReaderLock"/> held, after
    /// swapping the shared reference. Spins, then yields the processor.
    /// </summary>
    public void FlipPhase()
    {
        if (!ReaderLock.IsHeldByCurrentThread)
            throw new SynchronizationLockException("hold ReaderLock while flipping");
        bool nextIsEven = Volatile.Read(ref _epochs.Start) < 0;
        long initial = nextIsEven ? 0 : long.MinValue;
        if (nextIsEven)
            Volatile.Write(ref _epochs.EvenEnd, initial);
        else
            Volatile.Write(ref _epochs.OddEnd, initial);
        long started = Interlocked.Exchange(ref _epochs.Start, initial);
        ref long end = ref nextIsEven ? ref _epochs.OddEnd : ref _epochs.EvenEnd;
        for (int spins = 0; Volatile.Read(ref end) != started; spins++)
        {
            if (spins < SpinsBeforeYield)
                Thread.SpinWait(1);
            else
                Thread.Yield();
        }
    }

    /// <summary>Each epoch on its own pair of cache lines: neither writers nor the reader slow each other.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Epochs
    {
        [FieldOffset(128)]
        public long Start;

        [FieldOffset(256)]
        public long EvenEnd;

        [FieldOffset(384)]
        public long OddEnd;
    }
}
