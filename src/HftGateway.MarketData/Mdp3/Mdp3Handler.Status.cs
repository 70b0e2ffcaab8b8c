using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Messages;
using HftGateway.MarketData.Mdp3.Wire;

namespace HftGateway.MarketData.Mdp3;

// Trading states and the reset of a whole channel.
public sealed partial class Mdp3Handler
{

    private bool Status<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < SecurityStatus30Decoder.BlockLength || body.Length < message.BlockLength)
            return false;
        ref readonly SecurityStatus30Block root =
            ref Block.Of<SecurityStatus30Block>(ref MemoryMarshal.GetReference(body));
        InputEvent common = Common(sequence, root.TransactTime, utcNs);
        byte state = (byte)root.SecurityTradingStatus;
        int detail = ((byte)root.HaltReason << 8) | (byte)root.SecurityTradingEvent;
        if (root.SecurityID != Null.Int32)
        {
            int index = _ids.Find(root.SecurityID);
            if (index != InputEvent.NoInstrument)
                EmitState(index, state, detail, in common, ref sink);
        }
        else
        {
            ReadOnlySpan<byte> group = Text(root.SecurityGroup);
            ReadOnlySpan<byte> asset = Text(root.Asset);
            for (int i = 0; i < _count; i++)
            {
                if (_definitions[i] is { } definition && Belongs(definition, group, asset))
                    EmitState(i, state, detail, in common, ref sink);
            }
        }

        byte over = Over((byte)root.MatchEventIndicator);
        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    private bool WorkupStatus<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < SecurityStatusWorkup60Decoder.BlockLength || body.Length < message.BlockLength)
            return false;
        ref readonly SecurityStatusWorkup60Block root =
            ref Block.Of<SecurityStatusWorkup60Block>(ref MemoryMarshal.GetReference(body));
        InputEvent common = Common(sequence, root.TransactTime, utcNs);
        int index = _ids.Find(root.SecurityID);
        if (index != InputEvent.NoInstrument)
        {
            int detail = ((byte)root.HaltReason << 8) | (byte)root.SecurityTradingEvent;
            EmitState(index, (byte)root.SecurityTradingStatus, detail, in common, ref sink);
        }

        byte over = Over((byte)root.MatchEventIndicator);
        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    private bool ResetChannel<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!TryBegin(in message, sequence, utcNs, out InputEvent common, out _))
            return false;
        Statistics.ChannelResets++;
        _changedCount = 0;
        _stagedInstrument = -1;
        for (int i = 0; i < _count; i++)
        {
            ref Mdp3Instrument instrument = ref _instruments[i];
            Forget(ref instrument);
            // Empty for certain; the count of entries begins again at 1.
            instrument.Expected = 1;
            instrument.SnapshotPacket = sequence;
            instrument.LostPacket = sequence;
            instrument.OrderLostPacket = sequence;
            Reset(i, ref instrument, BookScope.Both, in common, ref sink);
            if (!instrument.IsBound)
                continue;
            SetLevels(ref instrument, RecoveryState.Sound);
            SetOrders(ref instrument, RecoveryState.Sound);
            Show(i, ref instrument, 0, 0, in common, ref sink);
        }

        return true;
    }

    private void EmitState<TSink>(
        int index, byte state, int detail, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        // No state stated: only an event, such as the end of a period without cancels.
        if (state == Null.UInt8)
            return;
        ref InputEvent e = ref sink.Next;
        e = common;
        e.Kind = EventKind.SecurityState;
        e.Instrument = EventIndex(index);
        e.Quantity = state;
        e.Quantity2 = detail;
        sink.Commit();
    }

    // A state names a group, or all products of an asset; what it does not name does not restrict it.
    private static bool Belongs(Mdp3Definition definition, ReadOnlySpan<byte> group, ReadOnlySpan<byte> asset)
    {
        if (group.Length == 0 && asset.Length == 0)
            return false;
        return (group.Length == 0 || IsSame(definition.SecurityGroup, group))
            && (asset.Length == 0 || IsSame(definition.Asset, asset));
    }

    private static bool IsSame(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length != bytes.Length)
            return false;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (text[i] != bytes[i])
                return false;
        }

        return true;
    }

    /// <summary>A character array up to its first NUL.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
