using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

// What is looked at once an interval.
internal sealed partial class DriverConductor
{
    private void OnTimer(long nowNs)
    {
        long nowMs = Context.Clock.EpochMs;
        _ring.ConsumerHeartbeatMs = nowMs;
        CheckClients(nowMs);
        foreach (IpcPublication publication in _ipc)
            publication.OnTime(this, nowNs);
        foreach (NetworkPublication publication in _network)
            publication.OnTime(this, nowNs);
        foreach (PublicationImage image in _images)
            image.OnTime(this, nowNs);
        FreeDone();
        CheckBlockedCommands(nowNs);
    }

    private void CheckClients(long nowMs)
    {
        long timeoutMs = Context.ClientLivenessTimeoutNs / 1_000_000;
        foreach (DriverClient client in _clients.Values.ToArray())
        {
            if (nowMs - client.HeartbeatMs <= timeoutMs)
                continue;
            _system.Increment(SystemCounter.ClientTimeouts);
            _events.ClientTimeout(client.ClientId);
            ReleaseClient(client);
        }
    }

    // A client died between claiming room for a command and writing it.
    private void CheckBlockedCommands(long nowNs)
    {
        long position = _ring.ConsumerPosition;
        if (position != _lastRingPosition || _ring.ProducerPosition <= position)
        {
            _lastRingPosition = position;
            _ringStuckSinceNs = nowNs;
            return;
        }

        if (nowNs - _ringStuckSinceNs < Context.ClientLivenessTimeoutNs || !_ring.Unblock())
            return;
        _system.Increment(SystemCounter.UnblockedCommands);
        _ringStuckSinceNs = nowNs;
    }
}
