namespace HftGateway.Aeron.Driver;

/// <summary>What a driver knows of a client.</summary>
internal sealed unsafe class DriverClient(long clientId, int heartbeatId, long* heartbeat)
{
    public long ClientId { get; } = clientId;

    public int HeartbeatId { get; } = heartbeatId;

    /// <summary>Counters that the client made: registration id and number.</summary>
    public Dictionary<long, int> Counters { get; } = [];

    public long HeartbeatMs
    {
        get => Volatile.Read(ref *heartbeat);
        set => Volatile.Write(ref *heartbeat, value);
    }
}
