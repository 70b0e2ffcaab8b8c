namespace HftGateway.MarketData.Pcap;

/// <summary>
/// The link types of captures (LINKTYPE_…) that are understood, and names for those that are met by mistake.
/// <para><b>Reference.</b> tcpdump.org/linktypes.html; draft-ietf-opsawg-pcaplinktype.</para>
/// </summary>
public static class PcapLinkType
{
    /// <summary>BSD loopback: a family of four bytes, then IP.</summary>
    public const int Loopback = 0;

    /// <summary>Ethernet.</summary>
    public const int Ethernet = 1;

    /// <summary>IP without a link layer; also written as 12 and 14 by some systems.</summary>
    public const int Raw = 101;

    /// <summary>OpenBSD loopback: as <see cref="Loopback"/>, the family in network byte order.</summary>
    public const int OpenBsdLoopback = 108;

    /// <summary>Linux cooked capture, what "-i any" gives.</summary>
    public const int Cooked = 113;

    /// <summary>IPv4 without a link layer.</summary>
    public const int Ipv4 = 228;

    /// <summary>Linux cooked capture, second version.</summary>
    public const int Cooked2 = 276;

    /// <summary>Whether datagrams can be found in captures of this type.</summary>
    public static bool IsKnown(int linkType) =>
        linkType is Loopback or Ethernet or 12 or 14 or Raw or OpenBsdLoopback or Cooked or Ipv4 or Cooked2;

    /// <summary>The type for a person.</summary>
    public static string Describe(int linkType) => linkType switch
    {
        Loopback or OpenBsdLoopback => "BSD loopback",
        Ethernet => "Ethernet",
        12 or 14 or Raw => "raw IP",
        Cooked => "Linux cooked capture",
        Cooked2 => "Linux cooked capture v2",
        Ipv4 => "raw IPv4",
        6 => "Token Ring",
        9 => "PPP",
        105 => "IEEE 802.11",
        127 => "IEEE 802.11 radiotap",
        147 => "user-defined",
        189 or 220 => "USB",
        229 => "raw IPv6",
        247 => "InfiniBand",
        _ => "of another kind",
    };
}
