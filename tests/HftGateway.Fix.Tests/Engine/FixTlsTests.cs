using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HftGateway.Fix.Tests.Engine;

public sealed class FixTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fixtls").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ShouldCarryMessagesEncryptedWithClientCertificates()
    {
        (string authority, string server, string client) = Certificates();
        var exchange = new RecordingApplication();
        var gateway = new RecordingApplication();
        var notes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var acceptor = new FixEngine(new FixEngineOptions { Note = notes.Enqueue });
        acceptor.Add(FixEngineTests.Entry(FixRole.Acceptor, "EX", "GW", exchange));
        IPEndPoint at = acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0), new FixTlsSettings
        {
            CertificateFile = server, AuthorityFile = authority, RequireClientCertificate = true,
        });
        acceptor.Start();
        using (FixEngine stranger = Initiator(at, new RecordingApplication(), notes, new FixTlsSettings
        {
            AuthorityFile = authority, ServerName = "exchange.test",
        }))
        {
            Waiting.Until(
                () => notes.Any(n => n.Contains("TLS handshake failed: The remote certificate", StringComparison.Ordinal)),
                () => $"the refusal of a client without a certificate: {string.Join("; ", notes)}");
        }
        using FixEngine initiator = Initiator(at, gateway, notes, new FixTlsSettings
        {
            CertificateFile = client, AuthorityFile = authority, ServerName = "exchange.test",
        });
        gateway.WaitFor("logon EX");
        FixSession session = initiator.Sessions.Single().Session;
        initiator.Post(() =>
        {
            session.SetTime(FixClock.Now);
            session.Send("D"u8, RecordingApplication.Ascii("11=x|"));
        });
        exchange.WaitFor("message GW D x");
        initiator.Stop();
        exchange.WaitFor("end GW LogoutComplete");
    }

    [Fact]
    public void ShouldRefuseAServerThatNobodyVouchesFor()
    {
        (_, string server, string client) = Certificates();
        var notes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var acceptor = new FixEngine();
        acceptor.Add(FixEngineTests.Entry(FixRole.Acceptor, "EX", "GW", new RecordingApplication()));
        IPEndPoint at = acceptor.Listen(
            new IPEndPoint(IPAddress.Loopback, 0), new FixTlsSettings { CertificateFile = server });
        acceptor.Start();
        using FixEngine initiator = Initiator(at, new RecordingApplication(), notes, new FixTlsSettings
        {
            CertificateFile = client, ServerName = "exchange.test",
        });
        Waiting.Until(() => notes.Any(n => n.Contains("cannot connect", StringComparison.Ordinal)), () => "a refusal");
    }

    private static FixEngine Initiator(
        IPEndPoint at, FixApplication application, System.Collections.Concurrent.ConcurrentQueue<string> notes,
        FixTlsSettings tls)
    {
        FixSessionEntry plain = FixEngineTests.Entry(FixRole.Initiator, "GW", "EX", application, at);
        var engine = new FixEngine(new FixEngineOptions { Note = notes.Enqueue });
        engine.Add(new FixSessionEntry
        {
            Session = plain.Session, Connect = plain.Connect, ReconnectSeconds = 0.05, Tls = tls,
        });
        engine.Start();
        return engine;
    }

    private (string Authority, string Server, string Client) Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        string file = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(file, authority.ExportCertificatePem());
        return (file, Leaf(authority, "exchange.test", 1), Leaf(authority, "client.test", 2));
    }

    private string Leaf(X509Certificate2 authority, string name, byte serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(
            authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [serial]);
        string file = Path.Combine(_folder, name + ".pem");
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return file;
    }
}
