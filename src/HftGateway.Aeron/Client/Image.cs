using System.Runtime.CompilerServices;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// One publication as a subscription sees it: its log and this subscriber's position in it.
/// <para><b>Threading.</b> One thread polls, normally through the <see cref="Subscription"/>.</para>
/// <para><b>Invariants.</b> The log is only read. A frame whose length cannot be ends the image's reading
/// (<see cref="IsCorrupt"/>), since nothing behind it can be found.</para>
/// <para><b>Cost.</b> One load, one compare and a direct call a fragment; no allocation.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_image.c</c>.</para>
/// </summary>
[HotPath]
public sealed unsafe class Image
{
    private readonly LogBuffer _log;
    private readonly byte* _terms;
    private readonly long* _subscriberPosition;
    private readonly int _termLength;
    private readonly int _termBits;
    private readonly int _initialTermId;
    private bool _isClosed;
    private long _finalPosition;
    private bool _wasEndOfStream;
    private bool _wasRevoked;
    private PagesAhead _pages;

    private readonly AeronClient _owner;

    internal Image(AeronClient owner, LogBuffer log, long* subscriberPosition, in ImageSetup setup)
    {
        _owner = owner;
        _log = log;
        _terms = log.Terms;
        _subscriberPosition = subscriberPosition;
        _termLength = log.TermLength;
        _termBits = log.TermBits;
        _initialTermId = log.InitialTermId;
        CorrelationId = setup.CorrelationId;
        SubscriptionRegistrationId = setup.SubscriptionRegistrationId;
        SessionId = setup.SessionId;
        SourceIdentity = setup.SourceIdentity;
        SubscriberPositionId = setup.SubscriberPositionId;
        JoinPosition = Volatile.Read(ref *subscriberPosition);
        _pages = new PagesAhead(log, JoinPosition, isWriter: false);
    }

    /// <summary>Id of the image, the same for all its subscriptions.</summary>
    public long CorrelationId { get; }

    /// <summary>Id of the subscription.</summary>
    public long SubscriptionRegistrationId { get; }

    /// <summary>Session id of the publication.</summary>
    public int SessionId { get; }

    /// <summary>Where it comes from: address and port, or <c>aeron:ipc</c>.</summary>
    public string SourceIdentity { get; }

    /// <summary>Counter with this subscriber's position.</summary>
    public int SubscriberPositionId { get; }

    /// <summary>Position at which this subscriber joined.</summary>
    public long JoinPosition { get; }

    /// <summary>Id of the first term.</summary>
    public int InitialTermId => _initialTermId;

    /// <summary>Length of a term, bytes.</summary>
    public int TermBufferLength => _termLength;

    /// <summary>Most bytes of a frame or datagram.</summary>
    public int MtuLength => _log.Mtu;

    /// <summary>The image is gone: nothing more comes.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>A frame was met whose length cannot be.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>Position consumed.</summary>
    public long Position => _isClosed ? _finalPosition : Volatile.Read(ref *_subscriberPosition);

    /// <summary>The publication ended and everything was consumed.</summary>
    public bool IsEndOfStream => _isClosed ? _wasEndOfStream
        : Volatile.Read(ref *_subscriberPosition) >= Volatile.Read(ref _log.EndOfStreamPosition);

    /// <summary>Position at which the stream ends; the largest number while it is open.</summary>
    public long EndOfStreamPosition => _isClosed ? _finalPosition : Volatile.Read(ref _log.EndOfStreamPosition);

    /// <summary>Whether the publication was revoked.</summary>
    public bool IsPublicationRevoked => _isClosed ? _wasRevoked : Volatile.Read(ref _log.IsRevoked) != 0;

    internal LogBuffer Log => _log;

    /// <summary>
    /// Refuses the image: nothing more of it comes, and its publisher is told (<see cref="AeronContext.OnPublicationError"/>).
    /// </summary>
    /// <param name="reason">Why; at most 1023 bytes of UTF-8.</param>
    /// <exception cref="AeronException">The driver refused.</exception>
    public void Reject(string reason) => _owner.Reject(this, reason);

    /// <summary>Takes fragments that are there.</summary>
    /// <param name="handler">Takes them. If it throws, what it had taken counts as consumed.</param>
    /// <param name="fragmentLimit">Most fragments.</param>
    /// <returns>Fragments taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Poll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IFragmentHandler, allows ref struct
        => BoundedPoll(ref handler, long.MaxValue, fragmentLimit);

    /// <summary>Takes fragments that are there, up to a position.</summary>
    /// <param name="handler">Takes them.</param>
    /// <param name="limitPosition">No fragment that begins at or behind it is taken.</param>
    /// <param name="fragmentLimit">Most fragments.</param>
    /// <returns>Fragments taken.</returns>
    public int BoundedPoll<THandler>(ref THandler handler, long limitPosition, int fragmentLimit)
        where THandler : struct, IFragmentHandler, allows ref struct
    {
        if (_isClosed)
            return 0;
        long initial = *_subscriberPosition;
        if (initial >= limitPosition)
            return 0;
        int start = (int)initial & (_termLength - 1);
        byte* first = Term(initial) + start;
        byte* termEnd = first + (_termLength - start);
        byte* end = limitPosition - initial < termEnd - first ? first + (limitPosition - initial) : termEnd;
        byte* next = first;
        int initialTermId = _initialTermId;
        int termBits = _termBits;
        int left = fragmentLimit;
        try
        {
            while (left > 0 && next < end)
            {
                byte* frame = next;
                int length = Volatile.Read(ref *(int*)frame);
                if (length <= 0)
                    break;
                long aligned = Align.Up((long)length, FrameLayout.Alignment);
                if (aligned > termEnd - frame || length < FrameLayout.DataHeaderBytes)
                {
                    IsCorrupt = true;
                    break;
                }

                next = frame + aligned;
                if (*(ushort*)(frame + FrameLayout.TypeOffset) == FrameType.Pad)
                    continue;
                left--;
                var header = new FragmentHeader(frame, initialTermId, termBits);
                handler.OnFragment(
                    new ReadOnlySpan<byte>(frame + FrameLayout.DataHeaderBytes, length - FrameLayout.DataHeaderBytes),
                    in header);
            }
        }
        finally
        {
            if (next != first && !_isClosed)
                Volatile.Write(ref *_subscriberPosition, initial + (next - first));
        }

        return fragmentLimit - left;
    }

    /// <summary>Takes fragments as long as the handler says so.</summary>
    /// <param name="handler">Takes them and says how to go on.</param>
    /// <param name="fragmentLimit">Most fragments.</param>
    /// <returns>Fragments taken, an aborted one not counted.</returns>
    public int ControlledPoll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IControlledFragmentHandler, allows ref struct
    {
        if (_isClosed)
            return 0;
        long initial = *_subscriberPosition;
        int start = (int)initial & (_termLength - 1);
        byte* term = Term(initial);
        int offset = start;
        int fragments = 0;
        try
        {
            while (fragments < fragmentLimit && offset < _termLength)
            {
                byte* frame = term + offset;
                int length = Volatile.Read(ref *(int*)frame);
                if (length <= 0)
                    break;
                int aligned = Align.Up(length, FrameLayout.Alignment);
                if ((uint)aligned > (uint)(_termLength - offset) || length < FrameLayout.DataHeaderBytes)
                {
                    IsCorrupt = true;
                    break;
                }

                offset += aligned;
                if (*(ushort*)(frame + FrameLayout.TypeOffset) == FrameType.Pad)
                    continue;
                var header = new FragmentHeader(frame, _initialTermId, _termBits);
                ControlledAction action = handler.OnFragment(
                    new ReadOnlySpan<byte>(frame + FrameLayout.DataHeaderBytes, length - FrameLayout.DataHeaderBytes),
                    in header);
                if (action == ControlledAction.Abort)
                {
                    offset -= aligned;
                    break;
                }

                fragments++;
                if (action == ControlledAction.Break)
                    break;
                if (action == ControlledAction.Commit)
                {
                    initial += offset - start;
                    start = offset;
                    Volatile.Write(ref *_subscriberPosition, initial);
                }
            }
        }
        finally
        {
            if (offset != start && !_isClosed)
                Volatile.Write(ref *_subscriberPosition, initial + (offset - start));
        }

        return fragments;
    }

    internal void TouchAhead()
    {
        if (!_isClosed)
            _pages.Advance(Volatile.Read(ref *_subscriberPosition));
    }

    // The position stays readable; the log must not be touched any more.
    internal void MarkClosed()
    {
        if (_isClosed)
            return;
        _finalPosition = Volatile.Read(ref *_subscriberPosition);
        _wasEndOfStream = _finalPosition >= Volatile.Read(ref _log.EndOfStreamPosition);
        _wasRevoked = Volatile.Read(ref _log.IsRevoked) != 0;
        Volatile.Write(ref _isClosed, true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Term(long position) =>
        _terms + (long)((ulong)(position >> _termBits) % LogLayout.Terms) * _termLength;
}
