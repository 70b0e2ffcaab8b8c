using System.Buffers.Binary;
using System.Net;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Soup;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// Serves GLIMPSE snapshots: to each client that logs in the state of all books at that moment, and the number of the
/// feed's message that comes next.
/// <para><b>Threading.</b> One thread, the exchange's, between two actions: a snapshot is of one instant.</para>
/// <para><b>Limits.</b> A snapshot is written to memory at the login, one allocation of its size; sending goes on as fast
/// as the client reads.</para>
/// <para><b>Reference.</b> Nasdaq GLIMPSE 5.0: system event, directory, trading actions, orders, Snapshot message.</para>
/// </summary>
internal sealed class GlimpseServer : IDisposable
{
    private const int LengthBytes = 2;
    private static readonly byte[] Noise = new byte[40];

    private readonly SoupClients _clients;
    private readonly Dictionary<SoupServerConnection, Transfer> _transfers = [];
    private readonly SnapshotWriter _writer;
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly ExchangeTestHooks _hooks;
    private readonly string _session;

    public GlimpseServer(
        ExchangeOptions options, FeedPublisher feed, OrderBooks books, ExchangeClock clock,
        ExchangeStatistics statistics, ExchangeTestHooks hooks)
    {
        _clock = clock;
        _statistics = statistics;
        _hooks = hooks;
        _session = options.FeedSession;
        _writer = new SnapshotWriter(feed, books, clock);
        _clients = new SoupClients("feed.glimpse_address", options.GlimpseAddress!, options, statistics);
    }

    public IPEndPoint EndPoint => _clients.EndPoint;

    public void Poll()
    {
        long nowNs = _clock.ElapsedNs;
        if (_clients.Accept(nowNs) is { } taken)
            _transfers[taken] = new Transfer { Fault = _hooks.SnapshotFault };
        for (int i = _clients.All.Count - 1; i >= 0; i--)
        {
            SoupServerConnection client = _clients.All[i];
            Transfer transfer = _transfers[client];
            if (transfer.IsSilent)
                continue;
            client.Poll(nowNs);
            while (client.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
            {
                if (found == SoupEvent.LoginRequest)
                    OnLogin(client, transfer, SoupServerSession.ReadLogin(payload));
            }

            Send(client, transfer);
            if (_clients.Flush(i, nowNs))
                _transfers.Remove(client);
        }
    }

    public void Dispose() => _clients.Dispose();

    private void OnLogin(SoupServerConnection client, Transfer transfer, in SoupLogin login)
    {
        if (!_clients.IsAuthorized(login) || transfer.Fault == SnapshotFault.Refused)
        {
            _clients.Reject(client, isSession: false);
        }
        else if (login.NextSequence > 1 || !_clients.HasSession(login))
        {
            // A snapshot begins at its beginning.
            _clients.Reject(client, isSession: true);
        }
        else
        {
            client.Session.Accept(_session, 1);
            transfer.Bytes = _writer.Write();
            _statistics.Snapshots++;
        }
    }

    private static void Send(SoupServerConnection client, Transfer transfer)
    {
        while (transfer.Next < transfer.Bytes.Length)
        {
            if (transfer.Fault != SnapshotFault.None && transfer.Next >= transfer.Bytes.Length / 2)
            {
                Misbehave(client, transfer);
                return;
            }

            ReadOnlySpan<byte> rest = transfer.Bytes.AsSpan(transfer.Next);
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (!client.Session.TrySendSequenced(rest.Slice(LengthBytes, length)))
                return;
            transfer.Next += LengthBytes + length;
        }
    }

    private static void Misbehave(SoupServerConnection client, Transfer transfer)
    {
        if (transfer.Fault == SnapshotFault.Garbage)
            _ = client.Session.TrySendSequenced(Noise);
        else if (transfer.Fault == SnapshotFault.Silent)
            transfer.IsSilent = true;
        else
            client.Dispose();
        transfer.Next = transfer.Bytes.Length;
    }

    /// <summary>How far a client's snapshot is.</summary>
    private sealed class Transfer
    {
        public byte[] Bytes { get; set; } = [];

        public int Next { get; set; }

        public SnapshotFault Fault { get; init; }

        public bool IsSilent { get; set; }
    }
}
