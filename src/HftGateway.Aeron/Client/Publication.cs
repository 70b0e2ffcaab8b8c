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
    private protected readonly int TermLength;
    private protected readonly int TermBits;
    private protected readonly int TermInitialId;
    private protected readonly int MaxPayload;
    private protected readonly long MaxPositionValue;
    private readonly int _frameWord;
    private readonly long _sessionAndStream;
    private readonly CountersReader _counters;
    private readonly AeronClient _owner;
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
        TermLength = Log.TermLength;
        TermBits = Log.TermBits;
        TermInitialId = Log.InitialTermId;
        MaxPayload = Log.Mtu - FrameLayout.DataHeaderBytes;
        MaxPositionValue = (long)TermLength << 31;
        MaxMessageLength = LogLayout.MaxMessage(TermLength);
        _frameWord = *(int*)(Log.DefaultHeader + FrameLayout.VersionOffset);
        _sessionAndStream = *(long*)(Log.DefaultHeader + FrameLayout.SessionIdOffset);
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
    /// <exception cref="AeronException">The driver refused.</exception>
    public void AddDestination(string endpointChannel) => _owner.AddDestination(OriginalRegistrationId, endpointChannel);

    /// <summary>Removes a destination of a multi-destination cast.</summary>
    /// <param name="endpointChannel">As it was added.</param>
    /// <exception cref="AeronException">The driver refused.</exception>
    public void RemoveDestination(string endpointChannel) =>
        _owner.RemoveDestination(OriginalRegistrationId, endpointChannel);

    /// <summary>Closes; what was published is still delivered.</summary>
    public void Dispose()
    {
        _owner.Close(this);
        GC.SuppressFinalize(this);
    }

    internal void MarkClosed() => Volatile.Write(ref _isClosed, true);

    private protected bool IsOpen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !_isClosed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected byte* Frame(int termCount, int offset) =>
        Terms + (long)LogLayout.Index(termCount) * TermLength + offset;

    // Everything of a header but the final length. The negative length comes first: whoever scans sees "in progress".
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void WriteHeader(byte* frame, int length, int offset, int termId, byte flags)
    {
        Volatile.Write(ref *(int*)frame, -length);
        *(int*)(frame + FrameLayout.VersionOffset) = (_frameWord & unchecked((int)0xFFFF_00FF)) | (flags << 8);
        *(int*)(frame + FrameLayout.TermOffsetOffset) = offset;
        *(long*)(frame + FrameLayout.SessionIdOffset) = _sessionAndStream;
        *(int*)(frame + FrameLayout.TermIdOffset) = termId;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static void WriteFrame(
        byte* frame, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long reservedValue, int length)
    {
        *(long*)(frame + FrameLayout.ReservedValueOffset) = reservedValue;
        first.CopyTo(new Span<byte>(frame + FrameLayout.DataHeaderBytes, first.Length));
        if (!second.IsEmpty)
        {
            second.CopyTo(
                new Span<byte>(frame + FrameLayout.DataHeaderBytes + first.Length, second.Length));
        }

        Volatile.Write(ref *(int*)frame, length);
    }

    private protected void WritePadding(byte* frame, int length, int offset, int termId)
    {
        WriteHeader(frame, length, offset, termId, FrameLayout.UnfragmentedFlags);
        *(ushort*)(frame + FrameLayout.TypeOffset) = FrameType.Pad;
        *(long*)(frame + FrameLayout.ReservedValueOffset) = 0;
        Volatile.Write(ref *(int*)frame, length);
    }

    // A message longer than a frame, whose room is claimed.
    private protected void WriteFragments(
        byte* frame, int offset, int termId, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long reservedValue)
    {
        byte flags = FrameLayout.BeginFlag;
        int left = first.Length + second.Length;
        while (left > 0)
        {
            int bytes = Math.Min(left, MaxPayload);
            left -= bytes;
            if (left == 0)
                flags |= FrameLayout.EndFlag;
            int length = bytes + FrameLayout.DataHeaderBytes;
            WriteHeader(frame, length, offset, termId, flags);
            ReadOnlySpan<byte> head = first[..Math.Min(first.Length, bytes)];
            ReadOnlySpan<byte> tail = second[..(bytes - head.Length)];
            first = first[head.Length..];
            second = second[tail.Length..];
            WriteFrame(frame, head, tail, reservedValue, length);
            int aligned = Align.Up(length, FrameLayout.Alignment);
            frame += aligned;
            offset += aligned;
            flags = 0;
        }
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
