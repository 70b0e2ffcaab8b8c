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

    // A header of 16 bytes and a time of 16 (struct cmsghdr, struct timespec of 64-bit Linux).
    private const int ControlBytes = 32;
    private const int ControlTimeOffset = 16;
    private readonly byte[] _control = GC.AllocateArray<byte>(Capacity * ControlBytes, pinned: true);
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
    /// <param name="isTimestamped">The system tells when the datagrams came.</param>
    public MessageHeader* Begin(bool isTimestamped)
    {
        for (int i = 0; i < Capacity; i++)
        {
            _headers[i].NameLength = AddressBytes.Bytes;
            _headers[i].Control = isTimestamped ? Control(i) : null;
            _headers[i].ControlLength = isTimestamped ? ControlBytes : 0;
        }

        return (MessageHeader*)Unsafe.AsPointer(ref _headers[0]);
    }

    /// <summary>When the system took a datagram, ns since the epoch; null: not told.</summary>
    public long? TakenAtNs(int index)
    {
        byte* control = _headers[index].Control;
        if (control == null || _headers[index].ControlLength < ControlBytes || *(long*)control != ControlBytes
            || *(int*)(control + sizeof(long)) != UdpNative.SocketLevel
            || *(int*)(control + sizeof(long) + sizeof(int)) != UdpNative.TimestampNs)
            return null;
        long* time = (long*)(control + ControlTimeOffset);
        return time[0] * 1_000_000_000 + time[1];
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

    private byte* Control(int index) => (byte*)Unsafe.AsPointer(ref _control[index * ControlBytes]);
}
