using System.Numerics;
using System.Runtime.InteropServices;

namespace HftGateway.Fix.Orders;

/// <summary>
/// The last executions of a session by ExecID: whether one was seen before, and what fill a bust or correction names.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> The oldest is forgotten when a further one comes; a report resent after that many others
/// is taken for new.</para>
/// <para><b>Limits.</b> <see cref="Capacity"/> executions. Identified by 64-bit hashes: two of 10^6 collide with
/// probability 3·10^−8.</para>
/// <para><b>Cost.</b> One or two cache misses; no allocation.</para>
/// </summary>
public sealed class FixExecutionMemory
{
    private readonly FixExecution[] _ring;
    private readonly int[] _index; // position in the ring + 1; 0 is free
    private readonly int _mask;
    private int _next;
    private int _count;

    /// <summary>Takes the memory.</summary>
    /// <param name="capacity">Executions to remember, a power of two from 16 to 2^28.</param>
    /// <exception cref="ArgumentException">Not a power of two in that range.</exception>
    public FixExecutionMemory(int capacity)
    {
        if (capacity is < 16 or > 1 << 28 || !BitOperations.IsPow2(capacity))
            throw new ArgumentException($"{capacity} is not a power of two from 16 to 2^28", nameof(capacity));
        _ring = new FixExecution[capacity];
        _index = new int[capacity * 2];
        _mask = _index.Length - 1;
    }

    /// <summary>Executions it remembers.</summary>
    public int Capacity => _ring.Length;

    /// <summary>Executions it knows now.</summary>
    public int Count => _count;

    /// <summary>The next execution pushes the oldest out.</summary>
    public bool IsFull => _count == _ring.Length;

    /// <summary>Remembers an execution. False when its identifier is known already: nothing changes then.</summary>
    /// <param name="execution">The execution.</param>
    public bool TryAdd(in FixExecution execution)
    {
        if (Find(execution.Id) >= 0)
            return false;
        if (_count == _ring.Length)
            Remove(_next);
        else
            _count++;
        _ring[_next] = execution;
        int at = Home(execution.Id);
        while (_index[at] != 0)
            at = (at + 1) & _mask;
        _index[at] = _next + 1;
        _next = (_next + 1) & (_ring.Length - 1);
        return true;
    }

    /// <summary>Looks an execution up.</summary>
    /// <param name="id">Hash of its ExecID.</param>
    /// <param name="execution">The execution.</param>
    public bool TryFind(ulong id, out FixExecution execution)
    {
        int at = Find(id);
        execution = at >= 0 ? _ring[_index[at] - 1] : default;
        return at >= 0;
    }

    /// <summary>
    /// Takes back the execution that stands for an identifier: the one it names, or what corrected that one since.
    /// </summary>
    /// <param name="id">Hash of ExecRefID [19].</param>
    /// <param name="revoked">What it was.</param>
    public FixRevocation Revoke(ulong id, out FixExecution revoked)
    {
        FixRevocation result = Standing(id, out int position);
        revoked = result == FixRevocation.Done ? _ring[position] : default;
        if (result == FixRevocation.Done)
            _ring[position].SucceededBy = FixExecution.Nothing;
        return result;
    }

    /// <summary>Puts a corrected execution in the place of the one that stands for an identifier.</summary>
    /// <param name="id">Hash of ExecRefID [19].</param>
    /// <param name="by">What is right; remembered too, unless nothing was done.</param>
    /// <param name="revoked">What was wrong.</param>
    public FixRevocation Correct(ulong id, in FixExecution by, out FixExecution revoked)
    {
        FixRevocation result = Standing(id, out int position);
        revoked = result == FixRevocation.Done ? _ring[position] : default;
        if (result != FixRevocation.Done)
            return result;
        if (Find(by.Id) < 0)
        {
            _ring[position].SucceededBy = by.Id;
            TryAdd(in by);
        }
        else
        {
            // An exchange that corrects under the identifier that it corrects.
            _ring[position].Quantity = by.Quantity;
            _ring[position].Price = by.Price;
        }

        return result;
    }

    /// <summary>Forgets everything: a new session day.</summary>
    public void Clear()
    {
        Array.Clear(_index);
        _next = _count = 0;
    }

    // Follows corrections of corrections. They cannot form a ring: a successor is always younger.
    private FixRevocation Standing(ulong id, out int position)
    {
        position = -1;
        for (int at = Find(id); at >= 0; at = Find(_ring[position].SucceededBy))
        {
            position = _index[at] - 1;
            if (_ring[position].SucceededBy == 0)
                return _ring[position].Quantity > 0 ? FixRevocation.Done : FixRevocation.Unknown;
            if (_ring[position].SucceededBy == FixExecution.Nothing)
                return FixRevocation.Already;
        }

        return FixRevocation.Unknown;
    }

    private int Home(ulong id) => (int)((id * 0x9E3779B97F4A7C15) >> 32) & _mask;

    private int Find(ulong id)
    {
        for (int at = Home(id); _index[at] != 0; at = (at + 1) & _mask)
        {
            if (_ring[_index[at] - 1].Id == id)
                return at;
        }

        return -1;
    }

    // Takes the ring's oldest out of the index; later entries of its run move up, so that no gap hides them.
    private void Remove(int position)
    {
        int free = Find(_ring[position].Id);
        int at = free;
        while (true)
        {
            at = (at + 1) & _mask;
            if (_index[at] == 0)
                break;
            int home = Home(_ring[_index[at] - 1].Id);
            if (((at - home) & _mask) < ((at - free) & _mask))
                continue;
            _index[free] = _index[at];
            free = at;
        }

        _index[free] = 0;
    }
}

/// <summary>What became of an attempt to take an execution back.</summary>
public enum FixRevocation : byte
{
    /// <summary>The execution is not known, or was no fill.</summary>
    Unknown = 0,

    /// <summary>It was taken back.</summary>
    Done,

    /// <summary>It had been taken back before.</summary>
    Already,
}

/// <summary>
/// One execution.
/// <para><b>Invariants.</b> Blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct FixExecution
{
    /// <summary><see cref="SucceededBy"/> of an execution that was taken back.</summary>
    public const ulong Nothing = ulong.MaxValue;

    /// <summary>Hash of ExecID [17].</summary>
    public ulong Id;

    /// <summary>LastPx [31].</summary>
    public long Price;

    /// <summary>LastQty [32]; 0 when the report was no fill.</summary>
    public long Quantity;

    /// <summary>Hash of the ExecID that corrected it, or <see cref="Nothing"/>; 0 while it stands.</summary>
    public ulong SucceededBy;
}
