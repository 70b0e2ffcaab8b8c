using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// What all publications have: identity, limits, and how a log's frames are written.
/// <para><b>Threading.</b> See the two kinds.</para>
/// <para><b>Limits.</b> <see cref="MaxPayloadLength"/> a frame, <see cref="MaxMessageLength"/> a message.</para>
/// </summary>
[HotPath]
public abstract unsafe class Publication : IDisposable
{
    private protected readonly LogBuffer Log;
    private protected readonly byte* Terms;
    private protected readonly long* Limit;
    private protected readonly long* Tails;
    private protected readonly int* ActiveTermCount;
    private protected readonly int TermLength;
    private protected readonly int TermBits;
    private protected readonly int TermInitialId;
    private protected readonly int MaxPayload;
    private protected readonly long MaxPositionValue;
    private readonly long _frameWord;
    private readonly long _sessionWord;
    private readonly long _streamWord;
    private readonly CountersReader _counters;
    private readonly AeronClient _owner;
    private PagesAhead _pages;
    private bool _isClosed;

    private protected Publication(AeronClient owner, in PublicationSetup setup)
    {
        _owner = owner;
        _counters = setup.Counters;
        Log = setup.Log;
        Channel = setup.Channel;
        StreamId = setup.StreamId;
        SessionId = setup.SessionId;
        RegistrationId = setup.RegistrationId;
        OriginalRegistrationId = setup.OriginalRegistrationId;
        ChannelStatusId = setup.ChannelStatusId;
        PositionLimitId = setup.LimitCounterId;
        Limit = (long*)Unsafe.AsPointer(ref setup.Counters.ValueRef(setup.LimitCounterId));
        Terms = Log.Terms;
        Tails = (long*)Unsafe.AsPointer(ref Log.Tail(0));
        ActiveTermCount = (int*)Unsafe.AsPointer(ref Log.ActiveTermCount);
        TermLength = Log.TermLength;
        TermBits = Log.TermBits;
        TermInitialId = Log.InitialTermId;
        MaxPayload = Log.Mtu - FrameLayout.DataHeaderBytes;
        MaxPositionValue = (long)TermLength << 31;
        MaxMessageLength = LogLayout.MaxMessage(TermLength);
        // The template with the flags of a whole message; words as they stand in a frame.
        _frameWord = ((long)FrameLayout.UnfragmentedFlags << 40)
            | (*(long*)Log.DefaultHeader & unchecked((long)0xFFFF_00FF_0000_0000));
        _sessionWord = *(long*)(Log.DefaultHeader + FrameLayout.TermOffsetOffset) & unchecked((long)0xFFFF_FFFF_0000_0000);
        _pages = new PagesAhead(Log, LogLayout.ActivePosition(Log), isWriter: true);
        _streamWord = *(uint*)(Log.DefaultHeader + FrameLayout.StreamIdOffset);
    }

    /// <summary>Channel.</summary>
    public string Channel { get; }

    /// <summary>Stream id.</summary>
    public int StreamId { get; }

    /// <summary>Session id.</summary>
    public int SessionId { get; }

    /// <summary>Id of this registration.</summary>
    public long RegistrationId { get; }

    /// <summary>Id of the first registration of the same log.</summary>
    public long OriginalRegistrationId { get; }

    /// <summary>Counter that says how the channel is; −1 for IPC.</summary>
    public int ChannelStatusId { get; }

    /// <summary>Counter with the position limit.</summary>
    public int PositionLimitId { get; }

    /// <summary>Most bytes of a message that is one frame.</summary>
    public int MaxPayloadLength => MaxPayload;

    /// <summary>Most bytes of a message.</summary>
    public int MaxMessageLength { get; }

    /// <summary>Length of a term, bytes.</summary>
    public int TermBufferLength => TermLength;

    /// <summary>Id of the first term.</summary>
    public int InitialTermId => TermInitialId;

    /// <summary>Position that can never be passed.</summary>
    public long MaxPossiblePosition => MaxPositionValue;

    /// <summary>Position up to which may be written now; negative: see <see cref="PublicationResult"/>.</summary>
    public long PositionLimit => _isClosed ? PublicationResult.Closed : Volatile.Read(ref *Limit);

    /// <summary>A subscriber is there, and the publication open.</summary>
    public bool IsConnected => !_isClosed && Volatile.Read(ref Log.IsConnected) == 1;

    /// <summary>Closed by <see cref="Dispose"/> or because the client is.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Position reached, or <see cref="PublicationResult.Closed"/>.</summary>
    public abstract long Position { get; }

    /// <summary>State of the channel: 1 active, 0 initialising, −1 errored, 2 closing.</summary>
    public long ChannelStatus => _isClosed ? PublicationResult.Closed
        : ChannelStatusId == CounterLayout.NullId ? 1 : _counters.Value(ChannelStatusId);

    internal long LogKey => OriginalRegistrationId;

    /// <summary>Addresses to which the channel's sockets are bound.</summary>
    public IReadOnlyList<string> LocalSocketAddresses() => LocalAddresses.Find(_counters, ChannelStatusId);

    /// <summary>Adds a destination to a multi-destination cast.</summary>
    /// <param name="endpointChannel">For example <c>aeron:udp?endpoint=localhost:20121</c>.</param>
    /// <returns>Its registration, by which it can be removed.</returns>
    /// <exception cref="AeronException">The driver refused.</exception>
    public long AddDestination(string endpointChannel) => _owner.AddDestination(OriginalRegistrationId, endpointChannel);

    /// <summary>Removes a destination of a multi-destination cast.</summary>
    /// <param name="endpointChannel">As it was added.</param>
    /// <exception cref="AeronException">The driver refused.</exception>
    public void RemoveDestination(string endpointChannel) =>
        _owner.RemoveDestination(OriginalRegistrationId, endpointChannel);

    /// <summary>Removes a destination of a multi-destination cast.</summary>
    /// <param name="destinationRegistrationId">What <see cref="AddDestination"/> returned.</param>
    /// <exception cref="AeronException">The driver refused.</exception>
    public void RemoveDestination(long destinationRegistrationId) =>
        _owner.RemoveDestination(OriginalRegistrationId, destinationRegistrationId);

    /// <summary>
    /// Closes at once: what subscribers have not read yet they do not get, and their images say
    /// <see cref="Image.IsPublicationRevoked"/>.
    /// </summary>
    public void Revoke()
    {
        _owner.Close(this, isRevoked: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes; what was published is still delivered.</summary>
    public void Dispose()
    {
        _owner.Close(this, isRevoked: false);
        GC.SuppressFinalize(this);
    }

    internal void TouchAhead()
    {
        if (!_isClosed)
            _pages.Advance(LogLayout.ActivePosition(Log));
    }

    internal void MarkClosed() => Volatile.Write(ref _isClosed, true);

    // Publishes a message of parts whose lengths are known; the native library's way in.
    private protected abstract long OfferParts<TParts>(in TParts parts, int length, long reservedValue)
        where TParts : struct, IMessageParts, allows ref struct;

    private protected bool IsOpen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !_isClosed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected byte* Frame(int termCount, int offset) =>
        Terms + (long)LogLayout.Index(termCount) * TermLength + offset;

    // Everything of a header but the final length, in four stores. The first carries the negative length: whoever scans
    // sees "in progress", and whoever must clean up after a dead publisher sees how much.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void BeginFrame(byte* frame, int length, int offset, int termId, long reservedValue)
    {
        Volatile.Write(ref *(long*)frame, _frameWord | (uint)-length);
        *(long*)(frame + FrameLayout.TermOffsetOffset) = _sessionWord | (uint)offset;
        *(long*)(frame + FrameLayout.StreamIdOffset) = _streamWord | ((long)termId << 32);
        *(long*)(frame + FrameLayout.ReservedValueOffset) = reservedValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static void CommitFrame(byte* frame, int length) => Volatile.Write(ref *(int*)frame, length);

    private protected void WritePadding(byte* frame, int length, int offset, int termId)
    {
        BeginFrame(frame, length, offset, termId, 0);
        *(ushort*)(frame + FrameLayout.TypeOffset) = FrameType.Pad;
        CommitFrame(frame, length);
    }

    // A message whose room is claimed: in one frame, or in as many as it needs.
    private protected void WriteParts<TParts>(
        byte* frame, int offset, int termId, int length, in TParts parts, long reservedValue)
        where TParts : struct, IMessageParts, allows ref struct
    {
        byte flags = FrameLayout.BeginFlag;
        int part = 0;
        int taken = 0;
        int left = length;
        do
        {
            int bytes = Math.Min(left, MaxPayload);
            left -= bytes;
            if (left == 0)
                flags |= FrameLayout.EndFlag;
            int frameLength = bytes + FrameLayout.DataHeaderBytes;
            BeginFrame(frame, frameLength, offset, termId, reservedValue);
            frame[FrameLayout.FlagsOffset] = flags;
            byte* to = frame + FrameLayout.DataHeaderBytes;
            while (bytes > 0)
            {
                ReadOnlySpan<byte> from = parts[part][taken..];
                int step = Math.Min(bytes, from.Length);
                from[..step].CopyTo(new Span<byte>(to, step));
                to += step;
                bytes -= step;
                taken += step;
                if (step < from.Length)
                    continue;
                part++;
                taken = 0;
            }

            CommitFrame(frame, frameLength);
            int aligned = Align.Up(frameLength, FrameLayout.Alignment);
            frame += aligned;
            offset += aligned;
            flags = 0;
        }
        while (left > 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected long BeyondLimit(long position, int length)
    {
        int aligned = Align.Up(length + FrameLayout.DataHeaderBytes, FrameLayout.Alignment);
        if (position + aligned >= MaxPositionValue)
            return PublicationResult.MaxPositionExceeded;
        return Volatile.Read(ref Log.IsConnected) == 1
            ? PublicationResult.BackPressured : PublicationResult.NotConnected;
    }

    [DoesNotReturn]
    private protected void ThrowTooLong(long length, int limit) => throw new ArgumentException(
        $"a message of {length} bytes is longer than the limit of {limit} of {Channel} stream {StreamId}", nameof(length));
}
