using System.Buffers.Binary;
using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Commands;

/// <summary>Writes the fields of a command or response one behind the other.</summary>
internal ref struct RecordWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public RecordWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[_length..], value);
        _length += sizeof(int);
        return this;
    }

    public RecordWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer[_length..], value);
        _length += sizeof(long);
        return this;
    }

    /// <summary>Length and ASCII characters.</summary>
    public RecordWriter Text(string text)
    {
        Int32(text.Length);
        _length += Encoding.ASCII.GetBytes(text, _buffer[_length..]);
        return this;
    }

    /// <summary>Bytes without a length.</summary>
    public RecordWriter Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
        return this;
    }

    /// <summary>Length and bytes.</summary>
    public RecordWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        Int32(bytes.Length);
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
        return this;
    }

    /// <summary>Zeros up to a multiple of 4.</summary>
    public RecordWriter Align4()
    {
        int end = Align.Up(_length, sizeof(int));
        _buffer[_length..end].Clear();
        _length = end;
        return this;
    }
}
