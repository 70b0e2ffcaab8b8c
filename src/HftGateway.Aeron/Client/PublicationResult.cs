namespace HftGateway.Aeron.Client;

/// <summary>What an offer answers instead of a position: negative numbers, as in every AeronClient client.</summary>
public static class PublicationResult
{
    /// <summary>No subscriber is there.</summary>
    public const long NotConnected = -1;

    /// <summary>Subscribers are behind by the window: wait.</summary>
    public const long BackPressured = -2;

    /// <summary>A term is being changed: try again at once.</summary>
    public const long AdminAction = -3;

    /// <summary>The publication is closed.</summary>
    public const long Closed = -4;

    /// <summary>The log's last position is reached: use a new publication with longer terms.</summary>
    public const long MaxPositionExceeded = -5;

    /// <summary>The name of a result, or the position.</summary>
    /// <param name="result">What an offer returned.</param>
    public static string Name(long result) => result switch
    {
        NotConnected => "not connected",
        BackPressured => "back pressured",
        AdminAction => "admin action",
        Closed => "closed",
        MaxPositionExceeded => "maximum position exceeded",
        _ => result.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
