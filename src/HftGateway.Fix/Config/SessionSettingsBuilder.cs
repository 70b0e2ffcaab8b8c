namespace HftGateway.Fix.Config;

/// <summary>The part of a session's settings that the session itself obeys.</summary>
internal static class SessionSettingsBuilder
{
    internal static FixSessionSettings Build(SettingReader r, bool acceptor)
    {
        string begin = r.Required("BeginString");
        if (!FixVersions.TryParse(begin, out FixVersion version))
            throw r.Wrong("BeginString", begin, "FIX.4.0 to FIX.4.4, FIXT.1.1");
        int heartbeat = r.Int("HeartBtInt", 30, 0, 86_400);
        if (!acceptor)
            r.Required("HeartBtInt");
        int messageBytes = r.Int("MaxMessageSize", 64 * 1024, 512, 16 << 20);
        int pendingBytes = r.Int("MaxPendingBytes", Math.Max(16 << 20, 4 * messageBytes), 2 * messageBytes, 1 << 30);
        return new FixSessionSettings
        {
            Role = acceptor ? FixRole.Acceptor : FixRole.Initiator,
            Id = new FixSessionId(
                version, r.Required("SenderCompID"), r.Required("TargetCompID"), r.Text("SessionQualifier") ?? ""),
            DefaultApplVerId = version == FixVersion.Fixt11 ? ApplVerId(r) : null,
            SenderSubId = r.Text("SenderSubID"),
            TargetSubId = r.Text("TargetSubID"),
            SenderLocationId = r.Text("SenderLocationID"),
            TargetLocationId = r.Text("TargetLocationID"),
            HeartbeatSeconds = heartbeat,
            Username = r.Text("Username"),
            Password = r.Text("Password"),
            ResetOnLogon = r.Flag("ResetOnLogon", false),
            ResetOnLogout = r.Flag("ResetOnLogout", false),
            ResetOnDisconnect = r.Flag("ResetOnDisconnect", false),
            EnableNextExpectedMsgSeqNum = r.Flag("EnableNextExpectedMsgSeqNum", false),
            EnableLastMsgSeqNumProcessed = r.Flag("EnableLastMsgSeqNumProcessed", false),
            TimestampDigits = Digits(r),
            MaxLatencySeconds = r.Flag("CheckLatency", true) ? r.Int("MaxLatency", 120, 1, 31_536_000) : 0,
            CheckCompId = r.Flag("CheckCompID", true),
            RequiresOrigSendingTime = r.Flag("RequiresOrigSendingTime", true),
            ValidateFieldsHaveValues = r.Flag("ValidateFieldsHaveValues", true),
            ValidateFieldsOutOfOrder = r.Flag("ValidateFieldsOutOfOrder", true),
            ConfirmAfterLogon = r.Flag("ConfirmAfterLogon", false),
            LogonTimeoutSeconds = r.Int("LogonTimeout", 10, 1, 86_400),
            LogoutTimeoutSeconds = r.Int("LogoutTimeout", 2, 1, 86_400),
            LogoutOnHeartbeatTimeout = r.Flag("LogoutOnHeartbeatTimeout", false),
            ResendRequestChunk = r.Int(
                r.Has("ResendRequestChunkSize") ? "ResendRequestChunkSize" : "MaxMessagesInResendRequest",
                0, 0, 1_000_000_000),
            SendRedundantResendRequests = r.Flag("SendRedundantResendRequests", false),
            GapTimeoutSeconds = r.Int("GapTimeout", 10, 1, 86_400),
            MaxGapRequests = r.Int("MaxGapRequests", 3, 1, 1_000_000),
            StaleOrderSeconds = r.Has("StaleOrderAge") ? r.Int("StaleOrderAge", 0, 0, int.MaxValue) : null,
            StoreWhileDisconnected = r.Flag("StoreWhileDisconnected", false),
            MaxMessageBytes = messageBytes,
            MaxPendingBytes = pendingBytes,
            BackPressureBytes = r.Int("BackPressureBytes", Math.Min(1 << 20, pendingBytes / 4), 1, pendingBytes),
            Schedule = Schedule(r),
        };
    }

    private static string ApplVerId(SettingReader r)
    {
        string text = r.Required("DefaultApplVerID");
        return FixVersions.ParseApplVerId(text)
            ?? throw r.Wrong("DefaultApplVerID", text, "FIX.4.0 to FIX.4.4, FIX.5.0, FIX.5.0SP1, FIX.5.0SP2, 2 to 10");
    }

    private static int Digits(SettingReader r)
    {
        if (r.Text("TimeStampPrecision") is { } name && !int.TryParse(name, out _))
        {
            return name.ToUpperInvariant() switch
            {
                "SECOND" or "SECONDS" => 0,
                "MILLISECOND" or "MILLIS" => 3,
                "MICROSECOND" or "MICROS" => 6,
                "NANOSECOND" or "NANOS" => 9,
                _ => throw r.Wrong("TimestampPrecision", name, "0, 3, 6, 9, Second, Millisecond, Microsecond"),
            };
        }
        int digits = r.Int("TimestampPrecision", r.Flag("MillisecondsInTimeStamp", true) ? 3 : 0, 0, 9);
        if (digits % 3 != 0)
            throw r.Wrong("TimestampPrecision", r.Text("TimestampPrecision")!, "0, 3, 6 or 9");
        return digits;
    }

    private static FixSchedule? Schedule(SettingReader r)
    {
        if (r.Flag("NonStopSession", false))
            return FixSchedule.NonStop;
        if (!r.Has("StartTime") && !r.Has("EndTime"))
            return null;
        TimeZoneInfo zone = Zone(r);
        DayOfWeek? start = r.Day("StartDay"), end = r.Day("EndDay");
        if (start is { } first && end is { } last)
            return FixSchedule.Weekly(first, r.Time("StartTime"), last, r.Time("EndTime"), zone);
        if (start is not null || end is not null)
            r.Required(start is null ? "StartDay" : "EndDay");
        return FixSchedule.Daily(r.Time("StartTime"), r.Time("EndTime"), zone);
    }

    private static TimeZoneInfo Zone(SettingReader r)
    {
        if (r.Text("TimeZone") is not { } name)
            return r.Flag("UseLocalTime", false) ? TimeZoneInfo.Local : TimeZoneInfo.Utc;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw r.Wrong("TimeZone", name, "a name of the time zone database, such as America/New_York");
        }
    }
}
