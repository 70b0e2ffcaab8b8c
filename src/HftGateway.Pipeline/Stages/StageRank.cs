namespace HftGateway.Pipeline.Stages;

/// <summary>
/// A number as a type, 0 to 5: boundaries of a range of stages. The compiler folds it, so a range's code holds its own
/// stages and no test for the others.
/// </summary>
public interface IStageRank
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>Before the book stage.</summary>
public readonly struct Rank0 : IStageRank
{
    /// <inheritdoc/>
    public static int Value => 0;
}

/// <summary>Between book and features.</summary>
public readonly struct Rank1 : IStageRank
{
    /// <inheritdoc/>
    public static int Value => 1;
}

/// <summary>Between features and strategy.</summary>
public readonly struct Rank2 : IStageRank
{
    /// <inheritdoc/>
    public static int Value => 2;
}

/// <summary>Between strategy and risk.</summary>
public readonly struct Rank3 : IStageRank
{
    /// <inheritdoc/>
    public static int Value => 3;
}

/// <summary>Between risk and encoder.</summary>
public readonly struct Rank4 : IStageRank
{
    /// <inheritdoc/>
    public static int Value => 4;
}

/// <summary>Behind the encoder.</summary>
public readonly struct Rank5 : IStageRank
{
    /// <inheritdoc/>
    public static int Value => 5;
}
