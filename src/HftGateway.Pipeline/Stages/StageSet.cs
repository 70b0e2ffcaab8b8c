using HftGateway.Books;
using HftGateway.Features;
using HftGateway.Pipeline.Orders;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Stages;

/// <summary>
/// The state of the five stages of one pipeline, each used by one thread only.
/// </summary>
/// <typeparam name="TStrategy">Strategy.</typeparam>
/// <typeparam name="TTransport">Where encoded orders go.</typeparam>
public sealed class StageSet<TStrategy, TTransport> : IDisposable
    where TStrategy : struct, IStrategy
    where TTransport : struct, IOrderTransport
{
    /// <summary>The strategy: a field, because a struct's state must not be copied.</summary>
    public TStrategy Strategy;

    /// <summary>Creates the set.</summary>
    /// <param name="books">Book stage.</param>
    /// <param name="features">Feature stage.</param>
    /// <param name="strategy">Strategy stage.</param>
    /// <param name="risk">Risk stage.</param>
    /// <param name="encoder">Encoder stage.</param>
    public StageSet(
        BookSet books, FeatureEngine features, TStrategy strategy, RiskEngine risk,
        OrderEncoder<TTransport> encoder)
    {
        Books = books;
        Features = features;
        Strategy = strategy;
        Risk = risk;
        Encoder = encoder;
    }

    /// <summary>Order books.</summary>
    public BookSet Books { get; }

    /// <summary>Features.</summary>
    public FeatureEngine Features { get; }

    /// <summary>Pre-trade risk.</summary>
    public RiskEngine Risk { get; }

    /// <summary>FIX encoder.</summary>
    public OrderEncoder<TTransport> Encoder { get; }

    /// <summary>Returns the stages' memory; no event may follow.</summary>
    public void Dispose()
    {
        Books.Dispose();
        Features.Dispose();
        Risk.Dispose();
        (Strategy as IDisposable)?.Dispose();
    }
}
