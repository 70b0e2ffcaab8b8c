namespace HftGateway.Pipeline.Latency;

/// <summary>The intervals that are measured on every event or order. The order is the report's.</summary>
public enum LatencyStage
{
    /// <summary>
    /// Packet received → decoding of this message begins: it waited behind earlier messages of the packet.
    /// </summary>
    Queue,

    /// <summary>Decoding begins → event stands in the slot.</summary>
    Decode,

    /// <summary>→ book stage done.</summary>
    Book,

    /// <summary>→ feature stage done.</summary>
    Features,

    /// <summary>→ strategy stage done.</summary>
    Strategy,

    /// <summary>→ risk stage done.</summary>
    Risk,

    /// <summary>→ FIX messages encoded (events with orders only).</summary>
    Encode,

    /// <summary>→ send call returned (events with orders only).</summary>
    Send,

    /// <summary>Packet received → FIX messages encoded: the software path without the kernel.</summary>
    TickToEncoded,

    /// <summary>Packet received → send call returned.</summary>
    TickToOrder,
}
