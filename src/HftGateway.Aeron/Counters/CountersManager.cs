using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Counters;

/// <summary>
/// Gives out and takes back counters: the driver's side.
/// <para><b>Threading.</b> The conductor's thread.</para>
/// <para><b>Invariants.</b> A freed number rests for the cool-down before it is given out again, so that a reader who
/// holds it does not take another counter's value for its own.</para>
/// </summary>
public sealed unsafe class CountersManager
{
    private readonly AtomicBuffer _metadata;
    private readonly AtomicBuffer _values;
    private readonly List<int> _freed = [];
    private readonly long _reuseDelayMs;
    private int _next;

    /// <summary>A manager over empty regions.</summary>
    /// <param name="metadata">Metadata region, zeros.</param>
    /// <param name="values">Values region, zeros.</param>
    /// <param name="reuseDelayMs">How long a freed number rests, ms.</param>
    public CountersManager(AtomicBuffer metadata, AtomicBuffer values, long reuseDelayMs = 1000)
    {
        _metadata = metadata;
        _values = values;
        _reuseDelayMs = reuseDelayMs;
        Reader = new CountersReader(metadata, values);
    }

    /// <summary>The same counters to read.</summary>
    public CountersReader Reader { get; }

    /// <summary>Makes a counter.</summary>
    /// <param name="typeId">Type.</param>
    /// <param name="key">Key, cut to 112 bytes.</param>
    /// <param name="label">Label, cut to 380 bytes.</param>
    /// <param name="registrationId">What it belongs to.</param>
    /// <param name="ownerId">Client it belongs to; −1 the driver.</param>
    /// <param name="nowMs">ms since the epoch.</param>
    /// <param name="referenceId">What it refers to.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="AeronException">There is none left.</exception>
    public int Allocate(
        int typeId, ReadOnlySpan<byte> key, string label, long registrationId, long ownerId, long nowMs,
        long referenceId = 0)
    {
        int id = TakeId(nowMs);
        int record = id * CounterLayout.MetadataBytes;
        int value = id * CounterLayout.ValueBytes;
        _values.Int64(value) = 0;
        _values.Int64(value + CounterLayout.RegistrationIdOffset) = registrationId;
        _values.Int64(value + CounterLayout.OwnerIdOffset) = ownerId;
        _values.Int64(value + CounterLayout.ReferenceIdOffset) = referenceId;
        _metadata.Int32(record + CounterLayout.TypeIdOffset) = typeId;
        _metadata.Int64(record + CounterLayout.FreeForReuseOffset) = CounterLayout.NotFreeToReuse;
        Span<byte> keyBytes = _metadata.Bytes(record + CounterLayout.KeyOffset, CounterLayout.KeyBytes);
        keyBytes.Clear();
        key[..Math.Min(key.Length, keyBytes.Length)].CopyTo(keyBytes);
        SetLabel(id, label);
        Volatile.Write(ref _metadata.Int32(record + CounterLayout.StateOffset), CounterLayout.Allocated);
        return id;
    }

    /// <summary>Takes a counter back.</summary>
    /// <param name="id">Number.</param>
    /// <param name="nowMs">ms since the epoch.</param>
    public void Free(int id, long nowMs)
    {
        if (!Reader.IsAllocated(id))
            return;
        int record = id * CounterLayout.MetadataBytes;
        _metadata.Int64(record + CounterLayout.FreeForReuseOffset) = nowMs + _reuseDelayMs;
        Volatile.Write(ref _metadata.Int32(record + CounterLayout.StateOffset), CounterLayout.Reclaimed);
        _metadata.Bytes(record + CounterLayout.KeyOffset, CounterLayout.KeyBytes).Clear();
        _freed.Add(id);
    }

    /// <summary>Replaces the label.</summary>
    /// <param name="id">Number.</param>
    /// <param name="label">Label, cut to 380 bytes.</param>
    public void SetLabel(int id, string label)
    {
        int record = id * CounterLayout.MetadataBytes;
        Span<byte> text = _metadata.Bytes(record + CounterLayout.LabelOffset, CounterLayout.LabelBytes);
        int length = Math.Min(label.Length, text.Length);
        Encoding.ASCII.GetBytes(label.AsSpan(0, length), text);
        Volatile.Write(ref _metadata.Int32(record + CounterLayout.LabelLengthOffset), length);
    }

    /// <summary>Address of a value, which stays as long as the mapping.</summary>
    /// <param name="id">Number.</param>
    internal long* Address(int id) => (long*)_values.Bytes(id * CounterLayout.ValueBytes, 8).Address();

    private int TakeId(long nowMs)
    {
        for (int i = 0; i < _freed.Count; i++)
        {
            int freed = _freed[i];
            if (nowMs < _metadata.Int64(freed * CounterLayout.MetadataBytes + CounterLayout.FreeForReuseOffset))
                continue;
            _freed.RemoveAt(i);
            return freed;
        }

        if (_next >= Reader.Capacity)
        {
            throw new AeronException(
                AeronErrorCode.ResourceTemporarilyUnavailable, $"all {Reader.Capacity} counters are in use");
        }

        return _next++;
    }
}
