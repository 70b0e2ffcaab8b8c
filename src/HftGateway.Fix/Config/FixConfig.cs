using System.Globalization;
using System.Net;
using System.Security.Authentication;

namespace HftGateway.Fix.Config;

/// <summary>
/// A settings file: this project's YAML, or session settings as QuickFIX, QuickFIX/n and QuickFIX/J read them. Which it
/// is shows in its content.
/// </summary>
public sealed class FixConfig
{
    /// <summary>Largest file read.</summary>
    public const long MaxFileBytes = 4 << 20;

    private FixConfig(IReadOnlyList<FixSessionConfig> sessions, IReadOnlyList<string> notes)
    {
        Sessions = sessions;
        Notes = notes;
    }

    /// <summary>The sessions in the order of the file.</summary>
    public IReadOnlyList<FixSessionConfig> Sessions { get; }

    /// <summary>Settings that are not known, or have no meaning here, each with its line.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Reads a file. Paths in it are relative to its folder.</summary>
    /// <exception cref="FixConfigException">It cannot be read, or something in it is wrong.</exception>
    public static FixConfig Load(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes })
                throw new FixConfigException($"{path}: larger than {MaxFileBytes} bytes; this is no settings file");
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FixConfigException($"{path}: cannot be read: {error.Message}", error);
        }
        return Parse(path, text);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="path">Name of the file for messages and relative paths.</param>
    /// <param name="text">The settings.</param>
    public static FixConfig Parse(string path, string text)
    {
        bool isCfg = IsCfg(text);
        List<RawSession> raw = isCfg ? CfgReader.Read(path, text) : YamlReader.Read(path, text);
        if (raw.Count == 0)
            throw new FixConfigException($"{path}: has no session");
        var notes = new List<string>();
        var sessions = new List<FixSessionConfig>();
        foreach (RawSession session in raw)
        {
            KnownSettings.Check(session, isCfg, notes);
            try
            {
                sessions.Add(Build(session, Path.GetDirectoryName(Path.GetFullPath(path)) ?? "."));
            }
            catch (ArgumentException error)
            {
                throw new FixConfigException($"{path}:{session.Line}: {error.Message}", error);
            }
        }
        Distinct(path, sessions);
        return new FixConfig(sessions, notes.Distinct().ToList());
    }

    private static bool IsCfg(string text)
    {
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length != 0 && line[0] != '#')
                return line[0] == '[';
        }
        return false;
    }

    private static void Distinct(string path, List<FixSessionConfig> sessions)
    {
        var seen = new HashSet<FixSessionId>();
        foreach (FixSessionConfig session in sessions)
        {
            if (!seen.Add(session.Settings.Id))
                throw new FixConfigException($"{path}: session {session.Settings.Id} is there twice");
        }
    }

    private static FixSessionConfig Build(RawSession raw, string folder)
    {
        var r = new SettingReader(raw);
        string type = r.Required("ConnectionType").ToUpperInvariant();
        if (type is not ("ACCEPTOR" or "INITIATOR"))
            throw r.Wrong("ConnectionType", type, "acceptor or initiator");
        bool acceptor = type == "ACCEPTOR";
        FixSessionSettings settings = SessionSettingsBuilder.Build(r, acceptor);
        settings.Validate();
        string? dictionary = r.Flag("UseDataDictionary", true)
            ? r.Text("DataDictionary") ?? r.Text("TransportDataDictionary") : null;
        string? application = r.Text("AppDataDictionary");
        foreach ((string name, string value, _) in raw.Values)
        {
            if (name.StartsWith("AppDataDictionary.", StringComparison.OrdinalIgnoreCase))
                application ??= value;
        }
        int reconnect = r.Int("ReconnectInterval", 30, 1, 86_400);
        return new FixSessionConfig
        {
            Settings = settings,
            IsTemplate = r.Flag("AcceptorTemplate", false) || settings.Id.TargetCompId == "*",
            Listen = acceptor ? ListenOn(r) : null,
            Connect = acceptor ? [] : Endpoints(r),
            ReconnectSeconds = reconnect,
            ReconnectMaxSeconds = r.Int("ReconnectMaxInterval", reconnect, reconnect, 86_400),
            Tls = Tls(r, folder),
            StorePath = r.Flag("PersistMessages", true) ? Relative(folder, r.Text("FileStorePath")) : null,
            LogPath = Relative(folder, r.Text("FileLogPath")),
            SessionDictionary = Relative(folder, dictionary),
            ApplicationDictionary = dictionary is null ? null : Relative(folder, application),
            ValidateUserDefinedFields = r.Flag("ValidateUserDefinedFields", true),
            AllowUnknownFields = r.Flag("AllowUnknownMsgFields", false),
        };
    }

    private static IPEndPoint ListenOn(SettingReader r)
    {
        string host = r.Text("SocketAcceptHost") ?? r.Text("SocketAcceptAddress") ?? "0.0.0.0";
        if (!IPAddress.TryParse(host, out IPAddress? address))
            throw r.Wrong("SocketAcceptHost", host, "an IP address");
        r.Required("SocketAcceptPort");
        return new IPEndPoint(address, r.Int("SocketAcceptPort", 0, 0, 65_535));
    }

    private static List<DnsEndPoint> Endpoints(SettingReader r)
    {
        var endpoints = new List<DnsEndPoint>();
        for (int i = 0; i < 100; i++)
        {
            string suffix = i == 0 ? "" : i.ToString(CultureInfo.InvariantCulture);
            if (!r.Has("SocketConnectHost" + suffix))
            {
                if (i == 0)
                    continue;
                break;
            }
            r.Required("SocketConnectPort" + suffix);
            endpoints.Add(new DnsEndPoint(
                r.Required("SocketConnectHost" + suffix), r.Int("SocketConnectPort" + suffix, 0, 1, 65_535)));
        }
        if (endpoints.Count == 0)
            r.Required("SocketConnectHost");
        return endpoints;
    }

    private static FixTlsSettings? Tls(SettingReader r, string folder)
    {
        string? certificate = r.Text("SSLCertificate") ?? r.Text("SERVER_CERTIFICATE_FILE")
            ?? r.Text("CLIENT_CERTIFICATE_FILE");
        if (!r.Flag("SSLEnable", r.Flag("SocketUseSSL", certificate is not null)))
            return null;
        return new FixTlsSettings
        {
            CertificateFile = Relative(folder, certificate),
            KeyFile = Relative(folder, r.Text("SSLCertificateKey") ?? r.Text("SERVER_CERTIFICATE_KEY_FILE")
                ?? r.Text("CLIENT_CERTIFICATE_KEY_FILE")),
            Password = r.Text("SSLCertificatePassword"),
            AuthorityFile = Relative(folder, r.Text("SSLCACertificate") ?? r.Text("CERTIFICATE_AUTHORITIES_FILE")),
            ServerName = r.Text("SSLServerName"),
            ValidatePeer = r.Flag("SSLValidateCertificates", true),
            RequireClientCertificate = r.Flag("SSLRequireClientCertificate", false),
            Protocols = Protocols(r),
        };
    }

    private static SslProtocols Protocols(SettingReader r)
    {
        if (r.Text("SSLProtocols") is not { } text)
            return SslProtocols.None;
        SslProtocols protocols = SslProtocols.None;
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            protocols |= name.ToUpperInvariant() switch
            {
                "TLS12" => SslProtocols.Tls12,
                "TLS13" => SslProtocols.Tls13,
                _ => throw r.Wrong("SSLProtocols", text, "Tls12, Tls13"),
            };
        }
        return protocols;
    }

    // From the folder of the file; a file that is not there but in the working folder, where other engines look, is
    // taken from there.
    private static string? Relative(string folder, string? path)
    {
        if (path is null)
            return null;
        string beside = Path.GetFullPath(Path.Combine(folder, path));
        return !Path.Exists(beside) && File.Exists(path) ? Path.GetFullPath(path) : beside;
    }
}
