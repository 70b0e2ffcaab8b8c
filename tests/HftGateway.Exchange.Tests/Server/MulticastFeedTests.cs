using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace HftGateway.Exchange.Tests.Server;

public class MulticastFeedTests(ITestOutputHelper output)
{
    [Fact]
    public void ShouldReachAllMembersWhenTheFeedAddressIsAMulticastGroup()
    {
        var group = IPAddress.Parse("239.192.77.21");
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        first.ReceiveTimeout = (int)ServerBench.Timeout.TotalMilliseconds;
        first.Bind(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)first.LocalEndPoint!).Port;
        try
        {
            first.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership,
                new MulticastOption(group, IPAddress.Loopback));
        }
        catch (SocketException e)
        {
            output.WriteLine($"SKIPPED: no multicast on this machine's loopback ({e.Message})");
            return;
        }

        using var bench = new ServerBench(o => o with { FeedAddress = new IPEndPoint(group, port) });
        var subscriber = new FeedSubscriber();
        subscriber.Run(first, s => s.Events.Count == 7);
        Assert.Equal("S Q", subscriber.Events[^1]);
    }
}
