using System.Text;
using HftGateway.MarketData.Soup;

namespace HftGateway.MarketData.Tests.Soup;

/// <summary>Expected bytes are written out from SoupBinTCP 3.00, section 2.</summary>
public sealed class SoupSessionTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void ShouldWriteLoginRequestAsSpecifiedWhenConnected()
    {
        var client = new SoupClientSession(
            new SoupClientOptions { UserName = "abc", Password = "pw", Session = "S7" }, 42);
        client.OnConnected(0);
        Assert.Equal(
            "\0\u002FLabc   pw                S7                  42", Encoding.ASCII.GetString(client.Outbound));
    }

    [Fact]
    public void ShouldAddHeartbeatTimeoutToLoginRequestWhenVersionIs41()
    {
        var client = new SoupClientSession(new SoupClientOptions
        {
            UserName = "abcdef", Password = "0123456789", Version = SoupVersion.V41,
        });
        client.OnConnected(0);
        Assert.Equal(
            "\0\u0034Labcdef0123456789                             115000", Encoding.ASCII.GetString(client.Outbound));
        var pair = new SoupPair(new SoupClientOptions { Version = SoupVersion.V41, PeerTimeoutNs = 3 * SecondNs });
        pair.Connect();
        pair.ToServer();
        Assert.Equal(SoupEvent.LoginRequest, pair.Server.TryRead(out ReadOnlySpan<byte> request));
        Assert.Equal(3000, SoupServerSession.ReadLogin(request).HeartbeatTimeoutMs);
        pair.Server.Accept("D", 1);
        // The server keeps to the client's own timeout.
        Assert.True(pair.Server.OnTimer(pair.NowNs + (3 * SecondNs)));
        Assert.False(pair.Server.OnTimer(pair.NowNs + (3 * SecondNs) + 1));
        Assert.Equal(SoupFailure.PeerSilent, pair.Server.Failure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void ShouldDeliverEachMessageInOrderWhenBytesComeInPieces(int piece)
    {
        var pair = new SoupPair();
        pair.Connect();
        pair.ToServer(piece);
        Assert.Equal(SoupEvent.LoginRequest, pair.Server.TryRead(out ReadOnlySpan<byte> request));
        SoupLogin login = SoupServerSession.ReadLogin(request);
        Assert.Equal(("user", "secret", "", 1UL, 0), (
            Encoding.ASCII.GetString(login.UserName), Encoding.ASCII.GetString(login.Password),
            Encoding.ASCII.GetString(login.Session), login.NextSequence, login.HeartbeatTimeoutMs));
        pair.Server.Accept("DAY1", 1);
        for (byte i = 0; i < 100; i++)
            Assert.True(pair.Server.TrySendSequenced(Enumerable.Repeat(i, i).ToArray()));
        Assert.True(pair.Server.TrySendUnsequenced("aside"u8));
        Assert.True(pair.Server.TrySendDebug("hello"u8));
        Assert.True(pair.Server.TryEndSession());
        List<string> seen = [];
        while (pair.ToClient(piece) > 0)
        {
            while (pair.Client.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
                seen.Add(found == SoupEvent.SequencedData
                    ? $"{pair.Client.NextSequence - 1}:{payload.Length}:{(payload.IsEmpty ? 0 : payload[^1])}"
                    : $"{found} {Encoding.ASCII.GetString(payload)}");
        }

        List<string> expected = ["LoginAccepted       DAY1                   1"];
        for (int i = 0; i < 100; i++)
            expected.Add($"{i + 1}:{i}:{i}");
        expected.AddRange(["UnsequencedData aside", "Debug hello", "EndOfSession "]);
        Assert.Equal(expected, seen);
        Assert.Equal((SoupState.Ended, 101UL), (pair.Client.State, pair.Client.NextSequence));
    }

    [Fact]
    public void ShouldSendHeartbeatsOnlyWhenSilentForASecond()
    {
        var pair = new SoupPair();
        pair.Login();
        pair.NowNs += SecondNs - 1;
        Assert.True(pair.Client.OnTimer(pair.NowNs) && pair.Server.OnTimer(pair.NowNs));
        Assert.True(pair.Client.Outbound.IsEmpty && pair.Server.Outbound.IsEmpty);
        pair.NowNs++;
        Assert.True(pair.Client.OnTimer(pair.NowNs) && pair.Server.OnTimer(pair.NowNs));
        Assert.Equal([0, 1, (byte)'R'], pair.Client.Outbound.ToArray());
        Assert.Equal([0, 1, (byte)'H'], pair.Server.Outbound.ToArray());
        pair.ToServer();
        _ = pair.ToClient();
        Assert.Equal((SoupEvent.None, SoupEvent.None), (pair.Client.TryRead(out _), pair.Server.TryRead(out _)));
        Assert.Equal((1L, 1L), (pair.Client.HeartbeatsReceived, pair.Server.HeartbeatsReceived));
        // Data counts as a sign of life, so that no heartbeat is due.
        pair.NowNs += SecondNs - 1;
        Assert.True(pair.Server.TrySendSequenced([1]));
        _ = pair.ToClient();
        pair.NowNs += 1;
        Assert.True(pair.Server.OnTimer(pair.NowNs));
        Assert.True(pair.Server.Outbound.IsEmpty);
    }

    [Fact]
    public void ShouldFailWhenPeerIsSilent()
    {
        var pair = new SoupPair();
        pair.Login();
        Assert.True(pair.Client.OnTimer(pair.NowNs + (15 * SecondNs)));
        Assert.False(pair.Client.OnTimer(pair.NowNs + (15 * SecondNs) + 1));
        Assert.Equal((SoupState.Failed, SoupFailure.PeerSilent), (pair.Client.State, pair.Client.Failure));
        var mute = new SoupPair();
        mute.Connect();
        Assert.False(mute.Client.OnTimer(mute.NowNs + (5 * SecondNs) + 1));
        Assert.Equal(SoupFailure.LoginTimeout, mute.Client.Failure);
        Assert.False(mute.Server.OnTimer(mute.NowNs + (30 * SecondNs) + 1));
        Assert.Equal(SoupFailure.LoginTimeout, mute.Server.Failure);
    }

    [Theory]
    [InlineData(false, SoupFailure.NotAuthorized)]
    [InlineData(true, SoupFailure.SessionNotAvailable)]
    public void ShouldFailWhenLoginIsRejected(bool isSession, SoupFailure failure)
    {
        var pair = new SoupPair();
        pair.Connect();
        pair.ToServer();
        _ = pair.Server.TryRead(out _);
        pair.Server.Reject(isSession);
        Assert.Equal([0, 2, (byte)'J', isSession ? (byte)'S' : (byte)'A'], pair.Server.Outbound.ToArray());
        _ = pair.ToClient();
        Assert.Equal(SoupEvent.Failed, pair.Client.TryRead(out _));
        Assert.Equal(failure, pair.Client.Failure);
    }

    [Fact]
    public void ShouldAskForNextMessageOfSameSessionWhenReconnected()
    {
        var pair = new SoupPair();
        pair.Login("DAY1");
        for (int i = 0; i < 5; i++)
            _ = pair.Server.TrySendSequenced([(byte)i]);
        // The connection breaks in the middle of the fourth message.
        _ = pair.ToClient((3 * 4) + 2);
        while (pair.Client.TryRead(out _) == SoupEvent.SequencedData)
        {
        }

        pair.Client.OnDisconnected();
        Assert.Equal(4UL, pair.Client.NextSequence);
        pair.Connect();
        pair.ToServer();
        _ = pair.Server.TryRead(out ReadOnlySpan<byte> request);
        SoupLogin login = SoupServerSession.ReadLogin(request);
        Assert.Equal(("DAY1", 4UL), (Encoding.ASCII.GetString(login.Session), login.NextSequence));
        // A server that begins earlier repeats nothing to the user.
        pair.Server.Accept("DAY1", 2);
        for (int i = 1; i < 5; i++)
            _ = pair.Server.TrySendSequenced([(byte)i]);
        _ = pair.ToClient();
        List<byte> seen = [];
        while (pair.Client.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
        {
            if (found == SoupEvent.SequencedData)
                seen.Add(payload[0]);
        }

        Assert.Equal([3, 4], seen);
        Assert.Equal((6UL, 2L, 0UL), (
            pair.Client.NextSequence, pair.Client.DuplicateMessages, pair.Client.MissingMessages));
    }

    [Fact]
    public void ShouldReportMissingMessagesWhenServerBeginsLater()
    {
        var pair = new SoupPair(next: 3);
        pair.Login(next: 10);
        Assert.Equal((10UL, 7UL), (pair.Client.NextSequence, pair.Client.MissingMessages));
        var current = new SoupPair(next: 0);
        current.Login(next: 10);
        Assert.Equal((10UL, 0UL), (current.Client.NextSequence, current.Client.MissingMessages));
    }

    [Fact]
    public void ShouldRefuseOtherSessionWhenDayRolled()
    {
        var pair = new SoupPair();
        pair.Login("DAY1");
        pair.Client.OnDisconnected();
        pair.Connect();
        pair.ToServer();
        _ = pair.Server.TryRead(out _);
        pair.Server.Accept("DAY2", 1);
        _ = pair.ToClient();
        Assert.Equal(SoupEvent.Failed, pair.Client.TryRead(out _));
        Assert.Equal(SoupFailure.SessionNotAvailable, pair.Client.Failure);
        // The user decides that a new day has begun.
        pair.Client.Restart(1);
        pair.Login("DAY2");
        Assert.Equal(1UL, pair.Client.NextSequence);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 }, SoupFailure.MalformedPacket)]
    [InlineData(new byte[] { 0, 1, (byte)'S' }, SoupFailure.UnexpectedPacket)]
    [InlineData(new byte[] { 0, 1, (byte)'Z' }, SoupFailure.UnexpectedPacket)]
    [InlineData(new byte[] { 0, 1, (byte)'A' }, SoupFailure.MalformedPacket)]
    [InlineData(new byte[] { 0, 1, (byte)'J' }, SoupFailure.MalformedPacket)]
    [InlineData(new byte[] { 0, 1, (byte)'?' }, SoupFailure.UnexpectedPacket)]
    public void ShouldFailClearlyWhenServerSpeaksNonsenseBeforeLogin(byte[] bytes, SoupFailure failure)
    {
        var client = new SoupClientSession(new SoupClientOptions());
        client.OnConnected(0);
        bytes.CopyTo(client.ReceiveBuffer());
        client.OnReceived(bytes.Length, 0);
        Assert.Equal(SoupEvent.Failed, client.TryRead(out _));
        Assert.Equal(failure, client.Failure);
        Assert.Equal(SoupEvent.None, client.TryRead(out _));
    }

    [Fact]
    public void ShouldCarryLargestMessageWhenBufferIsAlmostFull()
    {
        var pair = new SoupPair(server: new SoupServerOptions { OutboundBytes = 400_000 });
        pair.Login();
        byte[] largest = new byte[ushort.MaxValue - 1];
        Random.Shared.NextBytes(largest);
        for (int i = 0; i < 5; i++)
            Assert.True(pair.Server.TrySendSequenced(largest));
        Assert.False(pair.Server.TrySendSequenced(new byte[ushort.MaxValue]));
        int messages = 0;
        while (pair.ToClient(60_001) > 0)
        {
            while (pair.Client.TryRead(out ReadOnlySpan<byte> payload) == SoupEvent.SequencedData)
            {
                Assert.True(payload.SequenceEqual(largest));
                messages++;
            }
        }

        Assert.Equal(5, messages);
    }

    [Fact]
    public void ShouldSayThatClientIsTooSlowWhenOutboxIsFull()
    {
        var pair = new SoupPair(server: new SoupServerOptions { OutboundBytes = 100 });
        pair.Login();
        Assert.True(pair.Server.TrySendSequenced(new byte[90]));
        Assert.False(pair.Server.TrySendSequenced(new byte[90]));
        Assert.Equal(2UL, pair.Server.NextSequence);
        _ = pair.ToClient();
        Assert.True(pair.Server.TrySendSequenced(new byte[90]));
    }

    [Fact]
    public void ShouldLogOutAndCarryUnsequencedMessagesWhenClientSends()
    {
        var pair = new SoupPair();
        pair.Login();
        Assert.True(pair.Client.TrySendUnsequenced("order"u8));
        Assert.True(pair.Client.TryLogout());
        pair.ToServer();
        Assert.Equal(SoupEvent.UnsequencedData, pair.Server.TryRead(out ReadOnlySpan<byte> order));
        Assert.Equal("order"u8.ToArray(), order.ToArray());
        Assert.Equal(SoupEvent.LogoutRequest, pair.Server.TryRead(out _));
        Assert.Equal(SoupState.Ended, pair.Server.State);
        Assert.False(pair.Server.TrySendSequenced([1]));
    }

    [Fact]
    public void ShouldAllocateNothingWhenAMillionMessagesPass()
    {
        var pair = new SoupPair();
        pair.Login();
        byte[] message = new byte[36];
        long seen = Pass(pair, message, 1_000);
        Assert.Equal(
            0, SteadyState.AllocatedBytes(() => seen += Pass(pair, message, 1_000_000), out int passes));
        Assert.Equal(1_000 + (passes * 1_000_000), seen);
    }

    private static long Pass(SoupPair pair, byte[] message, int messages)
    {
        long seen = 0;
        for (int sent = 0; sent < messages;)
        {
            while (sent < messages && pair.Server.TrySendSequenced(message))
                sent++;
            while (pair.ToClient() > 0)
            {
                while (pair.Client.TryRead(out _) == SoupEvent.SequencedData)
                    seen++;
            }
        }

        return seen;
    }
}
