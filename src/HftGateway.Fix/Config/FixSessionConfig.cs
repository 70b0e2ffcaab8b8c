using System.Net;

namespace HftGateway.Fix.Config;

/// <summary>Everything a settings file says about one session.</summary>
public sealed class FixSessionConfig
{
    /// <summary>The session itself.</summary>
    public required FixSessionSettings Settings { get; init; }

    /// <summary>Made for each peer that logs on, with the CompIDs it uses (where the file says <c>*</c>).</summary>
    public bool IsTemplate { get; init; }

    /// <summary>Acceptor: where to listen.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Initiator: where to connect, tried in turn.</summary>
    public IReadOnlyList<DnsEndPoint> Connect { get; init; } = [];

    /// <summary>Initiator: seconds to wait before the first new attempt; doubles up to the greatest.</summary>
    public int ReconnectSeconds { get; init; } = 30;

    /// <summary>Initiator: greatest wait between attempts, seconds.</summary>
    public int ReconnectMaxSeconds { get; init; } = 30;

    /// <summary>TLS; null for none.</summary>
    public FixTlsSettings? Tls { get; init; }

    /// <summary>Folder of the store; null for a store in memory.</summary>
    public string? StorePath { get; init; }

    /// <summary>Folder of the message log; null for none.</summary>
    public string? LogPath { get; init; }

    /// <summary>Dictionary of the session (of the whole of it before FIXT); null for no validation.</summary>
    public string? SessionDictionary { get; init; }

    /// <summary>Dictionary of the application messages of a FIXT session.</summary>
    public string? ApplicationDictionary { get; init; }

    /// <summary>Refuse user-defined tags that the dictionary does not have.</summary>
    public bool ValidateUserDefinedFields { get; init; } = true;

    /// <summary>Let unknown tags through.</summary>
    public bool AllowUnknownFields { get; init; }

    /// <summary>Name for files of a session, without extension.</summary>
    public static string FileNameOf(FixSessionId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        string name = id.ToString().Replace("->", "-", StringComparison.Ordinal);
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
    }
}
