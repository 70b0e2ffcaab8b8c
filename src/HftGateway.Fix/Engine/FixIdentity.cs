using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HftGateway.Fix;

/// <summary>Who a connection says it is.</summary>
internal static class FixIdentity
{
    /// <summary>Reads version and CompIDs of a message, as the side that receives it sees the session.</summary>
    internal static bool TryRead(in FixFrame frame, [NotNullWhen(true)] out FixSessionId? id)
    {
        id = null;
        if (!FixVersions.TryParse(Encoding.Latin1.GetString(frame.BeginString), out FixVersion version))
            return false;
        FixHeader.Parse(in frame, out FixHeader header);
        if (!header.SenderCompId.IsPresent || !header.TargetCompId.IsPresent
            || header.SenderCompId.Length > FixSessionSettings.MaxIdBytes
            || header.TargetCompId.Length > FixSessionSettings.MaxIdBytes)
            return false;
        id = new FixSessionId(
            version, Encoding.Latin1.GetString(frame.Value(header.TargetCompId)),
            Encoding.Latin1.GetString(frame.Value(header.SenderCompId)));
        return true;
    }

    /// <summary>The acceptor session of that identity, also one with a qualifier that listens on this port.</summary>
    internal static FixSessionEntry? Find(
        ConcurrentDictionary<FixSessionId, FixSessionEntry> entries, FixSessionId id, int port)
    {
        if (entries.TryGetValue(id, out FixSessionEntry? entry) && Serves(entry, port))
            return entry;
        foreach (FixSessionEntry candidate in entries.Values)
        {
            if (Serves(candidate, port) && candidate.Session.Id with { Qualifier = "" } == id)
                return candidate;
        }
        return null;
    }

    private static bool Serves(FixSessionEntry entry, int port) =>
        entry.Session.Settings.Role == FixRole.Acceptor && (entry.Port == 0 || entry.Port == port);
}
