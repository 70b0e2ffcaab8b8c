using System.Buffers.Binary;
using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Commands;

/// <summary>
/// Reads the fields of a command or response one behind the other. What does not fit reads as 0 or empty, and
/// <see cref="IsMalformed"/> says so: the reader of a record asks once, at its end.
/// </summary>
internal ref struct RecordReader(ReadOnlySpan<byte> buffer)
{
    private readonly ReadOnlySpan<byte> _buffer = buffer;
    private int _at;

    /// <summary>A field reached beyond the end.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Bytes not read yet.</summary>
    public readonly int Left => _buffer.Length - _at;

    public int Int32()
    {
        ReadOnlySpan<byte> field = Take(sizeof(int));
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(field);
    }

    public int Int16()
    {
        ReadOnlySpan<byte> field = Take(sizeof(short));
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadInt16LittleEndian(field);
    }

    public long Int64()
    {
        ReadOnlySpan<byte> field = Take(sizeof(long));
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(field);
    }

    public string Text() => Encoding.ASCII.GetString(Bytes());

    public ReadOnlySpan<byte> Bytes() => Take(Int32());

    public ReadOnlySpan<byte> Raw(int length) => Take(length);

    public void Skip(int bytes) => Take(bytes);

    public void Align4() => _at = Math.Min(Align.Up(_at, sizeof(int)), _buffer.Length);

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)(_buffer.Length - _at))
        {
            IsMalformed = true;
            _at = _buffer.Length;
            return default;
        }

        ReadOnlySpan<byte> field = _buffer.Slice(_at, length);
        _at += length;
        return field;
    }
}
