using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
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

    private readonly BookSet[] _books;

    /// <summary>Creates the set.</summary>
    /// <param name="books">Book stage: the books of each venue, by venue index; at least one.</param>
    /// <param name="features">Feature stage.</param>
    /// <param name="strategy">Strategy stage.</param>
    /// <param name="risk">Risk stage.</param>
    /// <param name="encoder">Encoder stage.</param>
    public StageSet(
        BookSet[] books, FeatureEngine features, TStrategy strategy, RiskEngine risk,
        OrderEncoder<TTransport> encoder)
    {
        _books = books;
        Features = features;
        Strategy = strategy;
        Risk = risk;
        Encoder = encoder;
    }

    /// <summary>Order books of the first venue, the one that orders go to.</summary>
    public BookSet Books => _books[0];

    /// <summary>Order books of every venue, by venue index; all have all instruments' indices.</summary>
    public IReadOnlyList<BookSet> VenueBooks => _books;

    /// <summary>Books by price level of a CME MDP 3.0 feed; null without one.</summary>
    public LevelBookSet? LevelBooks { get; init; }

    /// <summary>Features.</summary>
    public FeatureEngine Features { get; }

    /// <summary>Pre-trade risk.</summary>
    public RiskEngine Risk { get; }

    /// <summary>FIX encoder.</summary>
    public OrderEncoder<TTransport> Encoder { get; }

    /// <summary>Books of an event's venue; an unknown venue's events meet the first's, which refuse them.</summary>
    /// <param name="venue">Venue index.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BookSet BooksOf(ushort venue)
    {
        BookSet[] books = _books;
        return venue < (uint)books.Length ? books[venue] : books[0];
    }

    /// <summary>Returns the stages' memory; no event may follow.</summary>
    public void Dispose()
    {
        foreach (BookSet books in _books)
            books.Dispose();
        LevelBooks?.Dispose();
        Features.Dispose();
        Risk.Dispose();
        (Strategy as IDisposable)?.Dispose();
    }
}
