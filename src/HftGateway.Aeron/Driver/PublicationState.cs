namespace HftGateway.Aeron.Driver;

/// <summary>Life of a publication or image.</summary>
internal enum PublicationState
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Nobody publishes; what is there is still delivered.</summary>
    Draining,

    /// <summary>Everything was delivered; the log stays for late readers.</summary>
    Linger,

    /// <summary>To be freed.</summary>
    Done,
}
