using System.Buffers;

namespace HftGateway.Aeron.Native;

/// <summary>Memory of C's as a part of a vectored offer; pinned, since nothing moves it.</summary>
internal sealed unsafe class NativeMemory : MemoryManager<byte>
{
    private byte* _data;
    private int _length;

    public void Set(byte* data, int length)
    {
        _data = data;
        _length = length;
    }

    public override Span<byte> GetSpan() => new(_data, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_data + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
