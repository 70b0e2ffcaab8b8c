namespace HftGateway.Fix;

/// <summary>
/// The routing of a reply: 115 and 128, 116 and 129, 144 and 145 change places. Identifiers without a value are left
/// out.
/// <para><b>Reference.</b> FIX 4.4 volume 2, third-party message routing.</para>
/// </summary>
internal static class ReverseRoute
{
    /// <summary>
    /// Writes the fields in ascending order of their tags and returns the length. FIX 4.0 has no locations.
    /// </summary>
    internal static int Write(
        in FixFrame frame, in SessionHeader.Route route, bool hasLocations, Span<byte> destination)
    {
        int length = 0;
        Field("115="u8, frame.Value(route.DeliverToCompId), destination, ref length);
        Field("116="u8, frame.Value(route.DeliverToSubId), destination, ref length);
        Field("128="u8, frame.Value(route.OnBehalfOfCompId), destination, ref length);
        Field("129="u8, frame.Value(route.OnBehalfOfSubId), destination, ref length);
        if (!hasLocations)
            return length;
        Field("144="u8, frame.Value(route.DeliverToLocationId), destination, ref length);
        Field("145="u8, frame.Value(route.OnBehalfOfLocationId), destination, ref length);
        return length;
    }

    private static void Field(
        ReadOnlySpan<byte> tag, ReadOnlySpan<byte> value, Span<byte> destination, ref int length)
    {
        // One that is too long for the reply is left out rather than cut.
        if (value.IsEmpty || tag.Length + value.Length + 1 > destination.Length - length)
            return;
        tag.CopyTo(destination[length..]);
        value.CopyTo(destination[(length + tag.Length)..]);
        length += tag.Length + value.Length + 1;
        destination[length - 1] = FixFields.Soh;
    }
}
