using HftGateway.Fix;
using HftGateway.Fix.Orders;
using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// The executions of the session day by ExecID [17]: which reports came before, and which fill a bust or correction is
/// about. Fills of earlier processes come from the store's notes.
/// <para><b>Threading.</b> The inbound thread; <see cref="Restore"/> before it starts.</para>
/// <para><b>Identity.</b> A fill is known by a 64-bit hash of its ExecID and its side: some venues give both sides of a
/// trade with oneself the same ExecID. A hash has one size, whatever the venue's identifiers are, so that a note is
/// small and a table never grows. Two of 10^6 fills share one with probability 3·10^−8; an unmarked report is taken
/// for a repetition only if its quantity and price are those of the first, so that such a
/// pair is booked, both, and said. The hashes are on disk: <see cref="FixValue.Hash"/> cannot change its
/// results.</para>
/// <para><b>Limits.</b> The last <see cref="RememberedFills"/> fills, and as many other reports as
/// <see cref="RememberedOthers"/>. The oldest is forgotten when a further one comes: then a repetition of it is booked
/// again, and a bust or correction of it is not known here.</para>
/// </summary>
internal sealed class ExecutionBook
{
    /// <summary>Fills and corrections remembered.</summary>
    public const int RememberedFills = 131_072;

    /// <summary>Other reports remembered: acceptances, ends, busts.</summary>
    public const int RememberedOthers = 65_536;

    private const ulong SellSide = 0xD6E8_FEB8_6659_FD93; // any odd constant: keeps the two sides of a trade apart

    private readonly FixExecutionMemory _fills = new(RememberedFills);
    private readonly FixExecutionMemory _others = new(RememberedOthers);

    /// <summary>What a fill is to those that came before.</summary>
    internal enum Seen : byte
    {
        /// <summary>Its ExecID is new.</summary>
        New = 0,

        /// <summary>The same fill once more.</summary>
        Again,

        /// <summary>Another fill had its ExecID.</summary>
        Differs,
    }

    /// <summary>The next fill pushes the oldest out.</summary>
    public bool IsFull => _fills.IsFull;

    /// <summary>What a fill is known by.</summary>
    /// <param name="execIdHash">Hash of its ExecID.</param>
    /// <param name="side">Its side.</param>
    public static ulong Key(ulong execIdHash, EventSide side) =>
        side == EventSide.Sell ? execIdHash ^ SellSide : execIdHash;

    /// <summary>Takes the fills of earlier processes.</summary>
    /// <param name="restored">From the notes, oldest first.</param>
    public void Restore(IReadOnlyList<RestoredFill> restored)
    {
        foreach (RestoredFill fill in restored)
        {
            ReportedExecution x = fill.Execution;
            if (x.Id == 0)
                continue;
            if (fill.Event.Code == (byte)OrderEventType.Busted)
            {
                _fills.Revoke(x.ReferredId, out _);
                _others.TryAdd(new FixExecution { Id = x.Id });
                continue;
            }

            var execution = new FixExecution { Id = x.Id, Quantity = fill.Event.Quantity, Price = fill.Event.Price };
            if (x.Part != NotePart.SecondHalf
                || _fills.Correct(x.ReferredId, in execution, out _) != FixRevocation.Done)
                _fills.TryAdd(in execution);
        }
    }

    /// <summary>Whether a fill or correction came before.</summary>
    /// <param name="fill">The fill.</param>
    public Seen Look(in FixExecution fill)
    {
        if (!_fills.TryFind(fill.Id, out FixExecution known))
            return Seen.New;
        return known.Quantity == fill.Quantity && known.Price == fill.Price ? Seen.Again : Seen.Differs;
    }

    /// <summary>Remembers a fill.</summary>
    /// <param name="fill">The fill.</param>
    public void Add(in FixExecution fill) => _fills.TryAdd(in fill);

    /// <summary>Remembers a report that is no fill. False when it is known.</summary>
    /// <param name="execIdHash">Hash of its ExecID.</param>
    public bool TryAddOther(ulong execIdHash) => _others.TryAdd(new FixExecution { Id = execIdHash });

    /// <summary>Takes a fill back.</summary>
    /// <param name="id">The fill, or one that was corrected to it.</param>
    /// <param name="revoked">What it was.</param>
    public FixRevocation Revoke(ulong id, out FixExecution revoked) => _fills.Revoke(id, out revoked);

    /// <summary>Takes a fill back and puts another in its place.</summary>
    /// <param name="id">The fill, or one that was corrected to it.</param>
    /// <param name="by">What is right.</param>
    /// <param name="revoked">What was wrong.</param>
    public FixRevocation Correct(ulong id, in FixExecution by, out FixExecution revoked) =>
        _fills.Correct(id, in by, out revoked);
}
