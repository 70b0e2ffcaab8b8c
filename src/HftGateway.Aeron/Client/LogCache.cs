using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Client;

/// <summary>
/// The logs that a client has mapped. One that nobody needs any more stays for the linger: another thread may still be
/// inside a poll or offer.
/// </summary>
internal sealed class LogCache(bool preTouch, long lingerNs)
{
    private readonly Dictionary<long, RefCountedLog> _logs = [];
    private readonly List<RefCountedLog> _lingering = [];

    public LogBuffer Acquire(long key, string path)
    {
        if (!_logs.TryGetValue(key, out RefCountedLog? log))
            _logs.Add(key, log = new RefCountedLog(LogBuffer.Open(path, preTouch)));
        log.References++;
        return log.Log;
    }

    public void Release(long key, long nowNs)
    {
        if (!_logs.TryGetValue(key, out RefCountedLog? log) || --log.References > 0)
            return;
        _logs.Remove(key);
        log.UnmapAtNs = nowNs + lingerNs;
        _lingering.Add(log);
    }

    public void Linger(long nowNs)
    {
        for (int i = _lingering.Count - 1; i >= 0; i--)
        {
            if (nowNs < _lingering[i].UnmapAtNs)
                continue;
            _lingering[i].Log.Dispose();
            _lingering.RemoveAt(i);
        }
    }

    public void CloseAll()
    {
        foreach (RefCountedLog log in _lingering)
            log.Log.Dispose();
        foreach (RefCountedLog log in _logs.Values)
            log.Log.Dispose();
        _lingering.Clear();
        _logs.Clear();
    }
}
