using System.Net;
using HftGateway.MarketData;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Tcp;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// The clients of one of the exchange's SoupBinTCP services: takes connections, checks logins, closes what has ended.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> <see cref="MaxClients"/> at a time; further connections are closed at once.</para>
/// </summary>
internal sealed class SoupClients : IDisposable
{
    public const int MaxClients = 64;

    private readonly TcpAcceptor _acceptor;
    private readonly ExchangeOptions _options;
    private readonly ExchangeStatistics _statistics;
    private readonly SoupServerOptions _patience = new();

    public SoupClients(string key, IPEndPoint address, ExchangeOptions options, ExchangeStatistics statistics)
    {
        _options = options;
        _statistics = statistics;
        try
        {
            _acceptor = new TcpAcceptor(address);
        }
        catch (FeedException e)
        {
            throw new ExchangeBindException(
                key, address, "end the program that uses it, or give another port (0 takes a free one)", e);
        }
    }

    public IPEndPoint EndPoint => _acceptor.EndPoint;

    public List<SoupServerConnection> All { get; } = [];

    /// <summary>Takes a connection that waits.</summary>
    /// <returns>The new client, or null.</returns>
    public SoupServerConnection? Accept(long nowNs)
    {
        if (!_acceptor.TryAccept(out TcpConnection? connection))
            return null;
        if (All.Count == MaxClients)
        {
            _statistics.SoupFailures++;
            connection.Dispose();
            return null;
        }

        var client = new SoupServerConnection(connection, _patience, nowNs);
        All.Add(client);
        return client;
    }

    /// <summary>Whether a login request has the right name and password.</summary>
    public bool IsAuthorized(in SoupLogin login) =>
        _options.SoupLogin is not { } right
        || (login.UserName.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(right.UserName))
            && login.Password.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(right.Password)));

    /// <summary>Whether a login request asks for the session that there is, or for whatever there is.</summary>
    public bool HasSession(in SoupLogin login) =>
        login.Session.IsEmpty || login.Session.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(_options.FeedSession));

    /// <summary>Refuses a login.</summary>
    public void Reject(SoupServerConnection client, bool isSession)
    {
        _statistics.SoupFailures++;
        client.Session.Reject(isSession);
    }

    /// <summary>Sends, and forgets a client whose connection is closed.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool Flush(int index, long nowNs)
    {
        SoupServerConnection client = All[index];
        client.Flush(nowNs);
        if (!client.IsClosed)
            return false;
        if (client.Session.State == SoupState.Failed)
            _statistics.SoupFailures++;
        client.Dispose();
        All.RemoveAt(index);
        return true;
    }

    public void Dispose()
    {
        _acceptor.Dispose();
        All.ForEach(static client => client.Dispose());
    }
}
