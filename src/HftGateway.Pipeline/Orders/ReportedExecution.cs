using System.Runtime.InteropServices;

namespace HftGateway.Pipeline.Orders;

/// <summary>How an order event stands to the note of its report.</summary>
public enum NotePart : byte
{
    /// <summary>The event is the whole of it.</summary>
    Whole = 0,

    /// <summary>
    /// What a correction takes back: noted with the other half, so that a kill in between loses neither.
    /// </summary>
    FirstHalf,

    /// <summary>What a correction puts in its place; the note holds both.</summary>
    SecondHalf,

    /// <summary>Noted, and counted by the encoder stage, before it entered the pipeline.</summary>
    Noted,
}

/// <summary>
/// What the note of a fill needs beyond its event (see <see cref="FillNotes"/>). It travels beside the event, and only
/// the encoder stage reads it: no decision depends on it, and the journal does not have it.
/// <para><b>Invariants.</b> Blittable, 40 bytes.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct ReportedExecution
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 40;

    /// <summary>The execution, see <see cref="ExecutionBook.Key"/>; 0 for none.</summary>
    [FieldOffset(0)] public ulong Id;

    /// <summary>The execution that it takes back or corrects; 0 for none.</summary>
    [FieldOffset(8)] public ulong ReferredId;

    /// <summary>Of <see cref="NotePart.SecondHalf"/>: price of what the first took back.</summary>
    [FieldOffset(16)] public long RevokedPrice;

    /// <summary>Of a status: AvgPx [6] times CumQty [14] in price units times shares; 0 when not known.</summary>
    [FieldOffset(24)] public long Money;

    /// <summary>Of <see cref="NotePart.SecondHalf"/>: shares that the first took back.</summary>
    [FieldOffset(32)] public int RevokedQuantity;

    /// <summary>Which part of the note.</summary>
    [FieldOffset(36)] public NotePart Part;
}
