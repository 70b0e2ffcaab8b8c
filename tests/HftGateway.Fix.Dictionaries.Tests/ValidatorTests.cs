using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;
using static HftGateway.Fix.Dictionaries.Tests.Samples;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>Each reject reason, each switch, and groups and data fields that are right.</summary>
public sealed class ValidatorTests
{
    private const string Parties =
        "453=2|448=A|452=1|802=2|523=s1|803=4|910=2|911=d1|912=t|911=d2|523=s2|448=B|452=2|";

    [Theory]
    [InlineData(Order)]
    [InlineData(Order + "18=1 6|167=FUT|38=0010.50|432=20240229|60=20260105-10:00:60.123456789012|")]
    [InlineData(Start + "11=a|" + Parties + "55=X|54=1|")]
    [InlineData(Order + Parties)]
    [InlineData(Order + "95=5|96=a|b=c|58=after|")]
    [InlineData(Order + "453=0|")]
    [InlineData(Order + "7001=x|")]
    [InlineData("35=D|49=S|56=T|34=2|52=20260105-10:00:00|627=2|628=H1|630=7|628=H2|11=a|55=X|54=1|")]
    [InlineData("35=D|52=20260105-10:00:00|34=2|43=N|56=T|49=S|54=1|55=X|11=a|93=3|89=x|y|")]
    [InlineData("35=ABC|49=S|56=T|34=2|52=20260105-10:00:00|58=x|")]
    [InlineData("35=0|49=S|56=T|34=2|52=20260105-10:00:00|")]
    public void ShouldAcceptValidMessages(string fields) =>
        Assert.Equal(FixValidationResult.Valid, Validate(fields));

    [Theory]
    [InlineData(Order + "999=HI|", FixRejectReason.InvalidTagNumber, 999)]
    [InlineData(Order + "0=HI|", FixRejectReason.InvalidTagNumber, 0)]
    [InlineData(Order + "-1=HI|", FixRejectReason.InvalidTagNumber, -1)]
    [InlineData(Order + "5000=HI|", FixRejectReason.InvalidTagNumber, 5000)]
    [InlineData(Start + "11=a|54=1|", FixRejectReason.RequiredTagMissing, 55)]
    [InlineData("35=D|49=S|56=T|34=2|11=a|55=X|54=1|", FixRejectReason.RequiredTagMissing, 52)]
    [InlineData(Order + "453=2|448=A|452=1|448=B|", FixRejectReason.RequiredTagMissing, 452)]
    [InlineData(Order + "453=2|448=A|448=B|452=1|", FixRejectReason.RequiredTagMissing, 452)]
    [InlineData(Order + "902=x|", FixRejectReason.TagNotDefinedForMessage, 902)]
    [InlineData(Order + "7002=x|", FixRejectReason.TagNotDefinedForMessage, 7002)]
    [InlineData(Order + "448=A|", FixRejectReason.TagNotDefinedForMessage, 448)]
    [InlineData(Order + "58=|", FixRejectReason.TagWithoutValue, 58)]
    [InlineData("35=D|49=S|56=|34=2|52=20260105-10:00:00|11=a|55=X|54=1|", FixRejectReason.TagWithoutValue, 56)]
    [InlineData(Start + "11=a|55=X|54=7|", FixRejectReason.ValueOutOfRange, 54)]
    [InlineData(Order + "167=BOO|", FixRejectReason.ValueOutOfRange, 167)]
    [InlineData(Order + "18=1 9|", FixRejectReason.ValueOutOfRange, 18)]
    [InlineData(Order + "18=16|", FixRejectReason.ValueOutOfRange, 18)]
    [InlineData(Order + "38=+200.00|", FixRejectReason.IncorrectFormat, 38)]
    [InlineData(Order + "900=1.0|", FixRejectReason.IncorrectFormat, 900)]
    [InlineData(Order + "901=y|", FixRejectReason.IncorrectFormat, 901)]
    [InlineData(Order + "432=20230229|", FixRejectReason.IncorrectFormat, 432)]
    [InlineData(Order + "95=9|96=short|", FixRejectReason.IncorrectFormat, 96)]
    [InlineData(Order + "453=x|", FixRejectReason.IncorrectFormat, 453)]
    [InlineData("35=ZZ|49=S|56=T|34=2|52=20260105-10:00:00|", FixRejectReason.InvalidMsgType, 35)]
    [InlineData("35=ABCD|49=S|56=T|34=2|52=20260105-10:00:00|", FixRejectReason.InvalidMsgType, 35)]
    [InlineData(Order + "54=1|", FixRejectReason.TagTwice, 54)]
    [InlineData(Start + "34=2|11=a|55=X|54=1|", FixRejectReason.TagTwice, 34)]
    [InlineData(Start + "35=D|11=a|55=X|54=1|", FixRejectReason.TagTwice, 35)]
    [InlineData(Order + "453=1|448=A|452=1|452=1|", FixRejectReason.TagTwice, 452)]
    [InlineData("35=D|11=a|49=S|56=T|34=2|52=20260105-10:00:00|55=X|54=1|", FixRejectReason.TagOutOfOrder, 49)]
    [InlineData(Order + "93=1|89=x|58=late|", FixRejectReason.TagOutOfOrder, 58)]
    [InlineData(Order + "453=1|452=1|448=A|", FixRejectReason.GroupOrder, 452)]
    [InlineData(Order + "453=1|448=A|802=1|523=s|452=1|", FixRejectReason.GroupOrder, 452)]
    [InlineData(Order + "453=3|448=A|452=1|448=B|452=1|", FixRejectReason.GroupCount, 453)]
    [InlineData(Order + "453=1|448=A|452=1|448=B|452=1|58=x|", FixRejectReason.GroupCount, 453)]
    [InlineData(Order + "453=0|448=A|452=1|", FixRejectReason.GroupCount, 453)]
    [InlineData(Order + "453=2|58=x|", FixRejectReason.GroupCount, 453)]
    [InlineData(Order + "453=1|448=A|452=1|802=2|523=s|58=x|", FixRejectReason.GroupCount, 802)]
    [InlineData(Order + "453=4294967296|448=A|452=1|", FixRejectReason.GroupCount, 453)]
    [InlineData(Order + "58=one|two|", FixRejectReason.SohInValue, 58)]
    public void ShouldNameTheFault(string fields, FixRejectReason reason, int tag)
    {
        FixValidationResult result = Validate(fields);
        Assert.Equal((false, reason, tag, true), (result.IsValid, result.Reason, result.RefTag, result.HasRefTag));
    }

    [Theory]
    [InlineData(nameof(FixValidationOptions.CheckUserDefinedTags), Order + "5000=HI|7002=x|453=1|448=A|5001=y|452=1|")]
    [InlineData(nameof(FixValidationOptions.AllowUnknownTags), Order + "999=HI|902=x|")]
    [InlineData(nameof(FixValidationOptions.CheckFieldOrder), "35=D|11=a|49=S|56=T|34=2|52=20260105-10:00:00|55=X|54=1|")]
    [InlineData(nameof(FixValidationOptions.CheckEmptyValues), Order + "58=|")]
    [InlineData(nameof(FixValidationOptions.CheckRequiredTags), Start + "453=1|448=A|")]
    [InlineData(nameof(FixValidationOptions.CheckEnumValues), Order + "167=BOO|")]
    [InlineData(nameof(FixValidationOptions.CheckFormats), Order + "38=+2|")]
    [InlineData(nameof(FixValidationOptions.CheckDuplicateTags), Order + "54=1|")]
    [InlineData(nameof(FixValidationOptions.CheckGroupOrder), Order + "453=1|448=A|802=1|523=s|452=1|")]
    [InlineData(nameof(FixValidationOptions.CheckGroupCounts), Order + "453=3|448=A|452=1|")]
    public void ShouldLetThroughWhatASwitchAllows(string option, string fields)
    {
        Assert.False(Validate(fields).IsValid);
        var options = new FixValidationOptions();
        System.Reflection.PropertyInfo property = typeof(FixValidationOptions).GetProperty(option)!;
        property.SetValue(options, !(bool)property.GetValue(options)!);
        Assert.Equal(FixValidationResult.Valid, Validate(fields, options));
    }

    [Fact]
    public void ShouldSayUndefinedTagWhereThePartnerWantsIt()
    {
        var options = new FixValidationOptions { UndefinedTagReason = FixRejectReason.UndefinedTag };
        FixValidationResult result = Validate(Order + "999=HI|", options);
        Assert.Equal((FixRejectReason.UndefinedTag, 999), (result.Reason, result.RefTag));
        Assert.Equal("Undefined Tag"u8, result.Text);
    }

    [Fact]
    public void ShouldNotAllocate()
    {
        var validator = new FixMessageValidator(Schema);
        byte[] good = Message(Order + Parties + "95=5|96=a|b=c|58=after|"), bad = Message(Order + "453=3|448=A|452=1|");
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                FixFrame.TryCreate(i % 2 == 0 ? good : bad, out FixFrame frame);
                if (validator.Validate(frame).IsValid != (i % 2 == 0))
                    throw new InvalidOperationException("wrong verdict");
            }
        }));
    }
}
