using HftGateway.MarketData.Events;

namespace HftGateway.Strategies;

/// <summary>
/// The one reading of operator commands, used by the strategy stage and by the risk stage, so that what one closes the
/// other lets pass.
/// </summary>
public static class ModeSwitch
{
    /// <summary>The mode after a command. The last command counts; only a shutdown cannot be taken back.</summary>
    /// <param name="mode">Mode so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="killAction">What Kill does to positions.</param>
    public static TradingMode After(TradingMode mode, OperatorCommand command, KillAction killAction)
    {
        if (mode == TradingMode.Stopped)
            return mode;
        return command switch
        {
            OperatorCommand.Kill => killAction == KillAction.Flatten ? TradingMode.Flatten : TradingMode.Hold,
            OperatorCommand.Resume => TradingMode.Normal,
            OperatorCommand.Flatten => TradingMode.Flatten,
            OperatorCommand.Shutdown => TradingMode.Stopped,
            _ => mode,
        };
    }

    /// <summary>The more restrictive of two modes.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    public static TradingMode Stricter(TradingMode first, TradingMode second) => first > second ? first : second;
}
