using System.Runtime.InteropServices;

namespace HftGateway.Pipeline.Latency;

/// <summary>
/// The time stamps of one event, handed by the encoder stage to the latency recorder. Stamps are raw counter ticks;
/// 0 = not taken. Blittable, two cache lines.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
public struct StampRecord
{
    /// <summary>Ring sequence of the event.</summary>
    [FieldOffset(0)] public long Sequence;

    /// <summary>Packet received.</summary>
    [FieldOffset(8)] public long ReceivedTicks;

    /// <summary>Decoding of this message began.</summary>
    [FieldOffset(16)] public long DecodeTicks;

    /// <summary>Event stood in the slot.</summary>
    [FieldOffset(24)] public long IngressDoneTicks;

    /// <summary>Book stage done.</summary>
    [FieldOffset(32)] public long BookDoneTicks;

    /// <summary>Feature stage done.</summary>
    [FieldOffset(40)] public long FeaturesDoneTicks;

    /// <summary>Strategy stage done.</summary>
    [FieldOffset(48)] public long StrategyDoneTicks;

    /// <summary>Risk stage done.</summary>
    [FieldOffset(56)] public long RiskDoneTicks;

    /// <summary>Orders encoded.</summary>
    [FieldOffset(64)] public long EncodedTicks;

    /// <summary>Send call returned; 0 if the event caused no order.</summary>
    [FieldOffset(72)] public long SentTicks;

    /// <summary>1 if the event was market data: only those have a tick-to-order time.</summary>
    [FieldOffset(80)] public int IsMarketData;
}
