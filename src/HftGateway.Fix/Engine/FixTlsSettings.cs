using System.Security.Authentication;

namespace HftGateway.Fix;

/// <summary>How a connection is encrypted.</summary>
public sealed class FixTlsSettings
{
    /// <summary>Own certificate with its key, PEM or PKCS #12; an acceptor needs one.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Key of a PEM certificate that does not hold it.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Password of the certificate or key.</summary>
    public string? Password { get; init; }

    /// <summary>Authorities that sign the peer's certificate, PEM; null for the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Initiator: name in the acceptor's certificate; null for the host connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>Check the peer's certificate. Off only for tests.</summary>
    public bool ValidatePeer { get; init; } = true;

    /// <summary>Acceptor: refuse clients without a certificate.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Versions; None leaves the choice to the system.</summary>
    public SslProtocols Protocols { get; init; }
}
