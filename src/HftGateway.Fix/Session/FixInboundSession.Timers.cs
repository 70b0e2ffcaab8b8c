namespace HftGateway.Fix;

/// <content>Deadlines.</content>
public sealed partial class FixInboundSession
{
    private const byte ReadyLetter = (byte)'R';
    private const int ReadyRepeatSeconds = 10;

    private long _deadlineNs;
    private long _lastReceivedNs;
    private long _readySentNs;
    private uint _testId;
    private uint _readyId;
    private bool _readyPending;

    /// <summary>A TestRequest is out because the peer was silent.</summary>
    public bool TestRequestOutstanding { get; private set; }

    /// <summary>
    /// Checks the deadlines; to be called a few times a second, also while messages arrive. Silence of 1.2 heartbeat
    /// intervals asks for a TestRequest, of 2.4 for a disconnect.
    /// </summary>
    public void OnTimer(long nowNs, out SessionAction action)
    {
        action = default;
        action.Expected = Expected;
        switch (State)
        {
            case FixSessionState.Disconnected:
                return;
            case FixSessionState.AwaitingLogon or FixSessionState.LogonSent when nowNs >= _deadlineNs:
                Close(ref action, SessionEnd.LogonTimeout);
                return;
            case FixSessionState.LogoutSent when nowNs >= _deadlineNs:
                Close(ref action, SessionEnd.LogoutTimeout);
                return;
            case FixSessionState.LogoutReceived when nowNs >= _deadlineNs:
                Close(ref action, SessionEnd.LogoutTimeout);
                return;
            case FixSessionState.LoggedOn:
                CheckSilence(nowNs, ref action);
                if (State == FixSessionState.LoggedOn)
                    CheckGap(nowNs, ref action);
                if (State == FixSessionState.LoggedOn)
                    CheckReady(nowNs, ref action);
                return;
        }
    }

    private void StartTimers(long nowNs)
    {
        _deadlineNs = nowNs + (_options.LogonTimeoutSeconds * NanosecondsPerSecond);
        _readyPending = false;
        OnLife(nowNs);
    }

    private void StopTimers()
    {
        _readyPending = false;
        TestRequestOutstanding = false;
    }

    private void OnLife(long nowNs)
    {
        _lastReceivedNs = nowNs;
        TestRequestOutstanding = false;
    }

    private void CheckSilence(long nowNs, ref SessionAction action)
    {
        long silenceNs = nowNs - _lastReceivedNs;
        long graceNs = HeartbeatSeconds * NanosecondsPerSecond / 5 * 6;
        if (graceNs == 0 || silenceNs < graceNs)
            return;
        if (silenceNs >= 2 * graceNs && TestRequestOutstanding)
        {
            Close(ref action, SessionEnd.HeartbeatTimeout);
        }
        else if (!TestRequestOutstanding)
        {
            TestRequestOutstanding = true;
            // A late call (the thread was held up) must still give the peer a whole period to answer.
            if (silenceNs >= 2 * graceNs)
                _lastReceivedNs = nowNs - graceNs;
            action.Do |= SessionDo.SendTestRequest;
            action.SetTestReqId('T', ++_testId);
        }
    }

    private void CheckGap(long nowNs, ref SessionAction action)
    {
        if (!GapOpen || nowNs - _gapProgressNs < _options.GapTimeoutSeconds * NanosecondsPerSecond)
            return;
        if (_gapRequests >= _options.MaxGapRequests)
            LogoutAndClose(ref action, SessionEnd.GapNotFilled);
        else
            RequestGap(nowNs, ref action);
    }

    private void CheckReady(long nowNs, ref SessionAction action)
    {
        if (_readyPending && nowNs - _readySentNs >= ReadyRepeatSeconds * NanosecondsPerSecond)
            AskReady(nowNs, ref action);
    }

    private void AskReady(long nowNs, ref SessionAction action)
    {
        _readyPending = true;
        _readySentNs = nowNs;
        action.Do |= SessionDo.SendTestRequest;
        action.SetTestReqId((char)ReadyLetter, ++_readyId);
    }
}
