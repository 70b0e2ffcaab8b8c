using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies;

/// <summary>
/// What the strategy stage calls once per event. Used only as a generic constraint (<c>where T : struct,
/// IStrategy</c>), so that every call is direct.
/// <para><b>Threading.</b> Called by the strategy stage's thread only.</para>
/// <para><b>Invariants.</b> A strategy reads time from the event alone, and everything it knows arrived in the slot:
/// the same events give the same intents.</para>
/// </summary>
public interface IStrategy
{
    /// <summary>
    /// The features that it reads, as <see cref="FeaturePlan"/> takes them: at most <see cref="FeatureRow.MaxValues"/>.
    /// Only these are computed, and they stand in the row in this order. Read once, before the first event.
    /// </summary>
    IReadOnlyList<string> Features { get; }

    /// <summary>Handles one event. Never allocates, blocks or throws.</summary>
    /// <param name="input">The event.</param>
    /// <param name="update">What the book stage says of it.</param>
    /// <param name="features">What the feature stage says of it.</param>
    /// <param name="output">The stage's own section: always written, at least its count.</param>
    void OnEvent(
        ref readonly InputEvent input,
        ref readonly BookUpdate update,
        ref readonly FeatureRow features,
        ref StrategyOutput output);
}
