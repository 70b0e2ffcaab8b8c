namespace HftGateway.Fix.Dictionaries;

/// <summary>The version that a dictionary's root element names.</summary>
public sealed class FixVersionId
{
    internal FixVersionId(bool isTransport, int major, int minor, int servicePack)
    {
        IsTransport = isTransport;
        Major = major;
        Minor = minor;
        ServicePack = servicePack;
    }

    /// <summary>FIXT: a session layer without application messages.</summary>
    public bool IsTransport { get; }

    /// <summary>Major version.</summary>
    public int Major { get; }

    /// <summary>Minor version.</summary>
    public int Minor { get; }

    /// <summary>Service pack; 0 for none.</summary>
    public int ServicePack { get; }

    /// <summary>BeginString [8] on the wire.</summary>
    public string BeginString => !IsTransport && Major < 5 ? $"FIX.{Major}.{Minor}" : "FIXT.1.1";

    /// <summary>ApplVerID [1128] and DefaultApplVerID [1137] of this application version; empty for FIXT.</summary>
    public string ApplVerId => IsTransport ? "" : (Major, Minor, ServicePack) switch
    {
        (2, 7, _) => "0",
        (3, 0, _) => "1",
        (4, >= 0 and <= 4, _) => ((char)('2' + Minor)).ToString(),
        (5, 0, <= 2) => ((char)('7' + ServicePack)).ToString(),
        _ => "",
    };

    /// <summary>Such as FIX.4.4, FIXT.1.1, FIX.5.0SP2.</summary>
    public override string ToString() =>
        $"{(IsTransport ? "FIXT" : "FIX")}.{Major}.{Minor}{(ServicePack == 0 ? "" : $"SP{ServicePack}")}";
}
