using System.Runtime.InteropServices;
using System.Text;
using HftGateway.MarketData.Mdp3.Messages;
using FeedType = HftGateway.MarketData.Mdp3.Messages.MDInstrumentDefinitionFuture54Decoder.NoMDFeedTypesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>
/// Reads definitions: the templates share the fields up to SecurityType and their first two groups; currency, tick and
/// display factor lie elsewhere in each.
/// <para><b>Reference.</b> CME MDP 3.0, templates 54 to 58 and 63.</para>
/// </summary>
internal static class DefinitionReader
{
    private const int MostDepth = 16;
    private const int EventBytes = 9;
    private const int FeedTypeBytes = 4;

    /// <summary>Reads a definition. False if its block or its first two groups do not fit.</summary>
    public static bool TryRead(Mdp3Template template, scoped in Mdp3Message message, out DefinitionView view)
    {
        view = default;
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < BytesOf(template) || body.Length < message.BlockLength)
            return false;
        ref byte at = ref MemoryMarshal.GetReference(body);
        ref readonly MDInstrumentDefinitionFuture54Block root =
            ref Block.Of<MDInstrumentDefinitionFuture54Block>(ref at);
        view.TotalReports = root.TotNumReports == uint.MaxValue ? 0 : root.TotNumReports;
        view.Action = (byte)root.SecurityUpdateAction;
        view.LastUpdateTime = root.LastUpdateTime;
        view.TradingStatus = (byte)root.MDSecurityTradingStatus;
        view.SecurityGroup = root.SecurityGroup;
        view.Asset = root.Asset;
        view.Symbol = root.Symbol;
        view.SecurityId = root.SecurityID;
        view.SecurityType = root.SecurityType;
        ReadOwn(template, ref at, ref view);
        int offset = message.BlockLength;
        return WireGroup.TryRead(body, ref offset, WireGroup.SmallDimension, EventBytes, out _)
            && TryReadDepths(body, offset, ref view);
    }

    /// <summary>The definition as a record.</summary>
    public static Mdp3Definition Describe(scoped in DefinitionView view) => new(
        Text(view.Symbol), view.SecurityId, Text(view.SecurityGroup), Text(view.Asset), Text(view.SecurityType),
        Text(view.Currency), view.MinPriceIncrement == Null.Price ? 0 : view.MinPriceIncrement, view.DisplayFactor,
        view.Depth, view.ImpliedDepth, view.TradingStatus, (char)view.Action, view.TotalReports);

    // Bytes of the block up to the display factor, the last field that is read.
    private static int BytesOf(Mdp3Template template) => template switch
    {
        Mdp3Template.DefinitionFuture => 107,
        Mdp3Template.DefinitionOption => 135,
        Mdp3Template.DefinitionSpread => 110,
        Mdp3Template.DefinitionFx => 105,
        _ => 102,
    };

    private static void ReadOwn(Mdp3Template template, ref byte at, ref DefinitionView view)
    {
        switch (template)
        {
            case Mdp3Template.DefinitionFuture:
                ref readonly MDInstrumentDefinitionFuture54Block future =
                    ref Block.Of<MDInstrumentDefinitionFuture54Block>(ref at);
                Set(ref view, future.Currency, future.MinPriceIncrement.Mantissa, future.DisplayFactor.Mantissa);
                break;
            case Mdp3Template.DefinitionOption:
                ref readonly MDInstrumentDefinitionOption55Block option =
                    ref Block.Of<MDInstrumentDefinitionOption55Block>(ref at);
                Set(ref view, option.Currency, option.MinPriceIncrement.Mantissa, option.DisplayFactor.Mantissa);
                break;
            case Mdp3Template.DefinitionSpread:
                ref readonly MDInstrumentDefinitionSpread56Block spread =
                    ref Block.Of<MDInstrumentDefinitionSpread56Block>(ref at);
                Set(ref view, spread.Currency, spread.MinPriceIncrement.Mantissa, spread.DisplayFactor.Mantissa);
                break;
            case Mdp3Template.DefinitionFx:
                ref readonly MDInstrumentDefinitionFX63Block fx =
                    ref Block.Of<MDInstrumentDefinitionFX63Block>(ref at);
                Set(ref view, fx.Currency, fx.MinPriceIncrement.Mantissa, fx.DisplayFactor.Mantissa);
                break;
            default:
                // Fixed income and repo agree.
                ref readonly MDInstrumentDefinitionRepo58Block repo =
                    ref Block.Of<MDInstrumentDefinitionRepo58Block>(ref at);
                Set(ref view, repo.Currency, repo.MinPriceIncrement.Mantissa, repo.DisplayFactor.Mantissa);
                break;
        }
    }

    private static void Set(ref DefinitionView view, ByteArray3 currency, long increment, long factor)
    {
        view.Currency = currency;
        view.MinPriceIncrement = increment;
        view.DisplayFactor = factor;
    }

    private static bool TryReadDepths(ReadOnlySpan<byte> body, int offset, scoped ref DefinitionView view)
    {
        if (!WireGroup.TryRead(body, ref offset, WireGroup.SmallDimension, FeedTypeBytes, out WireGroup feeds))
            return false;
        for (int i = 0; i < feeds.Count; i++)
        {
            ref readonly FeedType feed = ref Block.Of<FeedType>(ref feeds.Entry(i));
            int depth = Math.Clamp((int)feed.MarketDepth, 0, MostDepth);
            ReadOnlySpan<byte> name = feed.MDFeedType;
            if (name.SequenceEqual("GBX"u8))
                view.Depth = depth;
            else if (name.SequenceEqual("GBI"u8))
                view.ImpliedDepth = depth;
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
