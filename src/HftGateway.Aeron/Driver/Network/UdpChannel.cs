using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HftGateway.Aeron.Channels;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The addresses of a UDP channel.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_udp_channel.c</c>: a multicast data address has an odd last byte, its
/// control address is the next one.</para>
/// </summary>
internal sealed record UdpChannel
{
    public required ChannelUri Uri { get; init; }

    /// <summary>Where data goes; null for a multi-destination cast.</summary>
    public IPEndPoint? Endpoint { get; init; }

    /// <summary>Address for control traffic, given by the channel or derived from a group.</summary>
    public IPEndPoint? Control { get; init; }

    /// <summary>Interface to use.</summary>
    public required IPAddress Interface { get; init; }

    public bool IsMulticast { get; init; }

    /// <summary>dynamic, manual, response, or null.</summary>
    public string? ControlMode { get; init; }

    public bool IsMultiDestination => ControlMode is "dynamic" or "manual";

    /// <summary>Answers go here, each publication's to the one whose questions it answers.</summary>
    public bool IsResponse => ControlMode == "response";

    /// <summary>Number by which other channels can name this one.</summary>
    public long? Tag { get; init; }

    /// <summary>Without any address: it means the channel that has its tag.</summary>
    public bool IsReference { get; init; }

    public int Ttl { get; init; }

    public int ReceiveBuffer { get; init; }

    public int SendBuffer { get; init; }

    /// <summary>Tag that receivers of the channel say with their status messages.</summary>
    public long? GroupTag { get; init; }

    /// <summary>Where time stamps go in messages.</summary>
    public TimestampOffsets Timestamps { get; init; }

    /// <summary>Several receivers may be meant: a group, or a multi-destination cast.</summary>
    public bool HasGroupSemantics => IsMulticast || IsMultiDestination;

    /// <summary>Two channels with the same text share a socket.</summary>
    public string Canonical => string.Create(
        CultureInfo.InvariantCulture,
        $"UDP-{(Control is { } control && !IsMulticast ? control.ToString() : $"{Interface}:0")}-{Endpoint?.ToString() ?? "0.0.0.0:0"}"
        + $"{(Endpoint is { Port: 0 } || (Endpoint is null && Control is null or { Port: 0 }) ? "#" + Uri : "")}");

    /// <summary>Reads a channel and resolves its names.</summary>
    /// <exception cref="AeronException">Wrong, or a name has no address.</exception>
    public static UdpChannel Read(ChannelUri uri, MediaDriverContext context)
    {
        string? mode = uri[ChannelKey.ControlMode];
        if (mode is not (null or "dynamic" or "manual" or "response"))
            throw ChannelUri.Invalid(uri.ToString(), $"control-mode={mode} is neither dynamic, manual nor response");
        if (uri[ChannelKey.CongestionControl] is { } cc and not ("static" or "cubic"))
            throw ChannelUri.Invalid(uri.ToString(), $"cc={cc} is neither static nor cubic");
        IPEndPoint? endpoint = uri[ChannelKey.Endpoint] is { } e ? Resolve(uri, ChannelKey.Endpoint, e, context) : null;
        IPEndPoint? control = uri[ChannelKey.Control] is { } c ? Resolve(uri, ChannelKey.Control, c, context) : null;
        long? tag = uri[ChannelKey.Tags] is { } tags && tags.Split(',')[0] is { Length: > 0 } channelTag
            ? PublicationParameters.ReadTag(uri, channelTag) : null;
        bool isReference = endpoint == null && control == null && mode == null && tag != null;
        if (endpoint == null && control == null && mode != "manual" && !isReference)
            throw ChannelUri.Invalid(uri.ToString(), "an endpoint, a control address or a tag is needed");
        if (mode is "dynamic" or "response" && control == null)
            throw ChannelUri.Invalid(uri.ToString(), $"control-mode={mode} needs a control address");
        bool isMulticast = endpoint != null && IsGroup(endpoint.Address);
        if (isMulticast)
        {
            if ((endpoint!.Address.GetAddressBytes()[^1] & 1) == 0)
                throw ChannelUri.Invalid(uri.ToString(), "a multicast data address must have an odd last byte");
            control ??= NextAddress(endpoint);
        }

        AddressFamily family = (endpoint ?? control)?.AddressFamily ?? AddressFamily.InterNetwork;
        return new UdpChannel
        {
            Uri = uri,
            Endpoint = endpoint,
            Control = control,
            Interface = FindInterface(uri, family, isMulticast),
            IsMulticast = isMulticast,
            ControlMode = mode,
            Tag = tag,
            IsReference = isReference,
            Ttl = (int)(uri.Integer(ChannelKey.Ttl, 0, 255) ?? context.SocketMulticastTtl),
            ReceiveBuffer = (int)(uri.Size(ChannelKey.SocketRcvbuf, 0, 1 << 30) ?? context.SocketSoRcvbuf),
            SendBuffer = (int)(uri.Size(ChannelKey.SocketSndbuf, 0, 1 << 30) ?? context.SocketSoSndbuf),
            GroupTag = uri.Integer(ChannelKey.GroupTag, long.MinValue, long.MaxValue) ?? context.ReceiverGroupTag,
            Timestamps = TimestampOffsets.Read(uri),
        };
    }

    /// <summary>An address and port of a channel's text.</summary>
    /// <exception cref="AeronException">Wrong, or the name has no address.</exception>
    public static IPEndPoint Resolve(ChannelUri uri, string key, string text, MediaDriverContext context)
    {
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port > ushort.MaxValue)
            throw ChannelUri.Invalid(uri.ToString(), $"{key}={text} is not an address with a port of 0 to 65535");
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address))
            return new IPEndPoint(address, port);
        try
        {
            IPAddress[] found = context.HostResolver?.Invoke(host) ?? Dns.GetHostAddresses(host);
            IPAddress? first = Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork)
                ?? found.FirstOrDefault();
            if (first != null)
                return new IPEndPoint(first, port);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            // Told below, as a name without an address.
        }

        throw new AeronException(AeronErrorCode.UnknownHost, $"channel '{uri}': {key}={text}: the host has no address");
    }

    /// <summary>Whether an address of the channel is a name, which may come to mean another one.</summary>
    public bool IsNamed(string key) => IsNamed(Uri, key);

    /// <inheritdoc cref="IsNamed(string)"/>
    public static bool IsNamed(ChannelUri uri, string key) =>
        uri[key] is { } text && text.LastIndexOf(':') is > 0 and var colon
        && !IPAddress.TryParse(text[..colon].Trim('[', ']'), out _);

    public static bool IsGroup(IPAddress address) =>
        address.IsIPv6Multicast
        || (address.AddressFamily == AddressFamily.InterNetwork && (address.GetAddressBytes()[0] & 0xF0) == 0xE0);

    private static IPEndPoint NextAddress(IPEndPoint endpoint)
    {
        byte[] bytes = endpoint.Address.GetAddressBytes();
        bytes[^1]++;
        return new IPEndPoint(new IPAddress(bytes), endpoint.Port);
    }

    private static IPAddress FindInterface(ChannelUri uri, AddressFamily family, bool isMulticast)
    {
        string? text = uri[ChannelKey.Interface];
        if (text == null)
        {
            return isMulticast && family == AddressFamily.InterNetwork ? InterfaceFinder.FirstMulticast()
                : family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        }

        string address = text.Split('/', ':')[0];
        if (text.StartsWith('['))
            address = text[1..text.IndexOf(']')];
        if (!IPAddress.TryParse(address == "localhost" ? "127.0.0.1" : address, out IPAddress? wanted))
            throw ChannelUri.Invalid(uri.ToString(), $"interface={text} is not an address");
        int slash = text.IndexOf('/');
        int prefix = slash < 0 ? wanted.GetAddressBytes().Length * 8
            : int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int bits) ? bits : -1;
        return InterfaceFinder.Find(wanted, prefix)
            ?? throw ChannelUri.Invalid(uri.ToString(), $"no interface of this machine matches interface={text}");
    }
}
