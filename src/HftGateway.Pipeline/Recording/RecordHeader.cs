using System.Runtime.InteropServices;
using HftGateway.MarketData.Mold;

namespace HftGateway.Pipeline.Recording;

/// <summary>What stands before each record in the recorder's queue.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct RecordHeader
{
    /// <summary>A datagram; its payload follows.</summary>
    public const int Datagram = 1;

    /// <summary>Messages, each behind its length, follow.</summary>
    public const int Messages = 2;

    /// <summary>Messages are missing: the feed lost them.</summary>
    public const int Lost = 3;

    /// <summary>What this is.</summary>
    public int Kind;

    /// <summary>Messages: how many.</summary>
    public int Count;

    /// <summary>Datagram: when it came, ns since the Unix epoch.</summary>
    public long UtcNs;

    /// <summary>Datagram: sender's address and port. Messages, Lost: first number.</summary>
    public ulong First;

    /// <summary>Datagram: destination's address and port. Lost: how many.</summary>
    public ulong Second;

    /// <summary>Messages, Lost: the session.</summary>
    public MoldSession Session;
}
