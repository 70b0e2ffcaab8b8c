namespace HftGateway.MarketData.Itch;

/// <summary>
/// The vocabulary in which <see cref="ItchEventLayout"/>'s table is written: wire offsets as the specification gives
/// them.
/// </summary>
internal static class ItchEventLayoutBuilder
{
    public static ref ItchEventLayout OrderId(this ref ItchEventLayout layout, byte wireOffset)
    {
        layout.OrderIdOffset = wireOffset;
        layout.OrderIdMask = ulong.MaxValue;
        return ref layout;
    }

    public static ref ItchEventLayout OrderId2(this ref ItchEventLayout layout, byte wireOffset)
    {
        layout.OrderId2Offset = wireOffset;
        layout.OrderId2Mask = ulong.MaxValue;
        return ref layout;
    }

    public static ref ItchEventLayout Price(this ref ItchEventLayout layout, byte wireOffset)
    {
        layout.PriceOffset = wireOffset;
        layout.PriceMask = uint.MaxValue;
        return ref layout;
    }

    public static ref ItchEventLayout Quantity(this ref ItchEventLayout layout, byte wireOffset, int wireBytes)
    {
        layout.QuantityOffset = (byte)(wireOffset + wireBytes - sizeof(ulong));
        layout.QuantityMask = wireBytes == 8 ? ulong.MaxValue : (1UL << (8 * wireBytes)) - 1;
        return ref layout;
    }

    public static ref ItchEventLayout Letter2(this ref ItchEventLayout layout, byte wireOffset)
    {
        layout.Quantity2Offset = (byte)(wireOffset + 1 - sizeof(uint));
        layout.Quantity2Mask = byte.MaxValue;
        return ref layout;
    }

    public static ref ItchEventLayout Side(this ref ItchEventLayout layout, byte wireOffset, bool check)
    {
        layout.SideOffset = wireOffset;
        layout.SideMask = 1;
        layout.SideCheckMask = check ? byte.MaxValue : (byte)0;
        return ref layout;
    }
}
