using System.Runtime.CompilerServices;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// The header of a fragment, in place in the log; valid during the handler's call.
/// </summary>
public readonly unsafe ref struct FragmentHeader
{
    private readonly byte* _frame;
    private readonly int _initialTermId;
    private readonly int _termBits;

    internal FragmentHeader(byte* frame, int initialTermId, int termBits)
    {
        _frame = frame;
        _initialTermId = initialTermId;
        _termBits = termBits;
    }

    /// <summary>Length of header and payload, bytes.</summary>
    public int FrameLength => *(int*)(_frame + FrameLayout.LengthOffset);

    /// <summary>Flags, see <see cref="FrameLayout"/>.</summary>
    public byte Flags => _frame[FrameLayout.FlagsOffset];

    /// <summary>Type, see <see cref="FrameType"/>.</summary>
    public ushort Type => *(ushort*)(_frame + FrameLayout.TypeOffset);

    /// <summary>Offset of the frame in its term.</summary>
    public int TermOffset => *(int*)(_frame + FrameLayout.TermOffsetOffset);

    /// <summary>Session id.</summary>
    public int SessionId => *(int*)(_frame + FrameLayout.SessionIdOffset);

    /// <summary>Stream id.</summary>
    public int StreamId => *(int*)(_frame + FrameLayout.StreamIdOffset);

    /// <summary>Term id.</summary>
    public int TermId => *(int*)(_frame + FrameLayout.TermIdOffset);

    /// <summary>The sender's own value.</summary>
    public long ReservedValue => *(long*)(_frame + FrameLayout.ReservedValueOffset);

    /// <summary>Id of the log's first term.</summary>
    public int InitialTermId => _initialTermId;

    /// <summary>Binary logarithm of the term length.</summary>
    public int PositionBitsToShift => _termBits;

    /// <summary>The first fragment of a message.</summary>
    public bool IsBegin => (Flags & FrameLayout.BeginFlag) != 0;

    /// <summary>The last fragment of a message.</summary>
    public bool IsEnd => (Flags & FrameLayout.EndFlag) != 0;

    /// <summary>Position behind this fragment.</summary>
    public long Position
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => LogLayout.Position(
            TermId, TermOffset + Align.Up(FrameLength, FrameLayout.Alignment), _termBits, _initialTermId);
    }
}
