using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

// Response channels: answers that only the one who asked gets, though all of them go by one address.
internal sealed unsafe partial class DriverConductor
{
    /// <summary>The answering publication has a receiver: the one who asked knows its session.</summary>
    public void OnResponseConnected(long imageId) => _images.Find(i => i.CorrelationId == imageId)?.SetResponseSession(null);

    // The image that a response publication answers. A publication that asks must name a subscription.
    private PublicationImage? FindAnswered(ChannelUri uri, UdpChannel channel, PublicationParameters parameters)
    {
        long id = parameters.ResponseCorrelationId;
        if (!channel.IsResponse)
        {
            if (id != -1 && !_subscriptions.Exists(s => s.RegistrationId == id && s.Uri.IsUdp))
                throw ChannelUri.Invalid(uri.ToString(), $"response-correlation-id={id} is no subscription");
            return null;
        }

        if (id == PublicationParameters.Prototype)
            return null;
        if (id == -1)
            throw ChannelUri.Invalid(uri.ToString(), "control-mode=response needs a response-correlation-id");
        PublicationImage image = _images.Find(i => i.CorrelationId == id)
            ?? throw ChannelUri.Invalid(uri.ToString(), $"response-correlation-id={id} is no image");
        return image.AwaitsResponse ? image
            : throw ChannelUri.Invalid(uri.ToString(), $"the publisher of image {id} did not ask for a response channel");
    }

    // A publication that answers over shared memory: who asked awaits its session.
    private void SetIpcResponseSession(IpcPublication answering)
    {
        long askingId = answering.Parameters.ResponseCorrelationId;
        IpcPublication? asking = askingId == -1 ? null : _ipc.Find(p => p.RegistrationId == askingId);
        if (asking == null || FindSubscription(asking.Parameters.ResponseCorrelationId) is not { Uri.IsIpc: true } subscription)
            return;
        subscription.SessionId = answering.SessionId;
        subscription.IsAwaitingSession = false;
    }

    // On the sender's thread: the other side said which session answers.
    private void OnResponseSetup(NetworkPublication publication, int responseSessionId)
    {
        if (!publication.AwaitsResponse)
            return;
        long subscriptionId = publication.Parameters.ResponseCorrelationId;
        Post(() => OnResponseSession(subscriptionId, responseSessionId));
    }

    private void OnResponseSession(long subscriptionId, int sessionId)
    {
        if (FindSubscription(subscriptionId) is not { } subscription)
            return;
        bool isNew = subscription.IsAwaitingSession;
        if (isNew)
        {
            subscription.SessionId = sessionId;
            subscription.IsAwaitingSession = false;
            Want(subscription);
        }

        int streamId = subscription.StreamId;
        foreach (ReceiveEndpoint endpoint in subscription.Endpoints)
        {
            _receiver.Post(() =>
            {
                if (isNew)
                    endpoint.AddInterest(streamId, sessionId);
                endpoint.ElicitSoon();
            });
        }
    }
}
