using System.Globalization;
using System.Text;
using HftGateway.Fix.Orders;

namespace HftGateway.Fix.Conformance.Tests.Orders;

/// <summary>Makes reports from text with | for SOH.</summary>
internal static class OrderReports
{
    public static readonly ClOrdId Ids = new("T");

    public static FixOrderReport Parse(string body, string version = "FIX.4.4")
    {
        byte[] message = Message(body, version);
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame));
        Assert.True(FixHeader.Parse(in frame, out FixHeader header).IsOk);
        FixParseResult result = FixOrderReport.Parse(in frame, header.BodyFieldsOffset, Ids, out FixOrderReport report);
        Assert.True(result.IsOk, result.ToString());
        return report;
    }

    public static FixParseResult Result(string body, string version = "FIX.4.4")
    {
        byte[] message = Message(body, version);
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame));
        Assert.True(FixHeader.Parse(in frame, out FixHeader header).IsOk);
        return FixOrderReport.Parse(in frame, header.BodyFieldsOffset, Ids, out _);
    }

    /// <summary>ClOrdID of an own number.</summary>
    public static string Id(uint id) => $"T{id:0000000000}";

    private static byte[] Message(string body, string version)
    {
        const string Header = "34=7|49=V|52=20240105-14:30:00.000|56=G|";
        int at = body.IndexOf('|') + 1;
        string inner = (body[..at] + Header + body[at..]).Replace('|', '\u0001');
        string start = string.Create(CultureInfo.InvariantCulture, $"8={version}\u00019={inner.Length}\u0001");
        byte[] bytes = Encoding.Latin1.GetBytes(start + inner);
        int sum = bytes.Sum(b => b) & 255;
        string trailer = string.Create(CultureInfo.InvariantCulture, $"10={sum:000}\u0001");
        return [.. bytes, .. Encoding.Latin1.GetBytes(trailer)];
    }
}
