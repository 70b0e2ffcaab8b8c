using System.Net;
using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

// Images that subscribers reject, what receivers say of it, and destinations and sessions that are named by numbers.
internal sealed unsafe partial class DriverConductor
{
    /// <summary>Links every subscription that wants a publication.</summary>
    public void LinkAll(IpcPublication publication)
    {
        foreach (SubscriptionLink subscription in _subscriptions)
        {
            if (Matches(subscription, publication))
                Link(subscription, publication);
        }
    }

    private void RejectImage(long correlationId, ref RecordReader record)
    {
        long imageId = record.Int64();
        record.Skip(sizeof(long));
        byte[] reason = record.Bytes().ToArray();
        CheckWhole(ref record);
        if (reason.Length > ControlFrames.MaxErrorText)
        {
            throw new AeronException(
                AeronErrorCode.GenericError, $"a reason of {reason.Length} bytes is longer than {ControlFrames.MaxErrorText}");
        }

        if (_images.Find(i => i.CorrelationId == imageId) is { } image)
            _receiver.Post(() => image.Reject(reason));
        else if (_ipc.Find(p => p.RegistrationId == imageId) is { } publication)
            Reject(publication, reason);
        else
            throw new AeronException(AeronErrorCode.GenericError, $"image {imageId} is unknown");
        _system.Increment(SystemCounter.ImagesRejected);
        _events.OperationSuccess(correlationId);
    }

    private void Reject(IpcPublication publication, byte[] reason)
    {
        _events.PublicationError(new PublicationErrorEvent(
            publication.RegistrationId, publication.SessionId, publication.StreamId, -1, -1,
            new IPEndPoint(IPAddress.Loopback, 0), (int)AeronErrorCode.ImageRejected, reason));
        if (!publication.AcceptsSubscriptions)
            return;
        publication.Reject(Context.Clock.NanoTime + Context.ImageLivenessTimeoutNs);
        OnImageGone(publication);
    }

    // On the sender's thread: what the frame says is copied before it goes to ours.
    private void OnErrorFrame(NetworkPublication publication, in ErrorFrame error, in NativeAddress from)
    {
        var told = new PublicationErrorEvent(
            publication.RegistrationId, error.SessionId, error.StreamId, error.ReceiverId, error.GroupTag, from.ToEndPoint(),
            error.Code, error.Text.ToArray());
        Post(() => _events.PublicationError(in told));
    }

    // A number, or that of the publication with a tag.
    private int? ReadSessionId(ChannelUri uri)
    {
        string? text = uri[ChannelKey.SessionId];
        if (text == null)
            return null;
        if (!text.StartsWith(ChannelKey.TagPrefix, StringComparison.Ordinal))
            return (int)uri.Integer(ChannelKey.SessionId, int.MinValue, int.MaxValue)!;
        long tag = PublicationParameters.ReadTag(uri, text[ChannelKey.TagPrefix.Length..]);
        DriverPublication? publication = _network.Find(p => p.Parameters.EntityTag == tag)
            ?? (DriverPublication?)_ipc.Find(p => p.Parameters.EntityTag == tag);
        return publication?.SessionId
            ?? throw ChannelUri.Invalid(uri.ToString(), $"session-id={text}: no publication has that tag");
    }

    private UdpChannel ReadUdp(ChannelUri uri) => Timed(() => UdpChannel.Read(uri, Context));

    // What resolves names, and how long it took.
    private T Timed<T>(Func<T> resolve)
    {
        long begin = Context.Clock.NanoTime;
        try
        {
            return resolve();
        }
        finally
        {
            long ns = Context.Clock.NanoTime - begin;
            if (ns > _system[SystemCounter.NameResolverMaxTime])
                _system[SystemCounter.NameResolverMaxTime] = ns;
            if (ns > Context.NameResolverThresholdNs)
                _system.Increment(SystemCounter.NameResolverTimeThresholdExceeded);
        }
    }

    // The channel itself, or the one that has its tag.
    private UdpChannel ByTag(UdpChannel channel, IEnumerable<UdpChannel> there)
    {
        if (channel.Tag is not { } tag)
            return channel;
        UdpChannel? tagged = there.FirstOrDefault(c => c.Tag == tag);
        if (tagged == null)
        {
            return channel.IsReference
                ? throw ChannelUri.Invalid(channel.Uri.ToString(), $"no channel has the tag {tag}, and no address is given")
                : channel;
        }

        if (!channel.IsReference && channel.Canonical != tagged.Canonical)
        {
            throw ChannelUri.Invalid(
                channel.Uri.ToString(), $"tag {tag} is that of '{tagged.Uri}', which has another address or control mode");
        }

        return tagged;
    }
}
