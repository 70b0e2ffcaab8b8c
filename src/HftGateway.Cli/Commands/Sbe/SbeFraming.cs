namespace HftGateway.Cli.Commands.Sbe;

/// <summary>What lies around the messages of a file.</summary>
internal enum SbeFraming
{
    /// <summary>Recognised by content.</summary>
    Auto,

    /// <summary>Nothing: one message after the other, each as long as its schema says.</summary>
    Raw,

    /// <summary>A 16-bit length in the schema's byte order, not counting itself, in front of each message.</summary>
    Length16,

    /// <summary>A 32-bit length in the schema's byte order, not counting itself, in front of each message.</summary>
    Length32,

    /// <summary>The FIX simple open framing header: 32-bit length (counting the header) and 16-bit type, big-endian.</summary>
    Sofh,

    /// <summary>CME iLink 3: 16-bit length (counting the header) and 0xCAFE, little-endian.</summary>
    Ilink,

    /// <summary>One CME MDP 3.0 packet: sequence number, time, then messages each behind a 16-bit size that counts itself.</summary>
    Mdp3,

    /// <summary>CME MDP over TCP: 0xCAFE, sequence number, time, then one message behind a 16-bit size that counts itself.</summary>
    Mdp3Tcp,

    /// <summary>A capture (pcap, pcapng) of MDP 3.0 packets over UDP.</summary>
    Pcap,
}
