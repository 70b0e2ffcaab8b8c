using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;
using static HftGateway.Fix.Dictionaries.Tests.Samples;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>The dictionaries that come with the library: facts of the specifications, one by one.</summary>
public sealed class ShippedDictionaryTests
{
    public static TheoryData<string> Names => [.. FixDictionaries.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void ShouldReadEachWithoutProblems(string name)
    {
        FixDictionary dictionary = FixDictionaries.Get(name);
        Assert.Equal(name, dictionary.Version.ToString());
        Assert.Same(dictionary, FixDictionaries.Get(name));
        Assert.NotNull(new FixDictionaryTables(dictionary));
        foreach (FixFieldDefinition field in dictionary.Fields)
            Assert.All(field.Values, v => Assert.Matches("^[A-Z0-9][A-Za-z0-9_]*$", v.Name));
    }

    [Fact]
    public void ShouldRefuseVersionsThatAreNotThere() =>
        Assert.Contains("FIX.4.4", Assert.Throws<ArgumentException>(() => FixDictionaries.Get("FIX.6.0")).Message);

    [Theory]
    [InlineData("2", "FIX.4.0")]
    [InlineData("4", "FIX.4.2")]
    [InlineData("6", "FIX.4.4")]
    [InlineData("7", "FIX.5.0")]
    [InlineData("8", "FIX.5.0SP1")]
    [InlineData("9", "FIX.5.0SP2")]
    [InlineData("1", null)]
    [InlineData("10", null)]
    public void ShouldFindTheVersionOfAnApplVerId(string id, string? name) =>
        Assert.Equal(name, FixDictionaries.ForApplVerId(System.Text.Encoding.ASCII.GetBytes(id))?.Version.ToString());

    [Theory]
    [InlineData("FIX.4.0", "D", "11 21 55 54 38 40")]
    [InlineData("FIX.4.1", "D", "11 21 55 54 40")]
    [InlineData("FIX.4.2", "D", "11 21 55 54 60 40")]
    [InlineData("FIX.4.3", "D", "11 21 55 54 60 40")]
    [InlineData("FIX.4.4", "D", "11 55 54 60 40")]
    [InlineData("FIX.5.0SP2", "D", "11 54 60 40")]
    [InlineData("FIX.4.4", "F", "41 11 55 54 60")]
    [InlineData("FIX.5.0SP2", "F", "11 54 60")]
    [InlineData("FIX.4.2", "8", "37 17 20 150 39 55 54 151 14 6")]
    [InlineData("FIX.4.4", "8", "37 17 150 39 55 54 151 14 6")]
    [InlineData("FIX.5.0SP2", "8", "37 17 150 39 54 151 14")]
    [InlineData("FIX.4.4", "9", "37 11 41 39 434")]
    [InlineData("FIX.4.4", "A", "98 108")]
    [InlineData("FIXT.1.1", "A", "98 108 1137")]
    [InlineData("FIX.4.4", "j", "372 380")]
    [InlineData("FIX.4.4", "3", "45")]
    [InlineData("FIX.4.4", "q", "11 530 60")]
    [InlineData("FIX.5.0SP2", "r", "37 1369 530 531")]
    [InlineData("FIX.4.4", "AF", "584 585")]
    [InlineData("FIX.4.4", "d", "320 322 323")]
    [InlineData("FIX.4.0", "S", "117 55 132")]
    [InlineData("FIX.4.0", "E", "66 67 68 11 21 55 54 38 40")]
    [InlineData("FIX.4.0", "J", "70 71 73 54 55 53 6 75 78")]
    [InlineData("FIX.4.2", "R", "131 146")]
    [InlineData("FIX.4.2", "S", "117 55")]
    [InlineData("FIX.4.2", "Z", "117 298 295")]
    [InlineData("FIX.4.2", "i", "117 296")]
    [InlineData("FIX.4.2", "E", "66 394 68 73")]
    [InlineData("FIX.4.2", "N", "66 429 82 431 83 68 73")]
    [InlineData("FIX.4.2", "k", "391 374 393 394 418 419")]
    [InlineData("FIX.4.2", "J", "70 71 54 55 53 6 75")]
    [InlineData("FIX.4.2", "P", "70 75 87")]
    [InlineData("FIX.4.3", "J", "70 71 626 54 55 53 6 75")]
    [InlineData("FIX.4.4", "AJ", "693 694 55")]
    [InlineData("FIX.4.4", "AG", "131 658 146")]
    [InlineData("FIX.4.4", "m", "66 422 428")]
    [InlineData("FIX.4.4", "J", "70 71 626 857 54 55 53 6 75")]
    [InlineData("FIX.4.4", "AS", "755 71 794 87 857 54 55 53 6 75")]
    [InlineData("FIX.4.4", "AT", "755 70 60 87")]
    [InlineData("FIX.5.0SP2", "Z", "298")]
    [InlineData("FIX.5.0SP2", "J", "70 71 626 54 53 75")]
    [InlineData("FIX.5.0SP2", "AS", "755 71 794 87 54 53 6 75")]
    [InlineData("FIX.5.0SP2", "AT", "755")]
    public void ShouldRequireWhatTheSpecificationRequires(string version, string type, string tags)
    {
        FixMessageDefinition message = FixDictionaries.Get(version).FindMessage(type)!;
        IEnumerable<int> required = message.Body.Members.Where(m => m.IsRequired).Select(m => m.Field.Tag);
        Assert.Equal(tags.Split(' ').Select(int.Parse), required);
    }

    [Fact]
    public void ShouldNestPartiesThreeDeepInExecutionReports()
    {
        FixMessageDefinition report = FixDictionaries.Get("FIX.4.4").FindMessage("8")!;
        FixBlock leg = report.Body.Find(555)!.Group!;
        FixBlock party = leg.Find(539)!.Group!;
        Assert.Equal(600, leg.Delimiter);
        Assert.Equal([524, 525, 538, 804], party.Members.Select(m => m.Field.Tag));
        Assert.Equal([545, 805], party.Find(804)!.Group!.Members.Select(m => m.Field.Tag));
    }

    [Theory]
    [InlineData("FIX.4.0", "35=D|49=S|56=T|34=2|52=20260105-10:00:00|11=ID|21=1|40=1|54=1|38=200|55=INTC|")]
    [InlineData("FIX.4.2", "35=D|49=S|56=T|34=2|52=20260105-10:00:00|11=ID|21=3|40=1|54=1|38=002000.00|55=INTC|60=20260105-10:00:00.000|78=2|79=A|80=1|79=B|80=2|386=1|336=PRE-OPEN|")]
    [InlineData("FIX.4.2", "35=d|34=2|49=S|56=T|52=20260105-10:00:00|320=r|322=s|323=6|55=TBS|22=8|167=OPT|336=ONE|58=none|393=0|146=0|")]
    [InlineData("FIX.4.4", "35=d|34=2|49=S|56=T|52=20260105-10:00:00|320=r|322=s|323=6|55=TBS|22=8|167=CS|336=ONE|58=none|454=0|")]
    [InlineData("FIX.4.4", "35=8|34=2|49=S|56=T|52=20260105-10:00:00|37=id|17=id|150=0|39=0|55=WLRI|54=1|151=100|14=0|6=0.0|")]
    [InlineData("FIX.4.4", "35=A|34=1|49=S|56=T|52=20260105-10:00:00|98=0|108=30|141=Y|789=1|384=1|372=D|385=S|553=u|554=p|")]
    public void ShouldAcceptWhatSessionTestsSend(string version, string fields)
    {
        var validator = new FixMessageValidator(new FixMessageSchema(FixDictionaries.Get(version)));
        Assert.True(FixFrame.TryCreate(Message(fields, version), out FixFrame frame));
        Assert.Equal(FixValidationResult.Valid, validator.Validate(frame));
    }

    [Theory]
    [InlineData("35=A|49=S|56=T|34=1|52=20260105-10:00:00|98=0|108=30|1137=9|", 0)]
    [InlineData("35=A|49=S|56=T|34=1|52=20260105-10:00:00|98=0|108=30|", 1137)]
    [InlineData("35=D|1128=9|49=S|56=T|34=2|52=20260105-10:00:00|11=a|54=1|60=20260105-10:00:00|40=1|55=X|", 0)]
    [InlineData("35=D|49=S|56=T|34=2|52=20260105-10:00:00|11=a|54=1|40=1|55=X|", 60)]
    [InlineData("35=d|34=2|49=S|56=T|52=20260105-10:00:00|320=r|322=s|323=6|55=TBS|22=8|167=CS|58=none|454=0|", 0)]
    [InlineData("35=0|49=S|56=T|34=2|52=20260105-10:00:00|112=x|93=1|89=y|", 0)]
    public void ShouldJoinSessionAndApplication(string fields, int missing)
    {
        FixMessageSchema schema = new(FixDictionaries.Get("FIXT.1.1"), FixDictionaries.Get("FIX.5.0SP2"));
        Assert.True(FixFrame.TryCreate(Message(fields, "FIXT.1.1"), out FixFrame frame));
        FixValidationResult result = new FixMessageValidator(schema).Validate(frame);
        Assert.Equal(missing, result.RefTag);
        Assert.Equal(missing == 0, result.IsValid);
    }
}
