using System.Text;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Wire;

namespace HftGateway.MarketData.Mdp3;

// Instrument definitions: which number an instrument has, and how deep its books are.
public sealed partial class Mdp3Handler
{
    private uint _definitionReports;
    private uint _definitionNext;
    private bool _definitionsAreWhole;

    private bool Define<TSink>(
        Mdp3Feed feed, Mdp3Template template, scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!DefinitionReader.TryRead(template, in message, out DefinitionView view))
            return false;
        Statistics.Definitions++;
        int index = IndexOf(in view);
        if (index >= 0)
        {
            InputEvent common = Common(sequence, view.LastUpdateTime, utcNs);
            Bind(index, in view, in common, ref sink);
        }

        if (feed == Mdp3Feed.Definitions)
        {
            _definitionReports++;
            if (_definitionsAreWhole && _definitionReports == view.TotalReports)
                HasDefinitions = true;
        }

        return true;
    }

    // The index of a wanted symbol, −1 for others. Only a new symbol, where all are wanted, allocates.
    private int IndexOf(scoped in DefinitionView view)
    {
        ReadOnlySpan<byte> symbol = Text(view.Symbol);
        Span<char> text = stackalloc char[Mdp3Definition.SymbolLength];
        int length = Encoding.Latin1.GetChars(symbol, text);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup =
            _indexBySymbol.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text[..length], out int index))
            return index;
        if (_options.Symbols.Count > 0 || length == 0)
            return -1;
        if (_count == _instruments.Length)
        {
            Statistics.RefusedDefinitions++;
            return -1;
        }

        _indexBySymbol.Add(text[..length].ToString(), _count);
        return _count++;
    }

    private void Bind<TSink>(int index, scoped in DefinitionView view, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref Mdp3Instrument instrument = ref _instruments[index];
        if (view.MinPriceIncrement is not (0 or Null.Price)
            && !instrument.Scale.TryConvert(view.MinPriceIncrement, out _))
        {
            Statistics.RefusedDefinitions++;
            return;
        }

        if (_definitions[index] is { } known && known.SecurityId == view.SecurityId
            && known.Depth == view.Depth && known.ImpliedDepth == view.ImpliedDepth
            && known.TradingStatus == view.TradingStatus && known.Action == (char)view.Action)
        {
            return;
        }

        bool rebound = !instrument.IsBound || instrument.SecurityId != view.SecurityId;
        if (rebound && _idCount == 2 * _instruments.Length)
        {
            // Each renaming leaves the old number behind; a feed does that a few times a year.
            Statistics.RefusedDefinitions++;
            return;
        }

        bool deeper = instrument.Depth != view.Depth || instrument.ImpliedDepth != view.ImpliedDepth;
        _definitions[index] = DefinitionReader.Describe(in view);
        instrument.Depth = view.Depth;
        instrument.ImpliedDepth = view.ImpliedDepth;
        if (rebound)
            BindNumber(index, ref instrument, view.SecurityId);
        if (rebound || deeper)
        {
            // A book of another depth is another book.
            Reset(index, ref instrument, BookScope.Both, in common, ref sink);
            if (!rebound)
                Break(index, ref instrument, 0, 0, in common, ref sink);
        }

        EmitState(index, view.Action == (byte)'D' ? NotAvailable : view.TradingStatus, 0, in common, ref sink);
        if (_options.Symbols.Count > 0 && Array.TrueForAll(_definitions, static d => d != null))
            HasDefinitions = true;
    }

    private const byte NotAvailable = 18;

    private void BindNumber(int index, ref Mdp3Instrument instrument, int securityId)
    {
        if (instrument.IsBound)
            SetLevels(ref instrument, RecoveryState.Sound);
        SetOrders(ref instrument, RecoveryState.Sound);
        uint lost = instrument.LostPacket;
        Forget(ref instrument);
        instrument.LostPacket = Math.Max(lost, _incrementalPacket);
        instrument.OrderLostPacket = instrument.LostPacket;
        instrument.Levels = RecoveryState.Sound;
        instrument.Orders = RecoveryState.Sound;
        instrument.IsBound = true;
        instrument.SecurityId = securityId;
        _ids.Set(securityId, (ushort)index);
        _idCount++;
        SetLevels(ref instrument, RecoveryState.Broken);
        SetOrders(ref instrument, RecoveryState.Broken);
    }
}
