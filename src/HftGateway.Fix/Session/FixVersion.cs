namespace HftGateway.Fix;

/// <summary>Version of the session protocol: what BeginString [8] says.</summary>
public enum FixVersion : byte
{
    /// <summary>FIX.4.0.</summary>
    Fix40 = 0,

    /// <summary>FIX.4.1.</summary>
    Fix41,

    /// <summary>FIX.4.2.</summary>
    Fix42,

    /// <summary>FIX.4.3.</summary>
    Fix43,

    /// <summary>FIX.4.4.</summary>
    Fix44,

    /// <summary>FIXT.1.1, the session protocol of FIX 5.0 and later.</summary>
    Fixt11,
}

/// <summary>What differs between the versions.</summary>
public static class FixVersions
{
    /// <summary>BeginString [8] of a version.</summary>
    public static string BeginString(this FixVersion version) => version switch
    {
        FixVersion.Fix40 => "FIX.4.0",
        FixVersion.Fix41 => "FIX.4.1",
        FixVersion.Fix42 => "FIX.4.2",
        FixVersion.Fix43 => "FIX.4.3",
        FixVersion.Fix44 => "FIX.4.4",
        _ => "FIXT.1.1",
    };

    /// <summary>Reads a BeginString.</summary>
    public static bool TryParse(string text, out FixVersion version)
    {
        for (version = FixVersion.Fix40; version <= FixVersion.Fixt11; version++)
        {
            if (text == version.BeginString())
                return true;
        }
        version = FixVersion.Fix44;
        return false;
    }

    /// <summary>
    /// Reads a DefaultApplVerID as settings write it: the number (<c>9</c>) or the name (<c>FIX.5.0SP2</c>). The result
    /// is the number as text, null when it is neither.
    /// </summary>
    public static string? ParseApplVerId(string text) => text switch
    {
        "0" or "1" or "2" or "3" or "4" or "5" or "6" or "7" or "8" or "9" or "10" => text,
        "FIX27" or "FIX.2.7" => "0",
        "FIX30" or "FIX.3.0" => "1",
        "FIX40" or "FIX.4.0" => "2",
        "FIX41" or "FIX.4.1" => "3",
        "FIX42" or "FIX.4.2" => "4",
        "FIX43" or "FIX.4.3" => "5",
        "FIX44" or "FIX.4.4" => "6",
        "FIX50" or "FIX.5.0" => "7",
        "FIX50SP1" or "FIX.5.0SP1" => "8",
        "FIX50SP2" or "FIX.5.0SP2" => "9",
        "FIXLatest" or "FIX.Latest" => "10",
        _ => null,
    };

    /// <summary>Reject [3] carries RefTagID, RefMsgType and SessionRejectReason; BusinessMessageReject exists.</summary>
    internal static bool HasRejectDetails(this FixVersion version) => version >= FixVersion.Fix42;

    /// <summary>Greatest SessionRejectReason [373] the version knows; 99 is handled apart.</summary>
    internal static int MaxRejectReason(this FixVersion version) => version switch
    {
        FixVersion.Fix42 => 11,
        FixVersion.Fix43 => 17,
        FixVersion.Fix44 => 17,
        FixVersion.Fixt11 => 18,
        _ => -1,
    };

    /// <summary>EndSeqNo [16] that means "to the newest".</summary>
    internal static ulong OpenEnd(this FixVersion version) => version <= FixVersion.Fix41 ? 999_999UL : 0;
}
