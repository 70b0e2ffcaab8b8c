using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HftGateway.Fix;

/// <summary>Settings into what SslStream wants.</summary>
internal static class TlsOptions
{
    internal static SslServerAuthenticationOptions ForServer(FixTlsSettings settings)
    {
        X509Certificate2 certificate = LoadOwn(settings)
            ?? throw new ArgumentException("an acceptor with TLS needs a certificate", nameof(settings));
        return new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = settings.RequireClientCertificate,
            EnabledSslProtocols = settings.Protocols,
            RemoteCertificateValidationCallback = Validator(settings, settings.RequireClientCertificate),
        };
    }

    internal static SslClientAuthenticationOptions ForClient(FixTlsSettings settings, string host)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.ServerName ?? host,
            EnabledSslProtocols = settings.Protocols,
            RemoteCertificateValidationCallback = Validator(settings, isRequired: true),
        };
        if (LoadOwn(settings) is { } own)
            options.ClientCertificates = [own];
        return options;
    }

    private static RemoteCertificateValidationCallback Validator(FixTlsSettings settings, bool isRequired)
    {
        X509Certificate2Collection? authorities = null;
        if (settings.AuthorityFile is { } file)
        {
            authorities = [];
            authorities.ImportFromPemFile(file);
        }
        return (_, certificate, _, errors) =>
        {
            if (certificate is null)
                return !isRequired;
            if (!settings.ValidatePeer)
                return true;
            if (authorities is null)
                return errors == SslPolicyErrors.None;
            // The chain is built against our authorities; the name was checked by the stream.
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var peer = new X509Certificate2(certificate);
            return chain.Build(peer);
        };
    }

    private static X509Certificate2? LoadOwn(FixTlsSettings settings)
    {
        if (settings.CertificateFile is not { } file)
            return null;
        if (!File.ReadAllText(file).Contains("-----BEGIN", StringComparison.Ordinal))
            return X509CertificateLoader.LoadPkcs12FromFile(file, settings.Password);
        string key = settings.KeyFile ?? file;
        return settings.Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(file, password, key)
            : X509Certificate2.CreateFromPemFile(file, key);
    }
}
