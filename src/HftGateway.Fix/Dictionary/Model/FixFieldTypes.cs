namespace HftGateway.Fix.Dictionaries;

/// <summary>The type names that dictionaries use.</summary>
internal static class FixFieldTypes
{
    private static readonly Dictionary<string, FixFieldType> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STRING"] = FixFieldType.String,
        ["CHAR"] = FixFieldType.Char,
        ["INT"] = FixFieldType.Int,
        ["LENGTH"] = FixFieldType.Length,
        ["NUMINGROUP"] = FixFieldType.NumInGroup,
        ["SEQNUM"] = FixFieldType.SeqNum,
        ["TAGNUM"] = FixFieldType.TagNum,
        ["DAYOFMONTH"] = FixFieldType.DayOfMonth,
        ["FLOAT"] = FixFieldType.Float,
        ["PRICE"] = FixFieldType.Price,
        ["PRICEOFFSET"] = FixFieldType.PriceOffset,
        ["QTY"] = FixFieldType.Qty,
        ["QUANTITY"] = FixFieldType.Qty,
        ["AMT"] = FixFieldType.Amt,
        ["PERCENTAGE"] = FixFieldType.Percentage,
        ["BOOLEAN"] = FixFieldType.Boolean,
        ["MULTIPLECHARVALUE"] = FixFieldType.MultipleCharValue,
        ["MULTIPLEVALUESTRING"] = FixFieldType.MultipleStringValue,
        ["MULTIPLESTRINGVALUE"] = FixFieldType.MultipleStringValue,
        ["COUNTRY"] = FixFieldType.Country,
        ["CURRENCY"] = FixFieldType.Currency,
        ["EXCHANGE"] = FixFieldType.Exchange,
        ["LANGUAGE"] = FixFieldType.Language,
        ["MONTHYEAR"] = FixFieldType.MonthYear,
        ["UTCTIMESTAMP"] = FixFieldType.UtcTimestamp,
        ["TIME"] = FixFieldType.UtcTimestamp,
        ["UTCTIMEONLY"] = FixFieldType.UtcTimeOnly,
        ["UTCDATEONLY"] = FixFieldType.UtcDateOnly,
        ["UTCDATE"] = FixFieldType.UtcDateOnly,
        ["DATE"] = FixFieldType.UtcDateOnly,
        ["LOCALMKTDATE"] = FixFieldType.LocalMktDate,
        ["LOCALMKTTIME"] = FixFieldType.LocalMktTime,
        ["TZTIMEONLY"] = FixFieldType.TzTimeOnly,
        ["TZTIMESTAMP"] = FixFieldType.TzTimestamp,
        ["DATA"] = FixFieldType.Data,
        ["XMLDATA"] = FixFieldType.XmlData,
        ["TENOR"] = FixFieldType.String,
        ["PATTERN"] = FixFieldType.String,
        ["XID"] = FixFieldType.String,
        ["XIDREF"] = FixFieldType.String,
        ["RESERVED100PLUS"] = FixFieldType.Int,
        ["RESERVED1000PLUS"] = FixFieldType.Int,
        ["RESERVED4000PLUS"] = FixFieldType.Int,
    };

    /// <summary>Finds a type by a dictionary's name for it. CHAR up to FIX 4.1 is text of any length.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="charIsText">The dictionary is of FIX 4.0 or 4.1.</param>
    /// <param name="type">The type.</param>
    public static bool TryParse(string name, bool charIsText, out FixFieldType type)
    {
        bool found = Names.TryGetValue(name, out type);
        if (found && charIsText && type == FixFieldType.Char)
            type = FixFieldType.String;
        return found;
    }

    /// <summary>A decimal number.</summary>
    public static bool IsDecimal(this FixFieldType type) => type is >= FixFieldType.Float and <= FixFieldType.Percentage;

    /// <summary>A whole number.</summary>
    public static bool IsWhole(this FixFieldType type) => type is >= FixFieldType.Int and <= FixFieldType.DayOfMonth;

    /// <summary>Bytes whose number is in the field before.</summary>
    public static bool IsData(this FixFieldType type) => type is FixFieldType.Data or FixFieldType.XmlData;

    /// <summary>Several values with spaces between them.</summary>
    public static bool IsMultiple(this FixFieldType type) =>
        type is FixFieldType.MultipleCharValue or FixFieldType.MultipleStringValue;
}
