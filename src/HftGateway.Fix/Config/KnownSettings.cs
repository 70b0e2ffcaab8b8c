namespace HftGateway.Fix.Config;

/// <summary>
/// The names of all settings. Names that nobody knows are an error in this project's own files; in files that were
/// written for another engine they are noted, with those that have no meaning here, and passed over.
/// </summary>
internal static class KnownSettings
{
    private static readonly HashSet<string> Known = Normal(
        "ConnectionType", "BeginString", "SenderCompID", "SenderSubID", "SenderLocationID", "TargetCompID",
        "TargetSubID", "TargetLocationID", "SessionQualifier", "DefaultApplVerID", "StartTime", "EndTime", "StartDay",
        "EndDay", "TimeZone", "UseLocalTime", "NonStopSession", "MillisecondsInTimeStamp", "TimestampPrecision",
        "SendRedundantResendRequests", "EnableNextExpectedMsgSeqNum", "EnableLastMsgSeqNumProcessed",
        "ResendRequestChunkSize", "MaxMessagesInResendRequest", "RequiresOrigSendingTime", "CheckCompID",
        "CheckLatency", "MaxLatency", "HeartBtInt", "LogonTimeout", "LogoutTimeout", "ReconnectInterval",
        "ReconnectMaxInterval", "ResetOnLogon", "ResetOnLogout", "ResetOnDisconnect", "PersistMessages",
        "SocketAcceptPort", "SocketAcceptHost", "SocketAcceptAddress", "UseDataDictionary", "DataDictionary",
        "TransportDataDictionary", "AppDataDictionary", "ValidateFieldsOutOfOrder", "ValidateFieldsHaveValues",
        "ValidateUserDefinedFields", "AllowUnknownMsgFields", "FileStorePath", "FileLogPath", "Username", "Password",
        "SSLEnable", "SocketUseSSL", "SSLServerName", "SSLCertificate", "SSLCertificateKey", "SSLCertificatePassword",
        "SSLCACertificate", "SSLValidateCertificates", "SSLRequireClientCertificate", "SSLProtocols",
        "SERVER_CERTIFICATE_FILE", "SERVER_CERTIFICATE_KEY_FILE", "CLIENT_CERTIFICATE_FILE",
        "CLIENT_CERTIFICATE_KEY_FILE", "CERTIFICATE_AUTHORITIES_FILE", "GapTimeout", "MaxGapRequests",
        "StaleOrderAge", "StoreWhileDisconnected", "MaxMessageSize", "MaxPendingBytes", "BackPressureBytes",
        "LogoutOnHeartbeatTimeout", "ConfirmAfterLogon", "AcceptorTemplate");

    // Known elsewhere, and without a counterpart here: how sockets and log files of that engine are treated.
    private static readonly HashSet<string> Foreign = Normal(
        "SocketReuseAddress", "SocketNodelay", "SocketTcpNoDelay", "SocketSendBufferSize", "SocketReceiveBufferSize",
        "SocketKeepAlive", "SocketSendTimeout", "SocketReceiveTimeout", "FileLogBackupPath", "HttpAcceptPort",
        "ScreenLogShowIncoming", "ScreenLogShowOutgoing", "ScreenLogShowEvents", "RefreshOnLogon", "Description",
        "PreserveMessageFieldsOrder", "ValidateLengthAndChecksum", "SendLogoutBeforeDisconnectFromTimeout",
        "IgnorePossDupResendRequests", "LogFactory", "DebugFileLogPath", "SocketConnectTimeout", "Application");

    internal static void Check(RawSession session, bool isCfg, List<string> notes)
    {
        foreach ((string name, _, int line) in session.Values)
        {
            string normal = RawSession.Normal(name);
            if (Known.Contains(normal) || IsNumbered(normal)
                || normal.StartsWith("APPDATADICTIONARY.", StringComparison.Ordinal))
                continue;
            bool foreign = Foreign.Contains(normal);
            if (!isCfg && !foreign)
                throw new FixConfigException($"{session.File}:{line}: {name}: no such setting; see docs/fix.md");
            notes.Add($"{session.File}:{line}: {name} "
                + (foreign ? "has no meaning here and is passed over" : "is not known and is passed over"));
        }
    }

    private static bool IsNumbered(string name)
    {
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return stem is "SOCKETCONNECTHOST" or "SOCKETCONNECTPORT";
    }

    private static HashSet<string> Normal(params ReadOnlySpan<string> names)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
            set.Add(RawSession.Normal(name));
        return set;
    }
}
