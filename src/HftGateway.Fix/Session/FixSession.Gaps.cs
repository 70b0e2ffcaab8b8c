namespace HftGateway.Fix;

/// <content>Numbers that are missing.</content>
public sealed partial class FixSession
{
    private readonly GapQueue _queue;
    private ulong _gapHighest;   // greatest number seen ahead of the expected one; 0 when nothing is missing
    private ulong _requestCovers; // numbers up to this one come by the request that is out
    private bool _requestOpen;    // it has no end, and nothing has come by it yet
    private int _gapRequests;    // without progress; further ones at messages that are too high do not count
    private long _gapProgressNs;
    private bool _draining;

    /// <summary>Messages are missing and have been asked for.</summary>
    public bool IsGapOpen => _gapHighest != 0;

    /// <summary>Messages received ahead of a gap for which there was no room; they are asked for again.</summary>
    public long DiscardedCount { get; private set; }

    private void OnTooHigh(in FixFrame frame, in SessionHeader header)
    {
        if (!_queue.TryAdd(header.Sequence, _store.ExpectedInbound, frame.Bytes))
            DiscardedCount++;
        NoteGap(header.Sequence, request: true);
    }

    private void NoteGap(ulong sequence, bool request)
    {
        bool first = _gapHighest == 0;
        _gapHighest = Math.Max(_gapHighest, sequence);
        if (first)
        {
            _gapRequests = 1;
            _gapProgressNs = _now.TickNs;
            _requestCovers = sequence;
            _requestOpen = false;
        }
        // Sent before the peer saw the request, so its answer, which goes to its newest, has it too.
        else if (_requestOpen)
        {
            _requestCovers = _gapHighest;
        }
        if (request && (first || _settings.SendRedundantResendRequests))
            RequestGap();
    }

    private void RequestGap()
    {
        _gapProgressNs = _now.TickNs;
        ulong begin = _store.ExpectedInbound;
        ulong end = _version.OpenEnd();
        _requestCovers = _gapHighest;
        _requestOpen = _settings.ResendRequestChunk == 0;
        if (!_requestOpen)
        {
            end = Math.Min(begin + (ulong)_settings.ResendRequestChunk - 1, Math.Max(_gapHighest - 1, begin));
            _requestCovers = end;
        }
        SendResendRequest(begin, end);
    }

    private void OnGapProgress()
    {
        _gapProgressNs = _now.TickNs;
        _gapRequests = 1;
        _requestOpen = false;
        if (_store.ExpectedInbound <= _gapHighest)
            return;
        _gapHighest = _requestCovers = 0;
        _queue.Clear(); // a gap fill may have gone beyond what is in it
    }

    // Messages whose turn has come.
    private void DrainQueue()
    {
        if (_draining)
            return;
        _draining = true;
        while (State is not FixSessionState.Disconnected
            && _queue.TryTake(_store.ExpectedInbound, out ReadOnlySpan<byte> message))
        {
            if (message.IsEmpty)
            {
                Advance(_store.ExpectedInbound + 1);
                continue;
            }
            FixFrame.TryCreate(message, out FixFrame frame); // was checked when it came
            SessionHeader header = SessionHeader.Parse(in frame, _settings);
            OnInSequence(in frame, in header);
        }
        _draining = false;
        // The next chunk when the last one is complete; and what came meanwhile but found no room in the queue.
        if (State != FixSessionState.Disconnected && _gapHighest != 0 && _store.ExpectedInbound > _requestCovers)
            RequestGap();
    }

    private void CheckGap()
    {
        if (_gapHighest == 0 || _now.TickNs - _gapProgressNs < _settings.GapTimeoutSeconds * NanosecondsPerSecond)
            return;
        if (_gapRequests >= _settings.MaxGapRequests)
        {
            Note($"messages from {_store.ExpectedInbound} on were asked for {_gapRequests} times and did not come");
            LogoutAndEnd("Sequence gap was not filled"u8, SessionEnd.GapNotFilled);
            return;
        }
        _gapRequests++;
        RequestGap();
    }

    private void ForgetGap()
    {
        _gapHighest = _requestCovers = 0;
        _gapRequests = 0;
        _draining = false;
        _queue.Clear();
    }
}
