using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Client;

// The conductor: signs of life, the driver's broadcasts, and waiting for answers. Everything here holds the gate.
public sealed partial class AeronClient
{
    private const long NsPerMs = 1_000_000;
    private const string ClientVersion = "0.1.0";
    private readonly BroadcastReceiver _receiver;
    private long _lastWorkNs;
    private long _nextKeepAliveNs;
    private long _lappedCount;
    private int _heartbeatId = CounterLayout.NullId;
    private string? _closeReason;
    private bool _isInHandler;
    private bool _isUnmapped;

    private void Run()
    {
        while (!Volatile.Read(ref _stop))
        {
            int work;
            lock (_gate)
            {
                if (_isClosed)
                    return;
                work = DoWork(awaiting: null);
                if (!_isClosed)
                    TouchAhead();
            }

            if (work == 0)
                Thread.Sleep(_context.IdleSleepMs);
        }
    }

    private int DoWork(Pending? awaiting)
    {
        long nowNs = _context.Clock.NanoTime;
        int work = CheckLiveness(nowNs);
        if (_isClosed)
            return work;
        var events = new DriverEvents(this, awaiting);
        for (int i = 0; i < 10 && _receiver.Receive(ref events) > 0; i++)
            work++;
        if (_receiver.LappedCount != _lappedCount)
        {
            _lappedCount = _receiver.LappedCount;
            Tell(new AeronException("this client was too slow for the driver's broadcasts: some were lost"));
        }

        return work;
    }

    private int CheckLiveness(long nowNs)
    {
        long pausedNs = nowNs - _lastWorkNs;
        _lastWorkNs = nowNs;
        if (pausedNs > _cnc.ClientLivenessTimeoutNs)
        {
            Terminate(new AeronException(
                $"the AeronClient client's conductor stood still for {pausedNs / NsPerMs} ms, longer than the driver's client "
                + $"liveness timeout of {_cnc.ClientLivenessTimeoutNs / NsPerMs} ms"));
            return 1;
        }

        if (nowNs < _nextKeepAliveNs)
            return 0;
        _nextKeepAliveNs = nowNs + _context.KeepAliveIntervalMs * NsPerMs;
        _logs.Linger(nowNs);
        long nowMs = _context.Clock.EpochMs;
        long driverMs = _cnc.ToDriver.ConsumerHeartbeatMs;
        if (driverMs < 0 || nowMs - driverMs > _context.DriverTimeoutMs)
        {
            Terminate(new DriverTimeoutException(driverMs < 0
                ? $"the media driver in {_context.AeronDirectoryName} was shut down"
                : $"the media driver in {_context.AeronDirectoryName} gave no sign of life for {nowMs - driverMs} ms"));
            return 1;
        }

        Heartbeat(nowMs);
        return 1;
    }

    private void Heartbeat(long nowMs)
    {
        if (_heartbeatId == CounterLayout.NullId)
        {
            _heartbeatId = CountersReader.Find(CounterType.ClientHeartbeat, ClientId);
            if (_heartbeatId == CounterLayout.NullId)
                return;
            NameHeartbeat();
        }
        else if (!CountersReader.IsAllocated(_heartbeatId)
            || CountersReader.TypeId(_heartbeatId) != CounterType.ClientHeartbeat
            || CountersReader.RegistrationId(_heartbeatId) != ClientId)
        {
            Terminate(new AeronException("the driver took this AeronClient client for dead: its heartbeat counter is gone"));
            return;
        }

        Volatile.Write(ref CountersReader.ValueRef(_heartbeatId), nowMs);
    }

    // As the other clients do: name and version stand behind the driver's label.
    private void NameHeartbeat()
    {
        int record = _heartbeatId * CounterLayout.MetadataBytes;
        int length = Volatile.Read(ref _cnc.MetadataBuffer.Int32(record + CounterLayout.LabelLengthOffset));
        string text = $" name={_context.ClientName} version={ClientVersion} commit=";
        if (length < 0 || length + text.Length > CounterLayout.LabelBytes)
            return;
        System.Text.Encoding.ASCII.GetBytes(
            text, _cnc.MetadataBuffer.Bytes(record + CounterLayout.LabelOffset + length, text.Length));
        Volatile.Write(ref _cnc.MetadataBuffer.Int32(record + CounterLayout.LabelLengthOffset), length + text.Length);
    }

    private IDisposable? Await(long correlationId, Pending pending)
    {
        long deadlineNs = _context.Clock.NanoTime + _context.DriverTimeoutMs * NsPerMs;
        var spin = new SpinWait();
        while (!pending.IsDone)
        {
            if (DoWork(pending) > 0)
                spin.Reset();
            else
                spin.SpinOnce(sleep1Threshold: 30);
            if (_isClosed && !pending.IsDone)
                throw new AeronException($"the AeronClient client was closed while it waited: {_closeReason}");
            if (!pending.IsDone && _context.Clock.NanoTime > deadlineNs)
            {
                throw new DriverTimeoutException(
                    $"the media driver in {_context.AeronDirectoryName} did not answer command {correlationId} within "
                    + $"{_context.DriverTimeoutMs} ms");
            }
        }

        return pending.Error == null ? pending.Resource : throw pending.Error;
    }

    private void Terminate(Exception reason)
    {
        _closeReason = reason.Message;
        CloseAll();
        Tell(reason);
    }

    // What the application holds stays readable: logs and the CnC file are unmapped by Dispose only.
    private void CloseAll()
    {
        if (_isClosed)
            return;
        foreach (IDisposable resource in _resources.Values)
        {
            switch (resource)
            {
                case Publication publication:
                    publication.MarkClosed();
                    break;
                case Subscription subscription:
                    foreach (Image image in subscription.MarkClosed())
                    {
                        image.MarkClosed();
                        Call(subscription.OnUnavailableImage, image);
                    }

                    break;
                case Counter counter:
                    counter.MarkClosed();
                    break;
            }
        }

        _resources.Clear();
        Volatile.Write(ref _isClosed, true);
        _context.OnClose?.Invoke();
    }

    private void Drop(Subscription subscription, Image image)
    {
        image.MarkClosed();
        _logs.Release(image.CorrelationId, _context.Clock.NanoTime);
        Call(subscription.OnUnavailableImage, image);
    }

    private void Call(Action<Image>? handler, Image image)
    {
        if (handler == null)
            return;
        _isInHandler = true;
        try
        {
            handler(image);
        }
        catch (Exception error)
        {
            Tell(error);
        }
        finally
        {
            _isInHandler = false;
        }
    }

    private void Tell(Exception error)
    {
        ErrorCount++;
        _context.ErrorHandler?.Invoke(error);
    }
}
