namespace HftGateway.Fix;

/// <summary>
/// ExecType [150] of FIX 4.2 in the terms of 4.4: there ExecTransType [20] says whether a report is of something new, a
/// bust, a correction or a status, and fills are told as partial (150=1) or complete (150=2).
/// <para><b>Reference.</b> FIX 4.2, ExecutionReport; FIX 4.4 volume 6, appendix: changes of ExecType.</para>
/// </summary>
public static class Fix42ExecType
{
    private const int TagExecTransType = 20;

    /// <summary>Translates the type of one report.</summary>
    /// <param name="frame">The report.</param>
    /// <param name="bodyOffset">Where its body begins.</param>
    /// <param name="told">What it says in ExecType.</param>
    /// <returns>What FIX 4.4 would say.</returns>
    public static FixExecType Translate(in FixFrame frame, int bodyOffset, FixExecType told)
    {
        var fields = new FixFields(frame, bodyOffset);
        while (fields.MoveNext())
        {
            if (fields.Tag != TagExecTransType || fields.Value.IsEmpty)
                continue;
            switch (fields.Value[0])
            {
                case (byte)'1':
                    return FixExecType.TradeCancel;
                case (byte)'2':
                    return FixExecType.TradeCorrect;
                case (byte)'3':
                    return FixExecType.OrderStatus;
            }

            break;
        }

        return (byte)told is (byte)'1' or (byte)'2' ? FixExecType.Trade : told;
    }
}
