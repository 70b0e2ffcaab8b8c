namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// The type of a field's value.
/// <para><b>Reference.</b> FIX 5.0 SP2 volume 1, data types; FIX 4.0 to 4.2 for the types that later versions renamed.</para>
/// </summary>
public enum FixFieldType : byte
{
    /// <summary>Text without SOH.</summary>
    String = 0,

    /// <summary>One character.</summary>
    Char,

    /// <summary>A whole number with an optional minus sign.</summary>
    Int,

    /// <summary>Length in bytes of the data field behind it.</summary>
    Length,

    /// <summary>Number of entries of the repeating group behind it.</summary>
    NumInGroup,

    /// <summary>A message sequence number.</summary>
    SeqNum,

    /// <summary>A tag number.</summary>
    TagNum,

    /// <summary>1 to 31.</summary>
    DayOfMonth,

    /// <summary>A decimal number.</summary>
    Float,

    /// <summary>A decimal price.</summary>
    Price,

    /// <summary>A decimal difference of prices.</summary>
    PriceOffset,

    /// <summary>A decimal quantity.</summary>
    Qty,

    /// <summary>A decimal amount of money.</summary>
    Amt,

    /// <summary>A decimal share, 0.05 for five percent.</summary>
    Percentage,

    /// <summary>Y or N.</summary>
    Boolean,

    /// <summary>One-character values with spaces between them.</summary>
    MultipleCharValue,

    /// <summary>Values with spaces between them.</summary>
    MultipleStringValue,

    /// <summary>ISO 3166 country.</summary>
    Country,

    /// <summary>ISO 4217 currency.</summary>
    Currency,

    /// <summary>ISO 10383 market.</summary>
    Exchange,

    /// <summary>ISO 639-1 language.</summary>
    Language,

    /// <summary>YYYYMM, YYYYMMDD or YYYYMMwN.</summary>
    MonthYear,

    /// <summary>YYYYMMDD-HH:MM:SS with up to 12 decimals, UTC.</summary>
    UtcTimestamp,

    /// <summary>HH:MM:SS with up to 12 decimals, UTC.</summary>
    UtcTimeOnly,

    /// <summary>YYYYMMDD, UTC.</summary>
    UtcDateOnly,

    /// <summary>YYYYMMDD at the market.</summary>
    LocalMktDate,

    /// <summary>HH:MM:SS at the market.</summary>
    LocalMktTime,

    /// <summary>HH:MM[:SS][Z or offset].</summary>
    TzTimeOnly,

    /// <summary>YYYYMMDD-HH:MM[:SS][Z or offset].</summary>
    TzTimestamp,

    /// <summary>Bytes of any kind; their number is in the field before.</summary>
    Data,

    /// <summary>XML as data.</summary>
    XmlData,
}
