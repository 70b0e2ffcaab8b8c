using System.Runtime.CompilerServices;

namespace HftGateway.Strategies;

/// <summary>
/// Gives out the dense ids of own requests: orders, cancels and replaces alike.
/// <para><b>Threading.</b> The strategy stage's thread only; <see cref="Used"/> may be read by any.</para>
/// <para><b>Invariants.</b> Ids rise by one from <see cref="First"/> and are never given twice. The last
/// <see cref="Reserve"/>
/// ids are kept for exits and cancels: when entries end for want of ids, positions can still be closed.</para>
/// <para><b>Limits.</b> Ids end at <see cref="Last"/>; then every request is refused (0).</para>
/// </summary>
public sealed class OrderIdAllocator
{
    private uint _next;

    /// <summary>Makes an allocator.</summary>
    /// <param name="capacity">The last id. Own order tables need <c>capacity + 1</c> records.</param>
    /// <param name="reserve">How many of the last ids are kept for exits and cancels.</param>
    /// <param name="first">First id, above 1 when a session continues after a restart.</param>
    /// <exception cref="ArgumentOutOfRangeException">No id would be left, or an id would be 0 or the largest
    /// number.</exception>
    public OrderIdAllocator(uint capacity = 1 << 20, uint reserve = 1 << 14, uint first = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, uint.MaxValue - 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reserve, capacity);
        First = first;
        Last = capacity;
        Reserve = reserve;
        _next = first;
    }

    /// <summary>First id given.</summary>
    public uint First { get; }

    /// <summary>Last id that may be given.</summary>
    public uint Last { get; }

    /// <summary>Ids kept for exits and cancels.</summary>
    public uint Reserve { get; }

    /// <summary>Ids given so far.</summary>
    public uint Used => Volatile.Read(ref _next) - First;

    /// <summary>Next id for an entry, 0 when only the reserve is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint NextForEntry() => Last - _next + 1 > Reserve ? _next++ : 0;

    /// <summary>Next id for an exit or a cancel, 0 when none is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint NextForExit() => _next <= Last ? _next++ : 0;
}
