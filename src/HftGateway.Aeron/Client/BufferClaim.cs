using System.Runtime.CompilerServices;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// Room in a log that was claimed and is not visible yet: write into <see cref="Data"/>, then <see cref="Commit"/> or
/// <see cref="Abort"/>. A claim that is neither stops all subscribers until the driver unblocks it after seconds.
/// </summary>
public readonly unsafe ref struct BufferClaim
{
    private readonly byte* _frame;
    private readonly int _frameLength;

    internal BufferClaim(byte* frame, int frameLength)
    {
        _frame = frame;
        _frameLength = frameLength;
    }

    /// <summary>Where the message goes.</summary>
    public Span<byte> Data => new(_frame + FrameLayout.DataHeaderBytes, _frameLength - FrameLayout.DataHeaderBytes);

    /// <summary>The application's own value in the frame's header.</summary>
    public long ReservedValue
    {
        get => *(long*)(_frame + FrameLayout.ReservedValueOffset);
        set => *(long*)(_frame + FrameLayout.ReservedValueOffset) = value;
    }

    /// <summary>Makes the message visible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit() => Volatile.Write(ref *(int*)_frame, _frameLength);

    /// <summary>Makes nothing of it: subscribers skip it.</summary>
    public void Abort()
    {
        *(ushort*)(_frame + FrameLayout.TypeOffset) = FrameType.Pad;
        Volatile.Write(ref *(int*)_frame, _frameLength);
    }
}
