namespace HftGateway.Fix;

/// <summary>
/// What a <see cref="FixIndex"/> found in a message of one order of fields: the same holds for the next message of that
/// order, but for where its fields end.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
internal sealed class IndexShape
{
    /// <summary>Takes over what was found.</summary>
    /// <param name="order">The message's order.</param>
    /// <param name="layout">Layout that it was read by.</param>
    /// <param name="fields">Its fields, from the one behind MsgType to the one before CheckSum.</param>
    /// <param name="slots">1 + entry by slot.</param>
    internal IndexShape(
        FieldOrder order, FixMessageLayout layout, ReadOnlySpan<FixIndexedField> fields, ReadOnlySpan<ushort> slots)
    {
        Order = order;
        Layout = layout;
        Slots = slots[..layout.SlotCount].ToArray();
        Places = new uint[layout.SlotCount];
        Tags = new int[fields.Length];
        Skips = new byte[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            Tags[i] = fields[i].Tag;
            int digits = fields[i].Tag < 10 ? 1 : fields[i].Tag < 100 ? 2 : fields[i].Tag < 1000 ? 3 : 4;
            Skips[i] = (byte)(digits + 2); // SOH, tag, '='
        }

        for (int slot = 0; slot < Places.Length; slot++)
        {
            int entry = Slots[slot] - 1;
            if (entry >= 0)
                Places[slot] = (uint)((entry + FieldOrder.Leading) << 8) | Skips[entry];
        }
    }

    /// <summary>The order of fields.</summary>
    internal FieldOrder Order { get; }

    /// <summary>The layout.</summary>
    internal FixMessageLayout Layout { get; }

    /// <summary>Tags by entry.</summary>
    internal int[] Tags { get; }

    /// <summary>Bytes from the SOH before a field to its value, by entry.</summary>
    internal byte[] Skips { get; }

    /// <summary>1 + entry by slot.</summary>
    internal ushort[] Slots { get; }

    /// <summary>By slot: the place at which the field ends (from bit 8), the skip to its value; 0 when it is not there.</summary>
    internal uint[] Places { get; }
}
