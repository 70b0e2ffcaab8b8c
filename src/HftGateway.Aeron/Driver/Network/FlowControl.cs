using System.Globalization;
using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// How far a sender may send, from what its receivers say. The strategy is the channel's: unicast and <c>max</c> follow
/// the fastest receiver, <c>min</c> the slowest, <c>tagged</c> the slowest of a group.
/// <para><b>Threading.</b> The sender's thread; <see cref="HasRequiredReceivers"/> is read by the conductor.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_flow_control.c</c>, <c>aeron_min_flow_control.c</c>.</para>
/// </summary>
internal sealed unsafe class FlowControl
{
    private readonly List<Receiver> _receivers = [];
    private readonly FlowControlKind _kind;
    private readonly long _timeoutNs;
    private readonly long _groupTag;
    private readonly int _minGroupSize;
    private long* _receiverCount;
    private bool _hasRequired;

    private FlowControl(FlowControlKind kind, long timeoutNs, long groupTag, int minGroupSize)
    {
        _kind = kind;
        _timeoutNs = timeoutNs;
        _groupTag = groupTag;
        _minGroupSize = minGroupSize;
    }

    /// <summary>Counter of the receivers that count, of min and tagged.</summary>
    public int ReceiversId { get; private set; } = CounterLayout.NullId;

    /// <summary>Follows the slowest receiver: somebody wants to know how many there are.</summary>
    public bool IsCounted => _kind != FlowControlKind.Max;

    /// <summary>Enough receivers are there for the publication to be connected.</summary>
    public bool HasRequiredReceivers => Volatile.Read(ref _hasRequired);

    /// <summary>Receivers that are there.</summary>
    public int ReceiverCount => _receivers.Count;

    /// <summary>The strategy of a channel.</summary>
    /// <exception cref="AeronException">The channel's <c>fc</c> is wrong.</exception>
    public static FlowControl Create(UdpChannel channel, MediaDriverContext context)
    {
        string? text = channel.Uri[ChannelKey.FlowControl];
        bool isGroup = channel.IsMulticast || channel.IsMultiDestination;
        string[] parts = (text ?? (isGroup ? context.MulticastFlowControl : "max")).Split(',');
        FlowControlKind kind = parts[0] switch
        {
            "max" => FlowControlKind.Max,
            "min" => FlowControlKind.Min,
            "tagged" => FlowControlKind.Tagged,
            _ => throw ChannelUri.Invalid(channel.Uri.ToString(), $"fc={text}: the strategy is neither max, min nor tagged"),
        };
        long timeout = context.FlowControlReceiverTimeoutNs;
        long tag = context.FlowControlGroupTag;
        int size = context.FlowControlGroupMinSize;
        foreach (string option in parts.AsSpan(1))
        {
            bool isRead = option.StartsWith("t:", StringComparison.Ordinal)
                ? UnitText.TryParseDuration(option.AsSpan(2), out timeout)
                : option.StartsWith("g:", StringComparison.Ordinal) && ReadGroup(option.AsSpan(2), ref tag, ref size);
            if (!isRead)
                throw ChannelUri.Invalid(channel.Uri.ToString(), $"fc={text}: '{option}' is neither t:TIME nor g:TAG/SIZE");
        }

        return new FlowControl(kind, timeout, tag, size);
    }

    /// <summary>Counts the receivers where tools read it. Conductor, before the sender knows the strategy.</summary>
    public void CountIn(int counterId, long* count)
    {
        ReceiversId = counterId;
        _receiverCount = count;
    }

    /// <summary>A receiver spoke.</summary>
    /// <returns>The new limit.</returns>
    public long OnStatusMessage(
        in StatusMessage status, long limit, int initialTermId, int termBits, long nowNs)
    {
        long position = LogLayout.Position(status.TermId, status.TermOffset, termBits, initialTermId);
        if ((status.Flags & ControlFrames.EndOfStreamFlag) != 0)
        {
            long receiverId = status.ReceiverId;
            _receivers.RemoveAll(r => r.Id == receiverId);
            UpdateRequired();
            return limit;
        }

        bool counts = _kind != FlowControlKind.Tagged || (status.HasGroupTag && status.GroupTag == _groupTag);
        long window = position + status.Window;
        Touch(status.ReceiverId, position, window, counts, nowNs);
        UpdateRequired();
        return _kind == FlowControlKind.Max || (_kind == FlowControlKind.Tagged && !HasCounting())
            ? Math.Max(limit, window) : Math.Max(limit, Slowest());
    }

    /// <summary>A receiver refuses the stream: those who follow the slowest need not wait for it.</summary>
    public void OnError(long receiverId)
    {
        if (_kind == FlowControlKind.Max)
            return;
        _receivers.RemoveAll(r => r.Id == receiverId);
        UpdateRequired();
    }

    /// <summary>Time passed: silent receivers are dropped.</summary>
    /// <returns>The new limit.</returns>
    public long OnIdle(long limit, long nowNs, long connectionTimeoutNs)
    {
        long timeout = _kind == FlowControlKind.Max ? connectionTimeoutNs : _timeoutNs;
        bool isRemoved = false;
        for (int i = _receivers.Count - 1; i >= 0; i--)
        {
            if (nowNs - _receivers[i].HeardNs <= timeout)
                continue;
            _receivers.RemoveAt(i);
            isRemoved = true;
        }

        if (!isRemoved)
            return limit;
        UpdateRequired();
        return _kind != FlowControlKind.Max && HasCounting() ? Math.Max(limit, Slowest()) : limit;
    }

    private static bool ReadGroup(ReadOnlySpan<char> text, ref long tag, ref int size)
    {
        int slash = text.IndexOf('/');
        ReadOnlySpan<char> tagText = slash < 0 ? text : text[..slash];
        if (!tagText.IsEmpty && !long.TryParse(tagText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out tag))
            return false;
        return slash < 0 || int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }

    private void Touch(long receiverId, long position, long window, bool counts, long nowNs)
    {
        foreach (Receiver known in _receivers)
        {
            if (known.Id != receiverId)
                continue;
            known.HeardNs = nowNs;
            known.Position = Math.Max(known.Position, position);
            known.Window = Math.Max(known.Window, window);
            return;
        }

        _receivers.Add(new Receiver
        {
            Id = receiverId, HeardNs = nowNs, Position = position, Window = window, Counts = counts,
        });
    }

    private bool HasCounting() => _receivers.Exists(r => r.Counts);

    private long Slowest()
    {
        long slowest = long.MaxValue;
        foreach (Receiver receiver in _receivers)
        {
            if (receiver.Counts)
                slowest = Math.Min(slowest, receiver.Window);
        }

        return slowest == long.MaxValue ? 0 : slowest;
    }

    private void UpdateRequired()
    {
        int counting = 0;
        foreach (Receiver receiver in _receivers)
            counting += receiver.Counts ? 1 : 0;
        bool isEnough = _kind == FlowControlKind.Max ? _receivers.Count > 0
            : _receivers.Count > 0 && counting >= _minGroupSize;
        Volatile.Write(ref _hasRequired, isEnough);
        if (_receiverCount != null)
            Volatile.Write(ref *_receiverCount, counting);
    }

    private sealed class Receiver
    {
        public long Id { get; init; }

        public bool Counts { get; init; }

        public long HeardNs { get; set; }

        public long Position { get; set; }

        public long Window { get; set; }
    }
}
