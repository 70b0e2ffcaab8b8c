using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Counters;

/// <summary>
/// The counters of a driver, as any process may read them.
/// <para><b>Threading.</b> Any thread.</para>
/// <para><b>Limits.</b> As many counters as both regions have records for.</para>
/// </summary>
public readonly unsafe struct CountersReader
{
    private readonly AtomicBuffer _metadata;
    private readonly AtomicBuffer _values;

    /// <summary>A reader over the two regions.</summary>
    /// <param name="metadata">Metadata region.</param>
    /// <param name="values">Values region.</param>
    public CountersReader(AtomicBuffer metadata, AtomicBuffer values)
    {
        _metadata = metadata;
        _values = values;
        Capacity = Math.Min(metadata.Capacity / CounterLayout.MetadataBytes, values.Capacity / CounterLayout.ValueBytes);
    }

    /// <summary>How many counters there may be.</summary>
    public int Capacity { get; }

    /// <summary>Whether a number names a live counter.</summary>
    public bool IsAllocated(int id) => (uint)id < (uint)Capacity && State(id) == CounterLayout.Allocated;

    /// <summary>Value of a counter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such record.</exception>
    public long Value(int id) => Volatile.Read(ref ValueRef(id));

    /// <summary>The value itself, for whoever has the right to write it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such record.</exception>
    public ref long ValueRef(int id)
    {
        CheckId(id);
        return ref _values.Int64(id * CounterLayout.ValueBytes);
    }

    /// <summary>State, see <see cref="CounterLayout"/>.</summary>
    public int State(int id)
    {
        CheckId(id);
        return Volatile.Read(ref _metadata.Int32(id * CounterLayout.MetadataBytes + CounterLayout.StateOffset));
    }

    /// <summary>Type id.</summary>
    public int TypeId(int id)
    {
        CheckId(id);
        return _metadata.Int32(id * CounterLayout.MetadataBytes + CounterLayout.TypeIdOffset);
    }

    /// <summary>Registration id.</summary>
    public long RegistrationId(int id)
    {
        CheckId(id);
        return Volatile.Read(ref _values.Int64(id * CounterLayout.ValueBytes + CounterLayout.RegistrationIdOffset));
    }

    /// <summary>Owner's (client's) id.</summary>
    public long OwnerId(int id)
    {
        CheckId(id);
        return _values.Int64(id * CounterLayout.ValueBytes + CounterLayout.OwnerIdOffset);
    }

    /// <summary>Reference id.</summary>
    public long ReferenceId(int id)
    {
        CheckId(id);
        return _values.Int64(id * CounterLayout.ValueBytes + CounterLayout.ReferenceIdOffset);
    }

    /// <summary>Key, in place.</summary>
    public ReadOnlySpan<byte> Key(int id)
    {
        CheckId(id);
        return _metadata.Bytes(id * CounterLayout.MetadataBytes + CounterLayout.KeyOffset, CounterLayout.KeyBytes);
    }

    /// <summary>Label.</summary>
    public string Label(int id)
    {
        CheckId(id);
        int record = id * CounterLayout.MetadataBytes;
        int length = Volatile.Read(ref _metadata.Int32(record + CounterLayout.LabelLengthOffset));
        length = Math.Clamp(length, 0, CounterLayout.LabelBytes);
        return Encoding.ASCII.GetString(_metadata.Bytes(record + CounterLayout.LabelOffset, length));
    }

    /// <summary>Everything of a counter.</summary>
    public CounterInfo Read(int id) => new(
        id, TypeId(id), Value(id), RegistrationId(id), OwnerId(id), ReferenceId(id), Label(id));

    /// <summary>All live counters by number.</summary>
    public List<CounterInfo> ReadAll()
    {
        var all = new List<CounterInfo>();
        for (int id = 0; id < Capacity; id++)
        {
            int state = State(id);
            if (state == CounterLayout.Unused)
                break;
            if (state == CounterLayout.Allocated)
                all.Add(Read(id));
        }

        return all;
    }

    /// <summary>The counter of a type with a registration id.</summary>
    /// <returns>Its number or <see cref="CounterLayout.NullId"/>.</returns>
    public int Find(int typeId, long registrationId)
    {
        for (int id = 0; id < Capacity; id++)
        {
            int state = State(id);
            if (state == CounterLayout.Unused)
                break;
            if (state == CounterLayout.Allocated && TypeId(id) == typeId && RegistrationId(id) == registrationId)
                return id;
        }

        return CounterLayout.NullId;
    }

    private void CheckId(int id)
    {
        if ((uint)id >= (uint)Capacity)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"must be 0 to {Capacity - 1}");
    }
}
