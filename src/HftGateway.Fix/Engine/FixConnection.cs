using System.Net.Sockets;

namespace HftGateway.Fix;

/// <summary>
/// One TCP connection of an engine: bytes in to frames to the session, the session's output to the socket. Never
/// blocks.
/// <para><b>Threading.</b> The engine's thread.</para>
/// </summary>
internal sealed class FixConnection
{
    private const int MaxReceiveBytes = 256 * 1024;

    private readonly FixEngine _engine;
    private readonly FixFrameReader _reader;
    private readonly long _identifyByNs;
    private long _lingerUntilNs;
    private bool _sendShut;

    internal FixConnection(FixEngine engine, Socket socket, int port, string peer, int maxMessageBytes, FixTime now)
    {
        _engine = engine;
        Socket = socket;
        Port = port;
        Peer = peer;
        Socket.Blocking = false;
        _reader = new FixFrameReader(maxMessageBytes, Math.Max(2 * maxMessageBytes, 64 * 1024));
        Output = new FixOutput(Math.Max(256 * 1024, 2 * maxMessageBytes));
        _identifyByNs = now.TickNs + (engine.Options.LogonTimeoutSeconds * 1_000_000_000L);
    }

    internal Socket Socket { get; }

    internal int Port { get; }

    internal string Peer { get; }

    internal FixOutput Output { get; }

    internal FixSessionEntry? Entry { get; private set; }

    internal bool IsClosed { get; private set; }

    internal bool IsLingering => _lingerUntilNs != 0;

    internal bool WantsWrite => !Output.Pending.IsEmpty && !_sendShut;

    internal long GarbledMessages => _reader.GarbledCount;

    internal void Attach(FixSessionEntry entry, FixTime now)
    {
        Entry = entry;
        entry.Connection = this;
        try
        {
            entry.Session.OnConnected(Output, now);
        }
        catch (Exception error) when (error is IOException or FixStoreException)
        {
            // A new session day whose file finds no room: tried again with the next connection.
            Fail(error, now);
            if (!IsLingering)
                Linger(now);
        }
    }

    /// <summary>Reads and writes what is possible. True when anything was.</summary>
    internal bool Work(FixTime now)
    {
        try
        {
            bool worked = Receive(now);
            if (!IsClosed)
                worked |= Flush(now);
            return worked;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Fail(error, now);
            return true;
        }
    }

    internal void Tick(FixTime now)
    {
        try
        {
            TickOnce(now);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Fail(error, now);
        }
    }

    private void TickOnce(FixTime now)
    {
        if (IsLingering)
        {
            if (now.TickNs >= _lingerUntilNs)
                Close();
        }
        else if (Entry is null)
        {
            if (now.TickNs >= _identifyByNs)
                Refuse("said nothing in time");
        }
        else
        {
            Entry.Session.OnTimer(now);
            AfterSession(now);
            if (!IsClosed)
                Flush(now);
        }
    }

    /// <summary>Sends what the socket takes; what is left stays.</summary>
    internal bool Flush(FixTime now)
    {
        bool worked = false;
        while (WantsWrite)
        {
            int sent = Socket.Send(Output.Pending, SocketFlags.None, out SocketError error);
            if (error is SocketError.WouldBlock or SocketError.IOPending)
                break;
            if (error != SocketError.Success)
            {
                Lost(now);
                return true;
            }
            Output.Consume(sent);
            worked = true;
            if (!IsLingering && Entry is { } entry)
                entry.Session.OnWritable(now);
        }
        if (IsLingering && !_sendShut && Output.Pending.IsEmpty)
            ShutSend();
        return worked;
    }

    /// <summary>The session has closed: what it wrote is still sent, then the connection ends.</summary>
    internal void Linger(FixTime now)
    {
        Detach();
        _lingerUntilNs = now.TickNs + (_engine.Options.LingerMs * 1_000_000L) + 1;
        Flush(now);
    }

    internal void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        Detach();
        Socket.Dispose();
    }

    private bool Receive(FixTime now)
    {
        int total = 0;
        while (total < MaxReceiveBytes && !IsClosed)
        {
            Span<byte> free = _reader.GetFree();
            int received = Socket.Receive(free, SocketFlags.None, out SocketError error);
            if (error is SocketError.WouldBlock or SocketError.IOPending)
                break;
            if (error != SocketError.Success || received == 0)
            {
                Lost(now);
                return true;
            }
            total += received;
            if (IsLingering)
                continue; // read and forget, so that closing does not throw away what the peer has yet to read
            _reader.Advance(received);
            Drain(now);
            if (received < free.Length)
                break;
        }
        return total != 0;
    }

    private void Drain(FixTime now)
    {
        FrameResult result;
        while (!IsClosed && !IsLingering && (result = _reader.TryRead(out FixFrame frame)) != FrameResult.NeedMore)
        {
            if (Entry is null && (result == FrameResult.Garbled || !_engine.Identify(this, in frame, now)))
            {
                Refuse(result == FrameResult.Garbled ? "began with a garbled message" : "");
                return;
            }
            FixSession session = Entry!.Session;
            if (result == FrameResult.Garbled)
            {
                session.OnGarbled(now);
            }
            else
            {
                Entry.Log?.Incoming(frame.Bytes, now.UtcNs);
                session.OnFrame(in frame, now);
            }
            AfterSession(now);
        }
    }

    // The application threw, or the store did: this connection ends, the engine and its other sessions go on.
    private void Fail(Exception error, FixTime now)
    {
        FixSession? session = Entry?.Session;
        string who = session?.Id.ToString() ?? Peer;
        bool store = error is IOException or FixStoreException;
        _engine.Note(store
            ? $"{who}: the store failed: {error.Message}; closed"
            : $"{who}: the application failed: {error.GetType().Name}: {error.Message}; closed");
        try
        {
            session?.Abort(store ? SessionEnd.StoreFailed : SessionEnd.ApplicationError);
            AfterSession(now);
        }
        catch (Exception again) when (again is not OutOfMemoryException)
        {
            _engine.Note($"{who}: and again when told of the end: {again.GetType().Name}: {again.Message}");
            Close();
        }
    }

    private void AfterSession(FixTime now)
    {
        if (Entry is { } entry && entry.Session.State == FixSessionState.Disconnected && !IsLingering)
            Linger(now);
    }

    private void Refuse(string why)
    {
        if (why.Length != 0)
            _engine.Note($"{Peer}: {why}; closed");
        _lingerUntilNs = FixClock.Now.TickNs + (_engine.Options.LingerMs * 1_000_000L);
        ShutSend();
    }

    private void Lost(FixTime now)
    {
        FixSessionEntry? entry = Entry;
        Close();
        entry?.Session.OnDisconnected(now);
    }

    // The identity is free from here on.
    private void Detach()
    {
        if (Entry is not { } entry)
            return;
        if (entry.Connection == this)
        {
            entry.Connection = null;
            _engine.OnDetached(entry);
        }
        Entry = null;
    }

    private void ShutSend()
    {
        _sendShut = true;
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer has torn the connection down: that is what was wanted.
        }
    }
}
