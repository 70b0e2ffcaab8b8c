using System.Net;
using System.Net.Sockets;

namespace HftGateway.Cli.Tests;

/// <summary>
/// Stands between a gateway and its exchange and keeps every byte that the gateway sent. It can lose the gateway's last
/// bytes: as a cable does that is cut, they were sent and never arrive.
/// </summary>
internal sealed class RecordingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _exchange;
    private readonly List<MemoryStream> _sent = [];
    private readonly List<MemoryStream> _arrived = [];
    private readonly List<Task> _tasks = [];
    private volatile bool _loses;
    private volatile bool _stopped;

    public RecordingProxy(IPEndPoint exchange)
    {
        _exchange = exchange;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Factory.StartNew(Accept, TaskCreationOptions.LongRunning);
    }

    public int Port { get; }

    /// <summary>From now on nothing more of the connections that are open reaches the exchange.</summary>
    public bool Loses
    {
        get => _loses;
        set => _loses = value;
    }

    /// <summary>What the gateway sent, by connection.</summary>
    public IReadOnlyList<byte[]> Sent => Copies(_sent);

    /// <summary>What of it reached the exchange.</summary>
    public IReadOnlyList<byte[]> Arrived => Copies(_arrived);

    /// <summary>Waits until every connection has ended.</summary>
    public void WaitForEnd()
    {
        Task[] tasks;
        lock (_sent)
            tasks = [.. _tasks];
        Assert.True(Task.WaitAll(tasks, TimeSpan.FromSeconds(60)), "a connection did not end");
    }

    public void Dispose()
    {
        _stopped = true;
        _listener.Stop();
    }

    private IReadOnlyList<byte[]> Copies(List<MemoryStream> streams)
    {
        lock (_sent)
            return [.. streams.Select(static s => s.ToArray())];
    }

    private void Accept()
    {
        try
        {
            while (!_stopped)
            {
                Socket gateway = _listener.AcceptSocket();
                var exchange = new Socket(SocketType.Stream, ProtocolType.Tcp);
                exchange.Connect(_exchange);
                gateway.NoDelay = exchange.NoDelay = true;
                lock (_sent)
                {
                    _sent.Add(new MemoryStream());
                    _arrived.Add(new MemoryStream());
                    (MemoryStream sent, MemoryStream arrived) = (_sent[^1], _arrived[^1]);
                    _tasks.Add(Task.Factory.StartNew(
                        () => Copy(gateway, exchange, sent, arrived), TaskCreationOptions.LongRunning));
                    _tasks.Add(Task.Factory.StartNew(
                        () => Copy(exchange, gateway, null, null), TaskCreationOptions.LongRunning));
                }
            }
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    private void Copy(Socket from, Socket to, MemoryStream? sent, MemoryStream? arrived)
    {
        byte[] buffer = new byte[65_536];
        try
        {
            while (from.Receive(buffer) is > 0 and int count)
            {
                bool loses = sent is not null && _loses;
                lock (_sent)
                {
                    sent?.Write(buffer, 0, count);
                    if (!loses)
                        arrived?.Write(buffer, 0, count);
                }

                if (!loses)
                    to.Send(buffer.AsSpan(0, count));
            }
        }
        catch (SocketException)
        {
            // One side is gone: so is the other, below.
        }

        // Both sockets: a process that was killed is gone at once for the exchange too.
        from.Dispose();
        to.Dispose();
    }
}
