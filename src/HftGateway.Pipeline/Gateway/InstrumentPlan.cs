using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// Which instruments come by which kind of feed. Their indices: those of ITCH first, those of CME MDP 3.0 behind them.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
/// <param name="Itch">Symbols that come by ITCH.</param>
/// <param name="Mdp3">Symbols that come by MDP 3.0.</param>
public sealed record InstrumentPlan(IReadOnlyList<string> Itch, IReadOnlyList<string> Mdp3)
{
    /// <summary>All symbols, by instrument index.</summary>
    public IReadOnlyList<string> All { get; } = [.. Itch, .. Mdp3];

    /// <summary>Index of the first instrument of MDP 3.0.</summary>
    public int FirstMdp3 => Itch.Count;

    /// <summary>Reads the configured symbols.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <exception cref="ConfigurationException">No symbols, or those of MDP 3.0 are not among them.</exception>
    public static InstrumentPlan From(EffectiveConfiguration c)
    {
        IReadOnlyList<string> symbols = c.List("instruments.symbols");
        if (symbols.Count == 0)
        {
            throw new ConfigurationException(
                $"{c.Source("instruments.symbols")}: instruments.symbols: name the symbols to trade");
        }

        switch (c.Text("feed.protocol"))
        {
            case "itch":
                return new InstrumentPlan(symbols, []);
            case "mdp3":
                return new InstrumentPlan([], symbols);
        }

        IReadOnlyList<string> mdp3 = c.List("mdp3.symbols");
        string? stranger = mdp3.FirstOrDefault(s => !symbols.Contains(s));
        string? wrong = mdp3.Count == 0 ? "name the symbols that come by MDP 3.0"
            : stranger != null ? $"'{stranger}' is not among instruments.symbols"
            : mdp3.Count == symbols.Count ? "no symbol is left for ITCH: set feed.protocol to mdp3"
            : null;
        if (wrong != null)
            throw new ConfigurationException($"{c.Source("mdp3.symbols")}: mdp3.symbols: {wrong}");
        return new InstrumentPlan([.. symbols.Where(s => !mdp3.Contains(s))], mdp3);
    }
}
