using System.Runtime.CompilerServices;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Client;

/// <summary>
/// A counter of this client in the driver's file, for tools and other processes to read.
/// <para><b>Threading.</b> One writer, or <see cref="Increment"/> and <see cref="Add"/> from any thread.</para>
/// </summary>
public sealed unsafe class Counter : IDisposable
{
    private readonly AeronClient _owner;
    private readonly CountersReader _reader;
    private readonly long* _value;
    private bool _isClosed;

    internal Counter(AeronClient owner, CountersReader reader, long registrationId, int id)
    {
        _owner = owner;
        _reader = reader;
        RegistrationId = registrationId;
        Id = id;
        _value = (long*)Unsafe.AsPointer(ref reader.ValueRef(id));
    }

    /// <summary>Number of the counter.</summary>
    public int Id { get; }

    /// <summary>Id of this registration.</summary>
    public long RegistrationId { get; }

    /// <summary>Label.</summary>
    public string Label => _reader.Label(Id);

    /// <summary>Whether it was closed: the value is nobody's then, writing does nothing.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>The value.</summary>
    public long Value
    {
        get => Volatile.Read(ref *_value);
        set
        {
            if (!_isClosed)
                Volatile.Write(ref *_value, value);
        }
    }

    /// <summary>Adds one.</summary>
    /// <returns>The value before.</returns>
    public long Increment() => Add(1);

    /// <summary>Adds.</summary>
    /// <param name="amount">How much.</param>
    /// <returns>The value before.</returns>
    public long Add(long amount) => _isClosed ? Value : Interlocked.Add(ref *_value, amount) - amount;

    /// <summary>Gives the counter back.</summary>
    public void Dispose() => _owner.Close(this);

    internal void MarkClosed() => Volatile.Write(ref _isClosed, true);
}
