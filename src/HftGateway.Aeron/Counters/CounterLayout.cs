namespace HftGateway.Aeron.Counters;

/// <summary>
/// Where a counter's parts stand in the values and metadata regions of a CnC file.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_counters</c>.</para>
/// </summary>
public static class CounterLayout
{
    /// <summary>Bytes of a value record: value @0, registration id @8, owner id @16, reference id @24.</summary>
    public const int ValueBytes = 128;

    /// <summary>Bytes of a metadata record.</summary>
    public const int MetadataBytes = 512;

    /// <summary>Registration id in the value record.</summary>
    public const int RegistrationIdOffset = 8;

    /// <summary>Owner (client) id in the value record.</summary>
    public const int OwnerIdOffset = 16;

    /// <summary>Reference id in the value record.</summary>
    public const int ReferenceIdOffset = 24;

    /// <summary>State in the metadata record.</summary>
    public const int StateOffset = 0;

    /// <summary>Type id in the metadata record.</summary>
    public const int TypeIdOffset = 4;

    /// <summary>When a freed counter may be used again, ms since the epoch, in the metadata record.</summary>
    public const int FreeForReuseOffset = 8;

    /// <summary>Key in the metadata record.</summary>
    public const int KeyOffset = 16;

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 112;

    /// <summary>Length of the label in the metadata record.</summary>
    public const int LabelLengthOffset = 128;

    /// <summary>Label in the metadata record.</summary>
    public const int LabelOffset = 132;

    /// <summary>Most bytes of a label.</summary>
    public const int LabelBytes = MetadataBytes - LabelOffset;

    /// <summary>State of a record never used: nothing stands behind it.</summary>
    public const int Unused = 0;

    /// <summary>State of a live counter.</summary>
    public const int Allocated = 1;

    /// <summary>State of a freed counter.</summary>
    public const int Reclaimed = -1;

    /// <summary>Deadline of a live counter.</summary>
    public const long NotFreeToReuse = long.MaxValue;

    /// <summary>Id that is no counter's.</summary>
    public const int NullId = -1;
}
