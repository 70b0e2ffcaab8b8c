namespace HftGateway.Fix.Tests.Engine;

public sealed class EngineAllocationTests
{
    private const int Orders = 2_000;

    [Fact]
    public void ShouldAllocateNothingFromOrderToReport()
    {
        FixSessionSettings settings = EngineSide.Settings() with { EnableLastMsgSeqNumProcessed = true };
        using FixStore store = FixStore.InMemory(settings.Id.ToString(), Naive.Noon);
        var session = new FixSession(settings, store, new Reporter());
        var output = new FixOutput();
        var now = new FixTime(Naive.Noon, 0);
        session.OnConnected(output, now);
        byte[][] messages = Enumerable.Range(1, (5 * Orders) + 1).Select(Message).ToArray();
        int at = 0;
        Feed();
        Assert.True(session.IsLoggedOn);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < Orders; i++)
                Feed();
        }));
        Assert.Equal((ulong)at + 1, store.NextOutbound);

        void Feed()
        {
            FixFrame.TryCreate(messages[at++], out FixFrame frame);
            session.OnFrame(in frame, now);
            session.OnTimer(now);
            output.Consume(output.Pending.Length);
        }
    }

    private static byte[] Message(int sequence) => Naive.Message(sequence == 1
        ? $"35=A|34=1|49=THEM|52={Naive.Time(Naive.Noon, 3)}|56=US|98=0|108=30|"
        : $"35=D|34={sequence}|49=THEM|52={Naive.Time(Naive.Noon, 3)}|56=US|11={sequence}|55=AAPL|54=1|38=100|40=1|");

    private sealed class Reporter : FixApplication
    {
        private readonly byte[] _body = Naive.Raw("37=1|17=1|150=0|39=0|55=AAPL|54=1|151=100|14=0|6=0|");

        public override bool OnMessage(FixSession session, in FixMessage message) =>
            session.Send("8"u8, _body) == FixSendResult.Sent;
    }
}
