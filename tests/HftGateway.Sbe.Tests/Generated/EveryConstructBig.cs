using HftGateway.Sbe.Tests.Big;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>Writes the message of <see cref="EveryConstructVector"/> with the big-endian codecs.</summary>
internal static class EveryConstructBig
{
    /// <summary>Writes the message.</summary>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> buffer)
    {
        if (!MEncoder.TryWrap(buffer, out MEncoder m))
            throw new ArgumentException("too small");
        WriteBlock(m);
        foreach (MEncoder.FlatEntry entry in m.Flat(2))
        {
            entry.A = 1;
            entry.M = new Dec(3, 1);
            entry.C = Bits.A;
        }
        foreach (MEncoder.DeepEntry entry in m.Deep(2))
        {
            entry.X = 77;
            foreach (MEncoder.DeepEntry.InnerEntry inner in entry.Inner(2))
            {
                inner.Y = 0.25f;
                inner.Empty_(3);
                inner.SetInnerText("h\u00E9");
            }
            entry.SetD1([9, 8]);
            entry.SetD2("two"u8);
        }
        foreach (MEncoder.LateGroupEntry entry in m.LateGroup(1))
            entry.Z = 65_534;
        m.SetRoot([1]);
        m.SetText("end");
        return m.EncodedLength;
    }

    private static void WriteBlock(MEncoder m)
    {
        m.Count = 5;
        m.M = Event.Class;
        m.Signed = Signed.Minus;
        m.U64 = U64.Big;
        m.Flags = Flags.None | Flags.Top;
        m.SetEquals_("ABC");
        m.SetUtf("\u00E9");
        m.Bytes = [1, 2, 3, 4];
        m.SetInts(0, -1);
        m.SetInts(2, 7);
        m.SetDoubles(1, 2.5);
        m.OptFloat = 1.5f;
        m.Dec = new Dec(12_345, -3);
        m.DecC = new DecC(250);
        EngineEncoder engine = m.Engine;
        engine.Capacity = 2000;
        engine.Cylinders = 4;
        engine.Kind = EngineKind.X;
        EngineBoosterEncoder booster = engine.Booster;
        booster.Ps = 9;
        booster.Flags = Bits.H;
        engine.Late = 3;
        engine.Price = new Dec(7, 1);
        m.Since2 = -2;
        m.ToString_ = 3;
    }

    /// <summary>The text of a message, or what is wrong with it.</summary>
    public static string Read(ReadOnlySpan<byte> bytes)
    {
        SbeResult result = MDecoder.Wrap(bytes, out MDecoder m);
        return result.IsOk ? m.ToString() : result.ToString();
    }
}
