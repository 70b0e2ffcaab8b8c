namespace HftGateway.Fix;

/// <summary>
/// Bytes on their way to one connection: written by the session, taken by whoever owns the socket.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> <see cref="CapacityBytes"/>; what does not fit stays in the session's store until it
/// does.</para>
/// </summary>
public sealed class FixOutput
{
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>Makes the buffer; the only allocation.</summary>
    /// <param name="capacityBytes">Bytes, at least twice the longest message.</param>
    public FixOutput(int capacityBytes = 256 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 1024);
        _buffer = GC.AllocateArray<byte>(capacityBytes, pinned: true);
    }

    /// <summary>Bytes the buffer holds.</summary>
    public int CapacityBytes => _buffer.Length;

    /// <summary>Bytes to send, oldest first. Valid until the next write.</summary>
    public ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Bytes that can be written.</summary>
    public int Free => _buffer.Length - (_end - _start);

    /// <summary>Says that the first bytes of <see cref="Pending"/> are on their way.</summary>
    public void Consume(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_end - _start), nameof(bytes));
        _start += bytes;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _start = _end = 0;

    internal bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Free)
            return false;
        if (bytes.Length > _buffer.Length - _end)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
        return true;
    }
}
