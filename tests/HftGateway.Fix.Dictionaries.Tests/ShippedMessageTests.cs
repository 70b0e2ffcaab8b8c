using System.Text;
using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>
/// Quotes, lists and allocations of every version: full messages pass, and each required field that is missing and each wrong
/// count is found where it is.
/// </summary>
public sealed class ShippedMessageTests
{
    private const string Early = "R S E N L K M J P";
    private const string Quotes = " Z i b a k l m";
    private const string Reports = " AI AG AH";
    private const string Latest = " AJ AS AT";

    public static TheoryData<string, string> Messages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string version, string types) in new[]
            {
                ("FIX.4.0", Early), ("FIX.4.1", Early), ("FIX.4.2", Early + Quotes), ("FIX.4.3", Early + Quotes + Reports),
                ("FIX.4.4", Early + Quotes + Reports + Latest), ("FIX.5.0", Early + Quotes + Reports + Latest),
                ("FIX.5.0SP1", Early + Quotes + Reports + Latest), ("FIX.5.0SP2", Early + Quotes + Reports + Latest),
            })
            {
                foreach (string type in types.Split(' '))
                    data.Add(version, type);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void ShouldAcceptMessagesWithAllTheirFields(string version, string type)
    {
        var message = new DictionaryMessage(version, type);
        FixMessageSchema schema = Schema(version);
        byte[] bytes = message.Make();
        Assert.True(FixFrame.TryCreate(bytes, out FixFrame frame));
        Assert.Equal(FixValidationResult.Valid, new FixMessageValidator(schema).Validate(frame));

        List<string> walked = [];
        var walker = new FixFieldWalker(frame, schema);
        while (walker.MoveNext())
        {
            if (walker.Section == FixSection.Body)
                walked.Add($"{walker.Depth}:{walker.Tag}");
        }

        Assert.Equal(message.Fields, walked);
        Assert.Equal(0, walker.WrongCountTag);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void ShouldMissEachRequiredField(string version, string type)
    {
        var message = new DictionaryMessage(version, type);
        var validator = new FixMessageValidator(Schema(version));
        int required = 0;
        foreach ((string path, FixMember member, bool isFirst) in message.Members)
        {
            bool inGroup = path.Contains('.');
            if (!member.IsRequired || (inGroup && isFirst))
                continue;
            required++;
            Assert.True(FixFrame.TryCreate(message.Make(omit: path), out FixFrame frame));
            FixValidationResult result = validator.Validate(frame);
            Assert.Equal((path, FixRejectReason.RequiredTagMissing, member.Field.Tag), (path, result.Reason, result.RefTag));
        }

        // These two require an instrument, in which FIX 5.0 requires nothing.
        Assert.True(required != 0 || type is "a" or "AI");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void ShouldFindEachWrongCount(string version, string type)
    {
        var message = new DictionaryMessage(version, type);
        var validator = new FixMessageValidator(Schema(version));
        foreach ((string path, FixMember member, _) in message.Members)
        {
            if (member.Group is null)
                continue;
            Assert.True(FixFrame.TryCreate(message.Make(miscount: path), out FixFrame frame));
            FixValidationResult result = validator.Validate(frame);
            Assert.Equal((path, FixRejectReason.GroupCount, member.Field.Tag), (path, result.Reason, result.RefTag));
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void ShouldNameEveryFieldInLogs(string version, string type)
    {
        var message = new DictionaryMessage(version, type);
        string logon = message.BeginString[3] != 'T' ? "" : Encoding.Latin1.GetString(Samples.Message(
            $"35=A|34=1|49=S|52=20260105-10:00:00|56=T|98=0|108=30|1137={(version == "FIX.5.0" ? 7 : version[^1] - '1' + 8)}|", "FIXT.1.1"));
        byte[] log = Encoding.Latin1.GetBytes(logon + Encoding.Latin1.GetString(message.Make()));
        var scanner = new FixLogScanner(new MemoryStream(log));
        var decoder = new FixLogDecoder();
        if (logon.Length != 0)
            decoder.Decode(scanner.Next()!, out _, out _);
        IReadOnlyList<FixLogField> fields = decoder.Decode(scanner.Next()!, out string found, out string? name);
        Assert.Equal((type, FixDictionaries.Get(version).FindMessage(type)!.Name), (found, name));
        Assert.All(fields, f => Assert.NotNull(f.Name));
        Assert.Equal(message.Fields, fields.Skip(7).SkipLast(1).Select(f => $"{f.Depth}:{f.Tag}"));
    }

    private static FixMessageSchema Schema(string version) => FixDictionaries.Get(version).HasSession
        ? new FixMessageSchema(FixDictionaries.Get(version))
        : new FixMessageSchema(FixDictionaries.Get("FIXT.1.1"), FixDictionaries.Get(version));
}
