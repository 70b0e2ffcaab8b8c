using System.Net;
using HftGateway.MarketData.Soup;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// Serves the feed over SoupBinTCP: the same messages with the same numbers as over MoldUDP64, from wherever the client
/// asks, as far back as they are kept.
/// <para><b>Threading.</b> One thread, which calls <see cref="Poll"/>.</para>
/// <para><b>Limits.</b> A client that asks for forgotten or unpublished messages is rejected; one so slow that what it
/// needs next is forgotten is cut off.</para>
/// <para><b>Reference.</b> SoupBinTCP 3.00 and 4.1.</para>
/// </summary>
internal sealed class SoupFeedServer : IDisposable
{
    private readonly SoupClients _clients;
    private readonly FeedPublisher _feed;
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly string _session;
    private bool _isOver;

    public SoupFeedServer(
        ExchangeOptions options, FeedPublisher feed, ExchangeClock clock, ExchangeStatistics statistics)
    {
        _feed = feed;
        _clock = clock;
        _statistics = statistics;
        _session = options.FeedSession;
        _clients = new SoupClients("feed.soup_address", options.SoupAddress!, options, statistics);
    }

    public IPEndPoint EndPoint => _clients.EndPoint;

    /// <summary>No message will follow: clients that have all of them are told so.</summary>
    public void EndSession() => _isOver = true;

    public void Poll()
    {
        long nowNs = _clock.ElapsedNs;
        _ = _clients.Accept(nowNs);
        for (int i = _clients.All.Count - 1; i >= 0; i--)
        {
            SoupServerConnection client = _clients.All[i];
            client.Poll(nowNs);
            while (client.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
            {
                if (found == SoupEvent.LoginRequest)
                    OnLogin(client, SoupServerSession.ReadLogin(payload));
            }

            Send(client);
            _ = _clients.Flush(i, nowNs);
        }
    }

    public void Dispose() => _clients.Dispose();

    private void OnLogin(SoupServerConnection client, in SoupLogin login)
    {
        if (!_clients.IsAuthorized(login))
        {
            _clients.Reject(client, isSession: false);
            return;
        }

        ulong next = (ulong)_feed.NextUnsent;
        ulong first = login.NextSequence == 0 ? next : login.NextSequence;
        bool isKept = first == next || (first < next && _feed.Messages!.TryGet((long)first, out _));
        if (!isKept || !_clients.HasSession(login))
        {
            _clients.Reject(client, isSession: true);
            return;
        }

        client.Session.Accept(_session, first);
        _statistics.SoupLogins++;
    }

    private void Send(SoupServerConnection client)
    {
        SoupServerSession session = client.Session;
        while (session.State == SoupState.LoggedIn && (long)session.NextSequence < _feed.NextUnsent)
        {
            if (!_feed.Messages!.TryGet((long)session.NextSequence, out ReadOnlySpan<byte> message))
            {
                // There is no going on: when it comes back for them, it is told that they are no longer to be had.
                _statistics.SoupFailures++;
                client.Dispose();
                return;
            }

            if (!session.TrySendSequenced(message))
                return;
        }

        if (_isOver)
            _ = session.TryEndSession();
    }
}
