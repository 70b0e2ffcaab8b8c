namespace HftGateway.Aeron.Driver.Network;

/// <summary>Who wants what of a stream, and how its sessions stand.</summary>
internal sealed class StreamInterest
{
    private readonly Dictionary<int, int> _sessions = [];
    private readonly Dictionary<int, SessionState> _states = [];
    private int _all;

    public void Add(int? sessionId)
    {
        if (sessionId is { } id)
            _sessions[id] = _sessions.GetValueOrDefault(id) + 1;
        else
            _all++;
    }

    /// <summary>Interest is gone.</summary>
    /// <returns>Nobody wants anything any more.</returns>
    public bool Remove(int? sessionId)
    {
        if (sessionId is not { } id)
            _all--;
        else if (_sessions.GetValueOrDefault(id) > 1)
            _sessions[id]--;
        else
            _sessions.Remove(id);
        return _all == 0 && _sessions.Count == 0;
    }

    public bool Wants(int sessionId) => _all > 0 || _sessions.ContainsKey(sessionId);

    public SessionState? Find(int sessionId) => _states.GetValueOrDefault(sessionId);

    public void Set(int sessionId, SessionState? state)
    {
        if (state == null)
            _states.Remove(sessionId);
        else
            _states[sessionId] = state;
    }
}
