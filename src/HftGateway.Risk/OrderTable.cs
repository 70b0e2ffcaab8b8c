using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Risk;

/// <summary>
/// The records of all own requests of a session day, indexed by their dense id.
/// <para><b>Threading.</b> The risk stage's thread writes. Any thread may read a record; its fields may be of
/// neighbouring events.</para>
/// <para><b>Invariants.</b> Record 0 is never used: an id of 0 or beyond the table leads there, and its
/// <see cref="OrderRecord.Kind"/> is always <see cref="RequestKind.None"/>.</para>
/// <para><b>Limits.</b> Ids 1 to <see cref="Capacity"/>; an id is used once.</para>
/// </summary>
public sealed unsafe class OrderTable : IDisposable
{
    private readonly NativeRegion _region;
    private readonly OrderRecord* _records;

    /// <summary>Takes the memory of a table.</summary>
    /// <param name="capacity">Largest id, at least 1.</param>
    public OrderTable(uint capacity)
    {
        ArgumentOutOfRangeException.ThrowIfZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, uint.MaxValue - 1);
        Capacity = capacity;
        _region = new NativeRegion(((nuint)capacity + 1) * OrderRecord.SizeBytes);
        _records = (OrderRecord*)_region.Pointer;
    }

    /// <summary>Largest id.</summary>
    public uint Capacity { get; }

    /// <summary>Record of an id; an empty one for an id outside the table.</summary>
    /// <param name="id">Own order id.</param>
    public ref readonly OrderRecord this[ulong id] => ref Record(id);

    /// <summary>Returns the memory; no record may be used afterwards.</summary>
    public void Dispose() => _region.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref OrderRecord Record(ulong id) => ref _records[id <= Capacity ? id : 0];
}
