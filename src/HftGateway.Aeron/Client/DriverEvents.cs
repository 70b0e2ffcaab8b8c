using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Client;

/// <summary>Hands a driver's broadcasts to the client that they concern.</summary>
internal readonly struct DriverEvents(AeronClient client, Pending? awaiting) : IRecordHandler
{
    public void OnRecord(int type, ReadOnlySpan<byte> payload) => client.OnDriverEvent(type, payload, awaiting);
}
