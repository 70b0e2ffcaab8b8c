using System.CommandLine;
using HftGateway.Aeron.Client;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron pong</c>: sends back what <c>ping</c> sends.</summary>
internal static class AeronPongCommand
{
    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        Option<string> pingChannel = AeronCommand.ChannelOption("--ping-channel");
        Option<string> pongChannel = AeronCommand.ChannelOption("--pong-channel");
        Option<int> pingStream = AeronCommand.StreamOption("--ping-stream", 1002);
        Option<int> pongStream = AeronCommand.StreamOption("--pong-stream", 1003);
        var spin = new Option<bool>("--spin") { Description = "spin instead of yielding the core" };
        var command = new Command("pong", "Sends back what ping sends. Example: hftgw aeron pong --spin");
        foreach (Option option in new Option[] { directory, pingChannel, pingStream, pongChannel, pongStream, spin })
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(directory)!, r.GetValue(pingChannel)!, r.GetValue(pingStream), r.GetValue(pongChannel)!,
            r.GetValue(pongStream), r.GetValue(spin), cancelled)));
        return command;
    }

    private static int Run(
        string directory, string pingChannel, int pingStream, string pongChannel, int pongStream, bool spin,
        CancellationToken cancelled)
    {
        using AeronClient client = AeronCommand.Connect(directory, "hftgw-pong");
        using ExclusivePublication pong = client.AddExclusivePublication(pongChannel, pongStream);
        using Subscription ping = client.AddSubscription(pingChannel, pingStream);
        var echo = new Echo(pong);
        while (!cancelled.IsCancellationRequested)
        {
            if (ping.Poll(ref echo, 10) > 0)
                continue;
            if (client.IsClosed)
                throw new CommandFailure(ExitStatus.Failed, "the media driver is gone");
            if (!spin)
                Thread.Yield();
        }

        return ExitStatus.Done;
    }

    private readonly struct Echo(ExclusivePublication pong) : IFragmentHandler
    {
        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            // While its reader is behind, the next try; without a reader there is nobody to answer.
            while (pong.Offer(payload) is PublicationResult.BackPressured or PublicationResult.AdminAction)
                Thread.SpinWait(1);
        }
    }
}
