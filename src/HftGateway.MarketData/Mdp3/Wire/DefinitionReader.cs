using System.Runtime.InteropServices;
using System.Text;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>
/// Reads definitions: the templates share the fields up to SecurityType; what follows lies elsewhere in each.
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
        (int currency, int increment) = Offsets(template);
        int factor = increment + (template == Mdp3Template.DefinitionOption ? 16 : 8);
        if (message.BlockLength < factor + sizeof(long) || body.Length < message.BlockLength)
            return false;
        ref byte at = ref MemoryMarshal.GetReference(body);
        uint total = Field.U32(ref at, 1);
        view.TotalReports = total == uint.MaxValue ? 0 : total;
        view.Action = Field.U8(ref at, 5);
        view.LastUpdateTime = Field.U64(ref at, 6);
        view.TradingStatus = Field.U8(ref at, 14);
        view.SecurityGroup = body.Slice(23, 6);
        view.Asset = body.Slice(29, 6);
        view.Symbol = body.Slice(35, 20);
        view.SecurityId = Field.I32(ref at, 55);
        view.SecurityType = body.Slice(59, 6);
        view.Currency = body.Slice(currency, 3);
        view.MinPriceIncrement = Field.I64(ref at, increment);
        view.DisplayFactor = Field.I64(ref at, factor);
        int offset = message.BlockLength;
        return WireGroup.TryRead(body, ref offset, WireGroup.SmallDimension, EventBytes, out _)
            && TryReadDepths(body, offset, ref view);
    }

    /// <summary>The definition as a record.</summary>
    public static Mdp3Definition Describe(scoped in DefinitionView view) => new(
        Text(view.Symbol), view.SecurityId, Text(view.SecurityGroup), Text(view.Asset), Text(view.SecurityType),
        Text(view.Currency), view.MinPriceIncrement == Null.Price ? 0 : view.MinPriceIncrement, view.DisplayFactor,
        view.Depth, view.ImpliedDepth, view.TradingStatus, (char)view.Action, view.TotalReports);

    private static bool TryReadDepths(ReadOnlySpan<byte> body, int offset, scoped ref DefinitionView view)
    {
        if (!WireGroup.TryRead(body, ref offset, WireGroup.SmallDimension, FeedTypeBytes, out WireGroup feeds))
            return false;
        for (int i = 0; i < feeds.Count; i++)
        {
            ref byte feed = ref feeds.Entry(i);
            int depth = Math.Clamp((int)(sbyte)Field.U8(ref feed, 3), 0, MostDepth);
            ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpan(ref feed, 3);
            if (name.SequenceEqual("GBX"u8))
                view.Depth = depth;
            else if (name.SequenceEqual("GBI"u8))
                view.ImpliedDepth = depth;
        }

        return true;
    }

    // Offsets of currency and tick; the display factor follows the tick.
    private static (int Currency, int Increment) Offsets(Mdp3Template template) => template switch
    {
        Mdp3Template.DefinitionFuture => (76, 91),
        Mdp3Template.DefinitionOption => (77, 111),
        Mdp3Template.DefinitionSpread => (76, 94),
        Mdp3Template.DefinitionFx => (71, 89),
        _ => (71, 86),
    };

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
