using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>The parts of a session's current message.</summary>
internal sealed class AssemblyBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;
    private long _nextPosition;
    private bool _isOpen;

    public void Begin(ReadOnlySpan<byte> payload, long position)
    {
        _length = 0;
        _isOpen = true;
        Append(payload, position);
    }

    public bool TryAppend(ReadOnlySpan<byte> payload, long position)
    {
        long start = position - Align.Up(payload.Length + FrameLayout.DataHeaderBytes, FrameLayout.Alignment);
        if (!_isOpen || start != _nextPosition || _length + payload.Length > LogLayout.MaxMessageBytes)
        {
            _isOpen = false;
            return false;
        }

        Append(payload, position);
        return true;
    }

    public ReadOnlySpan<byte> Finish()
    {
        _isOpen = false;
        return _bytes.AsSpan(0, _length);
    }

    private void Append(ReadOnlySpan<byte> payload, long position)
    {
        if (_length + payload.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + payload.Length));
        payload.CopyTo(_bytes.AsSpan(_length));
        _length += payload.Length;
        _nextPosition = position;
    }
}
