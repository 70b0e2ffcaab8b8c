namespace HftGateway.Fix;

/// <content>Deadlines, heartbeats, the schedule.</content>
public sealed partial class FixSession
{
    private const long ScheduleCheckNs = NanosecondsPerSecond;

    private long _deadlineNs;
    private long _lastReceivedNs;
    private long _lastSentNs;
    private long _sessionEndUtcNs = long.MinValue;
    private long _scheduleCheckedNs = long.MinValue / 2;
    private bool _testRequestOut;

    /// <summary>A TestRequest is out because the peer was silent.</summary>
    public bool TestRequestOutstanding => _testRequestOut;

    /// <summary>
    /// Whether an initiator may connect: the schedule is open. A new session day begins here, before the connection.
    /// </summary>
    public bool IsOpen(FixTime now)
    {
        _now = now;
        CheckSessionDay();
        return _settings.Schedule?.IsOpen(now.UtcNs) ?? true;
    }

    /// <summary>
    /// Looks after the deadlines; to be called several times a second whatever arrives. Silence of 1.2 heartbeat
    /// intervals brings a TestRequest, of 2.4 the end.
    /// </summary>
    public void OnTimer(FixTime now)
    {
        _now = now;
        switch (State)
        {
            case FixSessionState.Disconnected:
                return;
            case FixSessionState.AwaitingLogon or FixSessionState.LogonSent:
                if (now.TickNs >= _deadlineNs)
                    End(SessionEnd.LogonTimeout);
                return;
            case FixSessionState.LogoutSent:
                if (now.TickNs >= _deadlineNs)
                    End(SessionEnd.LogoutTimeout);
                else
                    Pump();
                return;
        }
        Pump();
        if (IsLoggedOn)
            CheckSchedule();
        if (IsLoggedOn)
            CheckSilence();
        if (IsLoggedOn)
            CheckGap();
        // A TestRequest that is out has said that this side lives; the peer is to answer it before anything else.
        if (IsLoggedOn && HeartbeatSeconds != 0 && !_testRequestOut
            && now.TickNs - _lastSentNs >= HeartbeatSeconds * NanosecondsPerSecond)
            SendHeartbeat(default, isAnswer: false);
    }

    private void StartTimers()
    {
        _deadlineNs = _now.TickNs + (_settings.LogonTimeoutSeconds * NanosecondsPerSecond);
        _lastSentNs = _now.TickNs;
        OnLife();
    }

    private void OnLife()
    {
        _lastReceivedNs = _now.TickNs;
        _testRequestOut = false;
    }

    private void CheckSilence()
    {
        long graceNs = HeartbeatSeconds * NanosecondsPerSecond / 5 * 6;
        long silenceNs = _now.TickNs - _lastReceivedNs;
        if (graceNs == 0 || silenceNs < graceNs)
            return;
        if (!_testRequestOut)
        {
            _testRequestOut = true;
            // A late call (the thread was held up) must still give the peer a whole period to answer.
            if (silenceNs >= 2 * graceNs)
                _lastReceivedNs = _now.TickNs - graceNs;
            SendTestRequest("TEST"u8);
        }
        else if (silenceNs >= 2 * graceNs)
        {
            if (_settings.LogoutOnHeartbeatTimeout)
                SendLogout("Heartbeat timeout"u8);
            End(SessionEnd.HeartbeatTimeout);
        }
    }

    // Past the end of the session: leave in order. The numbers are reset before the next connection.
    private void CheckSchedule()
    {
        if (_settings.Schedule is null or { IsNonStop: true } || _now.UtcNs < _sessionEndUtcNs)
            return;
        if (_now.TickNs - _scheduleCheckedNs < ScheduleCheckNs)
            return;
        _scheduleCheckedNs = _now.TickNs;
        bool open = _settings.Schedule.TryGetSession(_now.UtcNs, out long startUtcNs, out long endUtcNs);
        if (open && _store.CreatedUtcNs >= startUtcNs)
        {
            _sessionEndUtcNs = endUtcNs;
            return;
        }
        _end = SessionEnd.OutsideSchedule;
        State = FixSessionState.LogoutSent;
        _deadlineNs = _now.TickNs + (_settings.LogoutTimeoutSeconds * NanosecondsPerSecond);
        SendLogout("End of session"u8);
    }

    // A store whose series began before the session that is open now belongs to a day that is over.
    private void CheckSessionDay()
    {
        if (State != FixSessionState.Disconnected || _settings.Schedule is null or { IsNonStop: true }
            || !_settings.Schedule.TryGetSession(_now.UtcNs, out long startUtcNs, out long endUtcNs))
            return;
        _sessionEndUtcNs = endUtcNs;
        if (_store.CreatedUtcNs >= startUtcNs)
            return;
        Log?.Rotate(_store.CreatedUtcNs, _now.UtcNs);
        if (_store.NextOutbound != 1 || _store.ExpectedInbound != 1)
            Note("a new session day: the numbers restart at 1");
        _store.Rotate(_now.UtcNs);
    }
}
