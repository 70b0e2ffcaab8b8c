using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Client;

/// <summary>
/// A channel and stream that is listened to: an <see cref="Image"/> for each publication on it.
/// <para><b>Threading.</b> One thread polls; images come and go by the client's conductor.</para>
/// <para><b>Cost.</b> No allocation in a poll.</para>
/// </summary>
[HotPath]
public sealed class Subscription : IDisposable
{
    private readonly AeronClient _owner;
    private readonly CountersReader _counters;
    private Image[] _images = [];
    private int _roundRobin;
    private bool _isClosed;

    internal Subscription(
        AeronClient owner, CountersReader counters, string channel, int streamId, long registrationId, int channelStatusId,
        Action<Image>? onAvailableImage, Action<Image>? onUnavailableImage)
    {
        _owner = owner;
        _counters = counters;
        Channel = channel;
        StreamId = streamId;
        RegistrationId = registrationId;
        ChannelStatusId = channelStatusId;
        OnAvailableImage = onAvailableImage;
        OnUnavailableImage = onUnavailableImage;
    }

    /// <summary>Channel.</summary>
    public string Channel { get; }

    /// <summary>Stream id.</summary>
    public int StreamId { get; }

    /// <summary>Id of this registration.</summary>
    public long RegistrationId { get; }

    /// <summary>Counter that says how the channel is; −1 for IPC.</summary>
    public int ChannelStatusId { get; }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Whether a publication is there.</summary>
    public bool IsConnected
    {
        get
        {
            foreach (Image image in Volatile.Read(ref _images))
            {
                if (!image.IsClosed)
                    return true;
            }

            return false;
        }
    }

    /// <summary>How many publications are there.</summary>
    public int ImageCount => Volatile.Read(ref _images).Length;

    /// <summary>The publications that are there now.</summary>
    public IReadOnlyList<Image> Images => Volatile.Read(ref _images);

    /// <summary>State of the channel: 1 active, 0 initialising, −1 errored, 2 closing.</summary>
    public long ChannelStatus => _isClosed ? 2
        : ChannelStatusId == CounterLayout.NullId ? 1 : _counters.Value(ChannelStatusId);

    internal Action<Image>? OnAvailableImage { get; }

    internal Action<Image>? OnUnavailableImage { get; }

    /// <summary>The image of a session, or null.</summary>
    /// <param name="sessionId">Session.</param>
    public Image? ImageBySessionId(int sessionId)
    {
        foreach (Image image in Volatile.Read(ref _images))
        {
            if (image.SessionId == sessionId)
                return image;
        }

        return null;
    }

    /// <summary>Takes fragments that are there, from all images in turn.</summary>
    /// <param name="handler">Takes them.</param>
    /// <param name="fragmentLimit">Most fragments.</param>
    /// <returns>Fragments taken.</returns>
    public int Poll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IFragmentHandler, allows ref struct
    {
        Image[] images = Volatile.Read(ref _images);
        // One image is the usual case, and needs no turn.
        if (images.Length == 1)
            return images[0].Poll(ref handler, fragmentLimit);
        int start = NextStart(images.Length);
        int fragments = 0;
        for (int i = 0; i < images.Length && fragments < fragmentLimit; i++)
        {
            int at = start + i < images.Length ? start + i : start + i - images.Length;
            fragments += images[at].Poll(ref handler, fragmentLimit - fragments);
        }

        return fragments;
    }

    /// <summary>Takes fragments with a delegate.</summary>
    /// <param name="handler">Takes them.</param>
    /// <param name="fragmentLimit">Most fragments.</param>
    /// <returns>Fragments taken.</returns>
    public int Poll(FragmentHandler handler, int fragmentLimit)
    {
        var direct = new DelegateHandler(handler);
        return Poll(ref direct, fragmentLimit);
    }

    /// <summary>Takes fragments as long as the handler says so.</summary>
    /// <param name="handler">Takes them and says how to go on.</param>
    /// <param name="fragmentLimit">Most fragments.</param>
    /// <returns>Fragments taken.</returns>
    public int ControlledPoll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IControlledFragmentHandler, allows ref struct
    {
        Image[] images = Volatile.Read(ref _images);
        int start = NextStart(images.Length);
        int fragments = 0;
        for (int i = 0; i < images.Length && fragments < fragmentLimit; i++)
        {
            int at = start + i < images.Length ? start + i : start + i - images.Length;
            fragments += images[at].ControlledPoll(ref handler, fragmentLimit - fragments);
        }

        return fragments;
    }

    /// <summary>Addresses to which the channel's sockets are bound.</summary>
    public IReadOnlyList<string> LocalSocketAddresses() => LocalAddresses.Find(_counters, ChannelStatusId);

    /// <summary>Listens on a further destination (multi-destination subscription).</summary>
    /// <param name="endpointChannel">For example <c>aeron:udp?endpoint=localhost:20121</c>.</param>
    /// <returns>Its registration, by which it can be removed.</returns>
    /// <exception cref="AeronException">The driver refused.</exception>
    public long AddDestination(string endpointChannel) => _owner.AddReceiveDestination(RegistrationId, endpointChannel);

    /// <summary>Stops listening on a destination.</summary>
    /// <param name="endpointChannel">As it was added.</param>
    /// <exception cref="AeronException">The driver refused.</exception>
    public void RemoveDestination(string endpointChannel) =>
        _owner.RemoveReceiveDestination(RegistrationId, endpointChannel);

    /// <summary>Stops listening on a destination.</summary>
    /// <param name="destinationRegistrationId">What <see cref="AddDestination"/> returned.</param>
    /// <exception cref="AeronException">The driver refused.</exception>
    public void RemoveDestination(long destinationRegistrationId) =>
        _owner.RemoveDestination(RegistrationId, destinationRegistrationId);

    /// <summary>Closes: publications are no longer held back by it.</summary>
    public void Dispose() => _owner.Close(this);

    internal void TouchAhead()
    {
        foreach (Image image in _images)
            image.TouchAhead();
    }

    internal void AddImage(Image image) => Volatile.Write(ref _images, [.. _images, image]);

    internal Image? RemoveImage(long correlationId)
    {
        Image? gone = Array.Find(_images, image => image.CorrelationId == correlationId);
        if (gone != null)
            Volatile.Write(ref _images, Array.FindAll(_images, image => image != gone));
        return gone;
    }

    internal Image[] MarkClosed()
    {
        Volatile.Write(ref _isClosed, true);
        Image[] images = _images;
        Volatile.Write(ref _images, []);
        return images;
    }

    private int NextStart(int count)
    {
        int start = _roundRobin++;
        if (start < count)
            return start;
        _roundRobin = 1;
        return 0;
    }
}
