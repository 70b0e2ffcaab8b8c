using System.Text;
using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;
using static HftGateway.Fix.Dictionaries.Tests.Samples;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>Where each field of a message belongs.</summary>
public sealed class WalkerTests
{
    [Fact]
    public void ShouldPlaceFieldsInSectionsGroupsAndEntries()
    {
        string fields = Start + "627=1|628=H|11=a|453=2|448=A|5555=v|802=1|523=s|910=2|911=p|912=q|911=r|448=B|55=X|"
            + "95=3|96=|=||7777=z|93=1|89=s|";
        Assert.Equal(
            "H0:49 H0:56 H0:34 H0:52 H0:627 H1.1*:628 B0:11 B0:453 B1.1*:448 B1.1?:5555 B1.1:802 B2.1*:523 B2.1:910 "
            + "B3.1*:911 B3.1:912 B3.2*:911 B1.2*:448 B0:55 B0:95 B0:96 B0?:7777 T0:93 T0:89 ", Describe(fields));
    }

    [Fact]
    public void ShouldSayWhatIsOutOfPlace() =>
        Assert.Equal("B0:11 H0!:49 B0:55 T0:93 T0:89 B0!:54 ", Describe("35=D|11=a|49=S|55=X|93=1|89=s|54=1|"));

    [Fact]
    public void ShouldYieldEveryFieldOfAnUnknownMessage() =>
        Assert.Equal("H0:49 B0?:55 B0?:453 B0?:448 ", Describe("35=ZZ|49=S|55=X|453=1|448=A|"));

    [Fact]
    public void ShouldFindTheFirstWrongCount()
    {
        Assert.True(FixFrame.TryCreate(Message(Order + "453=3|448=A|802=2|523=s|448=B|58=x|"), out FixFrame frame));
        var walker = new FixFieldWalker(frame, Schema);
        while (walker.MoveNext())
        {
        }
        Assert.Equal(802, walker.WrongCountTag);
        Assert.True(frame.Bytes[walker.WrongCountOffset..].StartsWith("802=2"u8));
    }

    private static string Describe(string fields)
    {
        Assert.True(FixFrame.TryCreate(Message(fields), out FixFrame frame));
        var text = new StringBuilder();
        var walker = new FixFieldWalker(frame, Schema);
        while (walker.MoveNext())
        {
            text.Append(walker.Section.ToString()[0]).Append(walker.Depth);
            if (walker.Depth > 0)
                text.Append('.').Append(walker.Entry);
            text.Append(walker.IsEntryStart ? "*" : "").Append(walker.IsMember ? "" : "?")
                .Append(walker.IsMisplaced ? "!" : "").Append(':').Append(walker.Tag).Append(' ');
        }
        return text.ToString();
    }
}
