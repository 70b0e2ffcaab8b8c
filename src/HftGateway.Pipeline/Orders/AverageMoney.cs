using HftGateway.Fix;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// What the fills of an order came to, from the average that the exchange reports.
/// <para><b>Rounding.</b> AvgPx [6] is taken with all its decimals, the product with CumQty [14] is rounded to the
/// nearest price unit times share (1/10000 dollar). With d decimals that is exact below 10^(d−4) shares; with four it
/// may be off by half a unit, or one where the exchange cuts off, for each share of CumQty.</para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// </summary>
internal static class AverageMoney
{
    // 10^24 × 2^31 × 10^4 and its double are below 2^127.
    private const int MaxDigits = 24;

    private const int PriceDecimals = 4;

    /// <summary>AvgPx times CumQty, in price units times shares.</summary>
    /// <param name="average">AvgPx as it was sent; a number (checked before).</param>
    /// <param name="cumulative">CumQty, shares.</param>
    /// <returns>0 when it is not positive, or longer than 24 digits.</returns>
    public static long Of(ReadOnlySpan<byte> average, int cumulative)
    {
        Int128 digits = 0;
        Int128 scale = 1;
        int count = 0;
        bool behindPoint = false;
        foreach (byte c in average)
        {
            if (c == '.')
            {
                behindPoint = true;
                continue;
            }

            if (c is < (byte)'0' or > (byte)'9' || ++count > MaxDigits)
                return 0;
            digits = (digits * 10) + (c - '0');
            scale = behindPoint ? scale * 10 : scale;
        }

        for (int i = 0; i < PriceDecimals; i++)
            digits *= 10;
        Int128 money = ((digits * cumulative * 2) + scale) / (scale * 2);
        return money > 0 && money <= long.MaxValue ? (long)money : 0;
    }

    /// <summary>The same of a whole message.</summary>
    /// <param name="frame">An ExecutionReport.</param>
    /// <param name="bodyOffset">Where its body begins.</param>
    /// <param name="cumulative">CumQty, shares.</param>
    public static long Of(in FixFrame frame, int bodyOffset, int cumulative)
    {
        var fields = new FixFields(frame, bodyOffset);
        while (fields.MoveNext())
        {
            if (fields.Tag == FixTags.AvgPx)
                return Of(fields.Value, cumulative);
        }

        return 0;
    }
}
