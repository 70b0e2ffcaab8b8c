using System.Runtime.CompilerServices;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Client;

// What the driver says. Broadcasts reach all clients: each looks for the numbers that are its own.
public sealed partial class AeronClient
{
    internal void OnDriverEvent(int type, ReadOnlySpan<byte> payload, Pending? awaiting)
    {
        var record = new RecordReader(payload);
        long correlationId = new RecordReader(payload).Int64();
        try
        {
            switch (type)
            {
                case CommandType.OnError:
                    OnError(ref record, awaiting);
                    break;
                case CommandType.OnAvailableImage:
                    OnAvailableImage(ref record);
                    break;
                case CommandType.OnPublicationReady:
                case CommandType.OnExclusivePublicationReady:
                    OnPublicationReady(ref record, awaiting);
                    break;
                case CommandType.OnOperationSuccess:
                    OnOperationSuccess(ref record, awaiting);
                    break;
                case CommandType.OnUnavailableImage:
                    OnUnavailableImage(ref record);
                    break;
                case CommandType.OnSubscriptionReady:
                    OnSubscriptionReady(ref record, awaiting);
                    break;
                case CommandType.OnCounterReady:
                    OnCounterReady(ref record, awaiting);
                    break;
                case CommandType.OnUnavailableCounter:
                    OnUnavailableCounter(ref record);
                    break;
                case CommandType.OnPublicationError:
                    OnPublicationError(ref record);
                    break;
                case CommandType.OnClientTimeout:
                    OnClientTimeout(ref record);
                    break;
            }
        }
        catch (Exception error)
            when (error is AeronException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A log that cannot be mapped, a path or numbers that cannot be: the one who waits hears of it, else the handler.
            if (Find(awaiting, correlationId) is { } failed)
            {
                failed.Error = error;
                failed.IsDone = true;
            }
            else
            {
                Tell(error);
            }
        }
    }

    // The command that an answer belongs to, if it is one of this client's.
    private Pending? Find(Pending? awaiting, long correlationId)
    {
        if (awaiting is { IsDone: false } && awaiting.CorrelationId == correlationId)
            return awaiting;
        return _async.TryGetValue(correlationId, out Pending? pending) && !pending.IsDone ? pending : null;
    }

    private void OnError(ref RecordReader record, Pending? awaiting)
    {
        long correlationId = record.Int64();
        var code = (AeronErrorCode)record.Int32();
        string text = record.Text();
        var error = new AeronException(code, $"the media driver refused ({code}): {text}");
        if (Find(awaiting, correlationId) is { } refused)
        {
            refused.Error = error;
            refused.IsDone = true;
        }
        else if (_resources.ContainsKey(correlationId))
        {
            Tell(error);
        }
    }

    private void OnPublicationReady(ref RecordReader record, Pending? awaiting)
    {
        long correlationId = record.Int64();
        long registrationId = record.Int64();
        int sessionId = record.Int32();
        int streamId = record.Int32();
        int limitId = record.Int32();
        int statusId = record.Int32();
        string path = record.Text();
        if (Find(awaiting, correlationId) is not { } asked || record.IsMalformed)
            return;
        LogBuffer log = _logs.Acquire(registrationId, path);
        var setup = new PublicationSetup(
            log, CountersReader, asked.Channel, streamId, sessionId, correlationId, registrationId, limitId, statusId);
        Publication publication = asked.Kind == PendingKind.Exclusive
            ? new ExclusivePublication(this, in setup) : new ConcurrentPublication(this, in setup);
        Finish(asked, publication);
    }

    private void OnSubscriptionReady(ref RecordReader record, Pending? awaiting)
    {
        long correlationId = record.Int64();
        int statusId = record.Int32();
        if (Find(awaiting, correlationId) is not { Kind: PendingKind.Subscription } asked)
            return;
        Finish(asked, new Subscription(
            this, CountersReader, asked.Channel, asked.StreamId, correlationId, statusId,
            asked.OnAvailableImage, asked.OnUnavailableImage));
    }

    private void OnOperationSuccess(ref RecordReader record, Pending? awaiting)
    {
        long correlationId = record.Int64();
        if (Find(awaiting, correlationId) is { Kind: PendingKind.Operation } asked)
            asked.IsDone = true;
    }

    private void OnCounterReady(ref RecordReader record, Pending? awaiting)
    {
        long correlationId = record.Int64();
        int id = record.Int32();
        if (Find(awaiting, correlationId) is { Kind: PendingKind.Counter } asked)
            Finish(asked, new Counter(this, CountersReader, correlationId, id));
        _context.OnAvailableCounter?.Invoke(CountersReader, correlationId, id);
    }

    private void OnUnavailableCounter(ref RecordReader record)
    {
        long registrationId = record.Int64();
        int id = record.Int32();
        if (_resources.TryGetValue(registrationId, out IDisposable? resource) && resource is Counter counter)
        {
            counter.MarkClosed();
            _resources.Remove(registrationId);
        }

        _context.OnUnavailableCounter?.Invoke(CountersReader, registrationId, id);
    }

    private unsafe void OnAvailableImage(ref RecordReader record)
    {
        long imageId = record.Int64();
        int sessionId = record.Int32();
        record.Skip(sizeof(int));
        long subscriptionId = record.Int64();
        int positionId = record.Int32();
        string path = record.Text();
        record.Align4();
        string source = record.Text();
        if (!_resources.TryGetValue(subscriptionId, out IDisposable? resource) || resource is not Subscription subscription
            || record.IsMalformed)
            return;
        LogBuffer log = _logs.Acquire(imageId, path);
        var setup = new ImageSetup(imageId, subscriptionId, sessionId, positionId, source);
        var image = new Image(this, log, (long*)Unsafe.AsPointer(ref CountersReader.ValueRef(positionId)), in setup);
        subscription.AddImage(image);
        Call(subscription.OnAvailableImage, image);
    }

    private void OnUnavailableImage(ref RecordReader record)
    {
        long imageId = record.Int64();
        long subscriptionId = record.Int64();
        if (_resources.TryGetValue(subscriptionId, out IDisposable? resource) && resource is Subscription subscription
            && subscription.RemoveImage(imageId) is { } image)
            Drop(subscription, image);
    }

    private void OnPublicationError(ref RecordReader record)
    {
        long registrationId = record.Int64();
        bool isOurs = false;
        foreach (IDisposable resource in _resources.Values)
            isOurs |= resource is Publication publication && publication.OriginalRegistrationId == registrationId;
        if (!isOurs)
            return;
        long destinationId = record.Int64();
        int sessionId = record.Int32();
        int streamId = record.Int32();
        long receiverId = record.Int64();
        long groupTag = record.Int64();
        short family = (short)record.Int16();
        int port = (ushort)record.Int16();
        ReadOnlySpan<byte> address = record.Raw(16);
        var code = (AeronErrorCode)record.Int32();
        string text = System.Text.Encoding.UTF8.GetString(record.Bytes());
        if (record.IsMalformed)
            return;
        const short Ipv4 = 2;
        var source = new System.Net.IPEndPoint(
            new System.Net.IPAddress(family == Ipv4 ? address[..4] : address), port);
        _context.OnPublicationError?.Invoke(new PublicationError(
            registrationId, destinationId, sessionId, streamId, receiverId, groupTag, source, code, text));
    }

    private void OnClientTimeout(ref RecordReader record)
    {
        if (record.Int64() == ClientId)
            Terminate(new AeronException("the media driver took this client for dead: it gave no sign of life in time"));
    }

    private void Finish(Pending pending, IDisposable resource)
    {
        pending.Resource = resource;
        pending.IsDone = true;
        _resources.Add(pending.CorrelationId, resource);
    }
}
