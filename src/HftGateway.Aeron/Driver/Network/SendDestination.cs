using System.Net;
using HftGateway.Aeron.Channels;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// A destination of a multi-destination cast.
/// <para><b>Threading.</b> The sender's, but for <see cref="Uri"/> and <see cref="Known"/>, which are the conductor's.</para>
/// </summary>
internal sealed class SendDestination(NativeAddress address, long nowNs)
{
    private long _heardNs = nowNs;

    /// <summary>Where to send.</summary>
    public NativeAddress Address { get; set; } = address;

    /// <summary>The receiver there, once it spoke.</summary>
    public long? ReceiverId { get; set; }

    /// <summary>When the receiver spoke last, or the destination was made, ns. Any thread reads it.</summary>
    public long HeardNs
    {
        get => Volatile.Read(ref _heardNs);
        set => Volatile.Write(ref _heardNs, value);
    }

    /// <summary>The channel by which it was added.</summary>
    public ChannelUri? Uri { get; init; }

    /// <summary>The address that its name had last.</summary>
    public IPEndPoint? Known { get; set; }

    /// <summary>Whether a receiver's message means this destination: by its address first, then by its id and port.</summary>
    public bool IsOf(in NativeAddress from, long receiverId) =>
        ReceiverId is { } id ? id == receiverId && Address.HasPortOf(in from) : Address.Equals(from);
}
