using System.CommandLine;

namespace HftGateway.Cli.Commands;

/// <summary>Options that mean the same in every subcommand.</summary>
public static class CommonOptions
{
    /// <summary>Print the stack trace of an error.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "print the details of an error",
        Recursive = true,
    };

    /// <summary>No progress and no notes on standard error.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "no progress and no notes",
        Recursive = true,
    };

    /// <summary>One JSON document on standard output.</summary>
    /// <returns>A new option.</returns>
    public static Option<bool> Json() => new("--json") { Description = "print one JSON document" };

    /// <summary>Configuration file.</summary>
    /// <param name="required">Whether the subcommand needs one.</param>
    /// <returns>A new option.</returns>
    public static Option<string?> Config(bool required = false) => new("--config")
    {
        Description = "configuration file (YAML)",
        HelpName = "FILE",
        Required = required,
    };

    /// <summary>Overrides of single keys.</summary>
    /// <returns>A new option.</returns>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "override a key: section.key=value; may be repeated",
        HelpName = "KEY=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Input recordings.</summary>
    /// <returns>A new option.</returns>
    public static Option<string[]> Input() => new("--input", "-i")
    {
        Description = "recording: BinaryFILE ITCH, pcap, pcapng, LOBSTER messages, or gzip of it; - is standard input",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Datagrams of captures to keep, by destination.</summary>
    /// <returns>A new option.</returns>
    public static Option<string[]> Filter() => new("--filter")
    {
        Description = "in captures: only datagrams to this address and port, e.g. 233.54.12.111:26477 or :26477; "
            + "may be repeated",
        HelpName = "ADDR:PORT",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The protocol of the recordings.</summary>
    /// <returns>A new option.</returns>
    public static Option<string> Protocol()
    {
        var option = new Option<string>("--protocol")
        {
            Description = "itch, mdp3 (captures of CME MDP 3.0), or auto: told from the content; standard input is itch",
            DefaultValueFactory = static _ => "auto",
        };
        option.AcceptOnlyFromAmong("auto", "itch", "mdp3");
        return option;
    }

    /// <summary>The exchange's schema for captures of MDP 3.0.</summary>
    /// <returns>A new option.</returns>
    public static Option<string?> Mdp3Schema() => new("--schema")
    {
        Description = "MDP 3.0: the exchange's own schema file; without it the compiled-in one of version 13",
        HelpName = "FILE.xml",
    };

    /// <summary>How often books are checked against their orders.</summary>
    /// <returns>A new option.</returns>
    public static Option<long> CheckEvery() => new("--check-every")
    {
        Description = "recompute order counts, level totals and best prices from the order index after every so many "
            + "messages and at the end, and fail if they differ; 0 = never",
        HelpName = "N",
    };

    /// <summary>Refuses a negative number of messages between checks.</summary>
    /// <param name="checkEvery">Value of <see cref="CheckEvery"/>.</param>
    /// <exception cref="CommandFailure">It is negative.</exception>
    public static void ThrowIfNegative(long checkEvery)
    {
        if (checkEvery < 0)
            throw new CommandFailure(ExitStatus.WrongInput, $"--check-every {checkEvery}: valid is 0 or more");
    }
}
