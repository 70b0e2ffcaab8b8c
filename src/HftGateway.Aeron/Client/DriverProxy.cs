using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Client;

/// <summary>
/// Writes a client's commands.
/// <para><b>Limits.</b> A command is at most <see cref="MaxBytes"/> long: channels, keys and labels are shorter.</para>
/// </summary>
internal sealed class DriverProxy(ManyToOneRing ring, long clientId)
{
    private const int MaxBytes = 8192;

    public long AddPublication(bool isExclusive, string channel, int streamId)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int32(streamId);
        command.Text(channel);
        Send(isExclusive ? CommandType.AddExclusivePublication : CommandType.AddPublication, command.Written);
        return id;
    }

    public long AddSubscription(string channel, int streamId)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int64(-1);
        command.Int32(streamId);
        command.Text(channel);
        Send(CommandType.AddSubscription, command.Written);
        return id;
    }

    public long AddCounter(int typeId, ReadOnlySpan<byte> key, string label)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int32(typeId);
        command.Bytes(key);
        command.Align4();
        command.Text(label);
        Send(CommandType.AddCounter, command.Written);
        return id;
    }

    public long RemovePublication(long registrationId, bool isRevoked)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int64(registrationId);
        command.Int64(isRevoked ? 1 : 0);
        Send(CommandType.RemovePublication, command.Written);
        return id;
    }

    public long Remove(int type, long registrationId)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int64(registrationId);
        Send(type, command.Written);
        return id;
    }

    public long Destination(int type, long registrationId, string channel)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int64(registrationId);
        command.Text(channel);
        Send(type, command.Written);
        return id;
    }

    public long RemoveDestination(long registrationId, long destinationId)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int64(registrationId);
        command.Int64(destinationId);
        Send(CommandType.RemoveDestinationById, command.Written);
        return id;
    }

    public long RejectImage(long imageId, long position, ReadOnlySpan<byte> reason)
    {
        long id = ring.NextCorrelationId();
        var command = Begin(stackalloc byte[MaxBytes], id);
        command.Int64(imageId);
        command.Int64(position);
        command.Bytes(reason);
        // Drivers refuse the command below its fixed length of 40.
        command.Align4();
        if (reason.IsEmpty)
            command.Int32(0);
        Send(CommandType.RejectImage, command.Written);
        return id;
    }

    public void Close()
    {
        var command = Begin(stackalloc byte[MaxBytes], ring.NextCorrelationId());
        ring.TryWrite(CommandType.ClientClose, command.Written);
    }

    private RecordWriter Begin(Span<byte> buffer, long correlationId) =>
        new RecordWriter(buffer).Int64(clientId).Int64(correlationId);

    private void Send(int type, ReadOnlySpan<byte> command)
    {
        if (ring.TryWrite(type, command))
            return;
        throw new AeronException(
            AeronErrorCode.ResourceTemporarilyUnavailable,
            "the driver's command ring is full: is the driver stopped? Try again");
    }
}
