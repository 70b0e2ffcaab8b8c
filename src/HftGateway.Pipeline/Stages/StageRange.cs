using System.Runtime.CompilerServices;
using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Platform;
using HftGateway.Platform.Timing;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Stages;

/// <summary>
/// The stages from rank <typeparamref name="TFrom"/> up to, not including, <typeparamref name="TTo"/>, run
/// one after the other on the same slot. One generic type serves every grouping: the compiler removes the
/// stages outside the range.
/// <para><b>Threading.</b> One thread runs a range.</para>
/// <para><b>Cost.</b> The stages' own; a stamped event adds one counter read a stage.</para>
/// </summary>
/// <typeparam name="TFrom">First stage's rank.</typeparam>
/// <typeparam name="TTo">Rank behind the last stage.</typeparam>
/// <typeparam name="TStrategy">Strategy.</typeparam>
/// <typeparam name="TTransport">Where encoded orders go.</typeparam>
[HotPath]
public readonly struct StageRange<TFrom, TTo, TStrategy, TTransport> : IPipelineStage
    where TFrom : struct, IStageRank
    where TTo : struct, IStageRank
    where TStrategy : struct, IStrategy
    where TTransport : struct, IOrderTransport
{
    private readonly StageSet<TStrategy, TTransport> _set;

    /// <summary>Creates the range over the pipeline's stages.</summary>
    /// <param name="set">All stages.</param>
    public StageRange(StageSet<TStrategy, TTransport> set) => _set = set;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnEvent(ref Slot slot, long sequence, bool endOfBatch)
    {
        bool stamped = (slot.Ingress.Event.Flags & EventFlags.Stamped) != 0;
        if (TFrom.Value <= 0 && TTo.Value > 0)
        {
            if (_set.LevelBooks is { } levels && LevelBookSet.Takes(slot.Ingress.Event.Kind))
                levels.Apply(ref slot.Ingress.Event, ref slot.Book);
            else
                _set.BooksOf(slot.Ingress.Event.Venue).Apply(ref slot.Ingress.Event, ref slot.Book);
            if (stamped)
                slot.Book.DoneTicks = TimeStampCounter.Now();
        }

        if (TFrom.Value <= 1 && TTo.Value > 1)
        {
            _set.Features.OnEvent(ref slot.Ingress.Event, ref slot.Book, ref slot.Features);
            if (stamped)
                slot.Features.DoneTicks = TimeStampCounter.Now();
        }

        if (TFrom.Value <= 2 && TTo.Value > 2)
        {
            _set.Strategy.OnEvent(ref slot.Ingress.Event, ref slot.Book, ref slot.Features, ref slot.Strategy);
            if (stamped)
                slot.Strategy.DoneTicks = TimeStampCounter.Now();
        }

        if (TFrom.Value <= 3 && TTo.Value > 3)
        {
            _set.Risk.OnEvent(
                ref slot.Ingress.Event, ref slot.Book, ref slot.Features, ref slot.Strategy, ref slot.Risk);
            // The encoder's interval begins here, stamped event or not.
            if (stamped || slot.Strategy.Count != 0)
                slot.Risk.DoneTicks = TimeStampCounter.Now();
        }

        if (TFrom.Value <= 4 && TTo.Value > 4)
            _set.Encoder.OnEvent(ref slot, sequence, stamped);
    }
}
