using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Tests.Arbitration;

namespace HftGateway.MarketData.Tests.Recovery;

/// <summary>Fault 9: servers that are down, slow, partial, wrong, double, or answer garbage.</summary>
public sealed class RerequestClientTests
{
    private static readonly RerequestOptions Options = new()
    {
        Servers = 2, MaxMessages = 10, IntervalNs = 100, TimeoutNs = 1_000, MaxTimeoutNs = 3_000, MaxAttempts = 4,
        MaxHole = 500,
    };

    private readonly RerequestClient _client = new(Options);

    [Fact]
    public void ShouldMatchSpecificationWhenRequestIsBuilt()
    {
        Assert.True(_client.TryTakeRequest(
            MoldNumbering.Key("000000001A"), 7, 3, 0, out int server, out ReadOnlySpan<byte> request));
        Assert.Equal(0, server);
        Assert.Equal("30303030303030303141" + "0000000000000007" + "0003", Convert.ToHexString(request));
    }

    [Fact]
    public void ShouldAskForTheRestAtOnceButPacedWhenAnswersArePartial()
    {
        Assert.Equal("0:5+10", Ask(5, 25, 0));
        Assert.Null(Ask(5, 25, 50));
        Assert.Equal(RerequestAnswer.Accepted, Answer(0, 5, 4, 5));
        Assert.Null(Ask(9, 21, 99));
        Assert.Equal("0:9+10", Ask(9, 21, 100));
        Assert.Equal(RerequestAnswer.Accepted, Answer(0, 9, 10, 9));
        Assert.Equal("0:19+10", Ask(19, 11, 200));
        Assert.Equal((3L, 2L, 1L), (
            _client.Server(0).Requests, _client.Server(0).Answers, _client.Server(0).PartialAnswers));
    }

    [Fact]
    public void ShouldGoRoundTheServersWithGrowingWaitsUntilExhaustedWhenNobodyAnswers()
    {
        Assert.Equal("0:5+1", Ask(5, 1, 0));
        Assert.Null(Ask(5, 1, 999));
        Assert.Equal("1:5+1", Ask(5, 1, 1_000));
        Assert.Null(Ask(5, 1, 2_999));
        Assert.Equal("0:5+1", Ask(5, 1, 3_000));
        Assert.Null(Ask(5, 1, 5_999));
        Assert.Equal("1:5+1", Ask(5, 1, 6_000));
        Assert.False(_client.IsExhausted);
        Assert.Null(Ask(5, 1, 9_000));
        Assert.True(_client.IsExhaustedFor(5));
        Assert.Null(Ask(5, 1, 90_000));
        // Another hole begins afresh, with the first wait.
        Assert.Equal("0:8+1", Ask(8, 1, 90_001));
        Assert.Null(Ask(8, 1, 91_000));
        Assert.Equal("1:8+1", Ask(8, 1, 91_001));
        Assert.Equal((2L, 2L), (_client.Server(1).Timeouts, _client.Server(0).Timeouts - 1));
    }

    [Fact]
    public void ShouldAskTheNextServerAtOnceWhenTheAnswerIsUseless()
    {
        Assert.Equal("0:5+3", Ask(5, 3, 0));
        Assert.Equal(RerequestAnswer.Garbage, Answer(0, [1, 2, 3], 5));
        Assert.Equal("1:5+3", Ask(5, 3, 100));
        Assert.Equal(RerequestAnswer.OtherSession, Answer(1, ArbiterRig.Packet(5, 3, "OTHER"), 5));
        Assert.Equal("0:5+3", Ask(5, 3, 200));
        Assert.Equal(RerequestAnswer.WrongRange, Answer(0, 50, 3, 5));
        Assert.Equal("1:5+3", Ask(5, 3, 300));
        Assert.Equal(RerequestAnswer.Garbage, Answer(1, ArbiterRig.Heartbeat(5), 5));
        Assert.Equal((1L, 1L, 1L, 1L), (_client.Server(0).Garbage, _client.Server(1).OtherSessions,
            _client.Server(0).WrongRanges, _client.Server(1).Garbage));
    }

    [Fact]
    public void ShouldTakeLateAnswersAndCountDoubleOnes()
    {
        Assert.Equal("0:5+3", Ask(5, 3, 0));
        Assert.Equal("1:5+3", Ask(5, 3, 1_000));
        // The slow server's answer is as good as the other's.
        Assert.Equal(RerequestAnswer.Accepted, Answer(0, 5, 3, 5));
        Assert.Equal(RerequestAnswer.Duplicate, Answer(1, 5, 3, 8));
        Assert.Equal(RerequestAnswer.Duplicate, Answer(1, 2, 1, 8));
        Assert.Equal(2, _client.Server(1).DuplicateAnswers);
    }

    [Fact]
    public void ShouldNotAskWhenTheHoleIsTooLargeOrNobodyCanBeAsked()
    {
        Assert.Null(Ask(5, 501, 0));
        RerequestClient nobody = new(Options with { Servers = 0 });
        Assert.False(nobody.TryTakeRequest(default, 5, 1, 0, out _, out _));
    }

    private string? Ask(ulong first, ulong count, long nowNs)
    {
        if (!_client.TryTakeRequest(MoldNumbering.Key("S"), first, count, nowNs, out int server, out var request))
            return null;
        ulong askedFirst = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(request[10..]);
        return $"{server}:{askedFirst}+{System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(request[18..])}";
    }

    private RerequestAnswer Answer(int server, ulong first, int count, ulong expected) =>
        Answer(server, ArbiterRig.Packet(first, count), expected);

    private RerequestAnswer Answer(int server, byte[] packet, ulong expected) =>
        _client.OnAnswer(server, packet, MoldNumbering.Key("S"), expected);
}
