using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Driver;

/// <summary>Writes the driver's broadcasts. Conductor's thread.</summary>
internal sealed class ClientEvents(BroadcastTransmitter transmitter)
{
    private readonly byte[] _buffer = new byte[8192];

    public void Error(long correlationId, AeronErrorCode code, string text)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(correlationId);
        record.Int32((int)code);
        record.Text(text.Length > 4096 ? text[..4096] : text);
        transmitter.Transmit(CommandType.OnError, record.Written);
    }

    public void PublicationReady(
        bool isExclusive, long correlationId, long registrationId, int sessionId, int streamId, int limitId, int statusId,
        string path)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(correlationId);
        record.Int64(registrationId);
        record.Int32(sessionId);
        record.Int32(streamId);
        record.Int32(limitId);
        record.Int32(statusId);
        record.Text(path);
        transmitter.Transmit(
            isExclusive ? CommandType.OnExclusivePublicationReady : CommandType.OnPublicationReady, record.Written);
    }

    public void SubscriptionReady(long correlationId, int statusId)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(correlationId);
        record.Int32(statusId);
        transmitter.Transmit(CommandType.OnSubscriptionReady, record.Written);
    }

    public void OperationSuccess(long correlationId)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(correlationId);
        transmitter.Transmit(CommandType.OnOperationSuccess, record.Written);
    }

    public void AvailableImage(
        long imageId, int sessionId, int streamId, long subscriptionId, int positionId, string path, string source)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(imageId);
        record.Int32(sessionId);
        record.Int32(streamId);
        record.Int64(subscriptionId);
        record.Int32(positionId);
        record.Text(path);
        record.Align4();
        record.Text(source);
        transmitter.Transmit(CommandType.OnAvailableImage, record.Written);
    }

    public void UnavailableImage(long imageId, long subscriptionId, int streamId, string channel)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(imageId);
        record.Int64(subscriptionId);
        record.Int32(streamId);
        record.Text(channel);
        transmitter.Transmit(CommandType.OnUnavailableImage, record.Written);
    }

    public void CounterReady(long registrationId, int counterId) =>
        Counter(CommandType.OnCounterReady, registrationId, counterId);

    public void UnavailableCounter(long registrationId, int counterId) =>
        Counter(CommandType.OnUnavailableCounter, registrationId, counterId);

    public void StaticCounter(long correlationId, int counterId) =>
        Counter(CommandType.OnStaticCounter, correlationId, counterId);

    public void NextAvailableSessionId(long correlationId, int sessionId) =>
        Counter(CommandType.OnNextAvailableSessionId, correlationId, sessionId);

    public void PublicationError(in PublicationErrorEvent e)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(e.RegistrationId);
        record.Int64(-1);
        record.Int32(e.SessionId);
        record.Int32(e.StreamId);
        record.Int64(e.ReceiverId);
        record.Int64(e.GroupTag);
        Span<byte> address = stackalloc byte[20];
        e.WriteAddress(address);
        record.Raw(address);
        record.Int32(e.Code);
        record.Bytes(e.Text);
        transmitter.Transmit(CommandType.OnPublicationError, record.Written);
    }

    public void ClientTimeout(long clientId)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(clientId);
        transmitter.Transmit(CommandType.OnClientTimeout, record.Written);
    }

    private void Counter(int type, long id, int number)
    {
        var record = new RecordWriter(_buffer);
        record.Int64(id);
        record.Int32(number);
        transmitter.Transmit(type, record.Written);
    }
}
