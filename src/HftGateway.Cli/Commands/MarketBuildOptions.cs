using System.CommandLine;
using HftGateway.MarketData.Itch;

namespace HftGateway.Cli.Commands;

/// <summary>The options of <c>hftgw book --all</c>.</summary>
public sealed class MarketBuildOptions
{
    private const int MostOrders = 1 << 28;
    private const int OrdersOfAll = 1 << 21;
    private const int OrdersOfOne = 1 << 18;

    private readonly Option<bool> _totals = new("--totals")
    {
        Description = "with --all: level totals only, no queues; faster, but no order's place in its queue is known",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "with --all: these symbols and no others; may be repeated or separated by commas",
        HelpName = "SYMBOLS",
    };

    private readonly Option<int> _maxSymbols = new("--max-symbols")
    {
        Description = "with --all: room for so many symbols, about 2 KiB each",
        DefaultValueFactory = static _ => 16_384,
    };

    private readonly Option<int?> _maxOrders = new("--max-orders")
    {
        Description = "room for so many live orders, about 90 to 140 bytes each; default 2097152 with --all, 262144 for one "
            + "symbol",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Build every symbol's book.</summary>
    public Option<bool> All { get; } = new("--all")
    {
        Description = "build the books of every symbol and print figures: orders, levels, time and memory",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(All);
        command.Options.Add(_totals);
        command.Options.Add(_only);
        command.Options.Add(_maxSymbols);
        command.Options.Add(_maxOrders);
        command.Options.Add(_json);
    }

    /// <summary>Room for live orders, of all symbols or of the only one.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CommandFailure">The value is out of range.</exception>
    public int MaxOrders(ParseResult result)
    {
        int orders = result.GetValue(_maxOrders) ?? (result.GetValue(All) ? OrdersOfAll : OrdersOfOne);
        return orders is >= 1 and <= MostOrders
            ? orders
            : throw new CommandFailure(ExitStatus.WrongInput, $"--max-orders {orders}: valid is 1 to {MostOrders}");
    }

    /// <summary>What the command line asks for.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="checkEvery">Messages between checks, 0 for none.</param>
    /// <returns>The job.</returns>
    /// <exception cref="CommandFailure">A value is out of range.</exception>
    public MarketBuild Job(ParseResult result, long checkEvery)
    {
        CommonOptions.ThrowIfNegative(checkEvery);
        int maxSymbols = result.GetValue(_maxSymbols);
        int maxOrders = MaxOrders(result);
        if (maxSymbols is < 1 or > InstrumentUniverse.MaxInstruments)
        {
            throw new CommandFailure(ExitStatus.WrongInput,
                $"--max-symbols {maxSymbols}: valid is 1 to {InstrumentUniverse.MaxInstruments}");
        }

        string[] only =
        [
            .. (result.GetValue(_only) ?? []).SelectMany(static s => s.Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
        return new MarketBuild
        {
            Only = only, Totals = result.GetValue(_totals), MaxSymbols = maxSymbols, MaxOrders = maxOrders,
            CheckEvery = checkEvery, Json = result.GetValue(_json),
        };
    }
}
