using System.Buffers.Binary;
using System.Text;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver;

/// <summary>Makes the counters of streams, channels and clients with Aeron's keys and labels.</summary>
internal static class StreamCounters
{
    /// <summary>A counter of a stream.</summary>
    /// <param name="counters">Counters.</param>
    /// <param name="typeId">Type.</param>
    /// <param name="name">Beginning of the label.</param>
    /// <param name="registrationId">Registration.</param>
    /// <param name="ownerId">Client.</param>
    /// <param name="sessionId">Session.</param>
    /// <param name="streamId">Stream.</param>
    /// <param name="channel">Channel.</param>
    /// <param name="nowMs">ms since the epoch.</param>
    /// <param name="suffix">End of the label.</param>
    /// <param name="referenceId">What it refers to.</param>
    public static int Allocate(
        CountersManager counters, int typeId, string name, long registrationId, long ownerId, int sessionId, int streamId,
        string channel, long nowMs, string suffix = "", long referenceId = 0)
    {
        Span<byte> key = stackalloc byte[CounterLayout.KeyBytes];
        key.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(key, registrationId);
        BinaryPrimitives.WriteInt32LittleEndian(key[8..], sessionId);
        BinaryPrimitives.WriteInt32LittleEndian(key[12..], streamId);
        int length = Math.Min(channel.Length, CounterLayout.KeyBytes - 20);
        BinaryPrimitives.WriteInt32LittleEndian(key[16..], length);
        Encoding.ASCII.GetBytes(channel.AsSpan(0, length), key[20..]);
        string label = $"{name}: {registrationId} {sessionId} {streamId} {channel}{suffix}";
        return counters.Allocate(typeId, key, label, registrationId, ownerId, nowMs, referenceId);
    }

    /// <summary>The state of a channel.</summary>
    public static int AllocateChannelStatus(
        CountersManager counters, int typeId, string name, string channel, long registrationId, long nowMs,
        string? local = null)
    {
        Span<byte> key = stackalloc byte[CounterLayout.KeyBytes];
        key.Clear();
        int length = Math.Min(channel.Length, CounterLayout.KeyBytes - 4);
        BinaryPrimitives.WriteInt32LittleEndian(key, length);
        Encoding.ASCII.GetBytes(channel.AsSpan(0, length), key[4..]);
        string suffix = local == null ? "" : " " + local;
        return counters.Allocate(typeId, key, $"{name}: {channel}{suffix}", registrationId, -1, nowMs);
    }

    /// <summary>The address to which a channel's socket is bound.</summary>
    public static int AllocateLocalAddress(
        CountersManager counters, string name, int channelStatusId, string address, long registrationId, long nowMs)
    {
        Span<byte> key = stackalloc byte[CounterLayout.KeyBytes];
        key.Clear();
        int length = Math.Min(address.Length, CounterLayout.KeyBytes - 8);
        BinaryPrimitives.WriteInt32LittleEndian(key, channelStatusId);
        BinaryPrimitives.WriteInt32LittleEndian(key[4..], length);
        Encoding.ASCII.GetBytes(address.AsSpan(0, length), key[8..]);
        return counters.Allocate(
            CounterType.LocalSocketAddress, key, $"{name}: {channelStatusId} {address}", registrationId, -1, nowMs);
    }

    /// <summary>A client's sign of life.</summary>
    public static int AllocateHeartbeat(CountersManager counters, long clientId, long nowMs)
    {
        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(key, clientId);
        return counters.Allocate(
            CounterType.ClientHeartbeat, key, $"client-heartbeat: id={clientId}", clientId, clientId, nowMs);
    }
}
