using System.CommandLine;
using HftGateway.Aeron.Client;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron</c>: a media driver and the tools around one.</summary>
public static class AeronCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var command = new Command("aeron", "An Aeron media driver, and tools for any Aeron directory. "
            + "Example: hftgw aeron driver & hftgw aeron pong & hftgw aeron ping --count 100000");
        command.Subcommands.Add(AeronDriverCommand.Create());
        command.Subcommands.Add(AeronPublishCommand.Create());
        command.Subcommands.Add(AeronSubscribeCommand.Create());
        command.Subcommands.Add(AeronPingCommand.Create());
        command.Subcommands.Add(AeronPongCommand.Create());
        command.Subcommands.Add(AeronStatCommand.Create());
        command.Subcommands.Add(AeronErrorsCommand.Create());
        command.Subcommands.Add(AeronLossCommand.Create());
        return command;
    }

    /// <summary>The driver's directory.</summary>
    internal static Option<string> DirectoryOption() => new("--dir", "-d")
    {
        Description = "the media driver's directory",
        HelpName = "DIR",
        DefaultValueFactory = _ => AeronContext.DefaultDirectory,
    };

    /// <summary>A channel.</summary>
    internal static Option<string> ChannelOption(string name = "--channel", string fallback = "aeron:ipc") => new(name)
    {
        Description = "channel, such as aeron:ipc or aeron:udp?endpoint=localhost:40123",
        HelpName = "URI",
        DefaultValueFactory = _ => fallback,
    };

    /// <summary>A stream.</summary>
    internal static Option<int> StreamOption(string name = "--stream", int fallback = 1001) => new(name)
    {
        Description = "stream id",
        HelpName = "N",
        DefaultValueFactory = _ => fallback,
    };

    /// <summary>Connects, with errors told on standard error.</summary>
    internal static AeronClient Connect(string directory, string name) => AeronClient.Connect(new AeronContext
    {
        AeronDirectoryName = directory,
        ClientName = name,
        DriverTimeoutMs = 5_000,
        ErrorHandler = error => System.Console.Error.WriteLine("note: " + error.Message),
    });
}
