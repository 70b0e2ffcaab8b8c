namespace HftGateway.MarketData;

/// <summary>What a recording is, told from its content.</summary>
public enum InputKind
{
    /// <summary>Nothing that is understood.</summary>
    Unknown,

    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>ITCH messages, each behind a 2-byte big-endian length (Nasdaq BinaryFILE).</summary>
    BinaryFile,

    /// <summary>gzip around one of the others.</summary>
    Gzip,

    /// <summary>Classic packet capture, either byte order, µs or ns.</summary>
    Pcap,

    /// <summary>Packet capture, next generation.</summary>
    PcapNg,

    /// <summary>LOBSTER message file: one event a line, comma separated.</summary>
    Lobster,
}
