using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// Room for the datagrams of one system call, and where they came from. One that finds a single datagram needs no second call
/// to learn that there is no other.
/// <para><b>Threading.</b> One agent's.</para>
/// </summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>Most datagrams of a call, as Aeron's I/O vector.</summary>
    public const int Capacity = 4;

    /// <summary>Most bytes of a datagram.</summary>
    public const int BufferBytes = 65536;

    private readonly byte* _buffers = (byte*)NativeMemory.AlignedAlloc(Capacity * BufferBytes, 4096);
    private readonly MessageHeader[] _headers = GC.AllocateArray<MessageHeader>(Capacity, pinned: true);
    private readonly MessageVector[] _vectors = GC.AllocateArray<MessageVector>(Capacity, pinned: true);
    private readonly NativeAddress[] _addresses = GC.AllocateArray<NativeAddress>(Capacity, pinned: true);

    public DatagramBatch()
    {
        for (int i = 0; i < Capacity; i++)
        {
            _vectors[i] = new MessageVector { Address = Buffer(i), Length = BufferBytes };
            _headers[i].Vectors = (MessageVector*)Unsafe.AsPointer(ref _vectors[i]);
            _headers[i].VectorCount = 1;
            _headers[i].Name = (byte*)Unsafe.AsPointer(ref _addresses[i]);
        }
    }

    /// <summary>The headers, ready for a call.</summary>
    public MessageHeader* Begin()
    {
        for (int i = 0; i < Capacity; i++)
            _headers[i].NameLength = AddressBytes.Bytes;
        return (MessageHeader*)Unsafe.AsPointer(ref _headers[0]);
    }

    /// <summary>Bytes of a datagram.</summary>
    public byte* Buffer(int index) => _buffers + (nint)index * BufferBytes;

    /// <summary>How many they are.</summary>
    public int Length(int index) => _headers[index].Length;

    /// <summary>Where it came from.</summary>
    public ref readonly NativeAddress From(int index)
    {
        _addresses[index].Length = _headers[index].NameLength;
        return ref _addresses[index];
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_buffers);
}
