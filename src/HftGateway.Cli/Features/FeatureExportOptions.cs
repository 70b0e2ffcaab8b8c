using HftGateway.Features;

namespace HftGateway.Cli.Features;

/// <summary>What <c>hftgw features</c> is asked to do.</summary>
public sealed record FeatureExportOptions
{
    /// <summary>Recording, or -.</summary>
    public required string Input { get; init; }

    /// <summary>Symbol; null for all.</summary>
    public required string? Symbol { get; init; }

    /// <summary>File for the rows.</summary>
    public required string Output { get; init; }

    /// <summary>csv, npy or parquet.</summary>
    public required string Format { get; init; }

    /// <summary>Columns and parameters.</summary>
    public required FeaturePlan Plan { get; init; }

    /// <summary>No progress and no notes.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The bars file: the extension of the rows' file replaced.</summary>
    public string BarsOutput => (Output.EndsWith("." + Format, StringComparison.OrdinalIgnoreCase)
        ? Output[..^(Format.Length + 1)] : Output) + ".bars." + Format;
}
