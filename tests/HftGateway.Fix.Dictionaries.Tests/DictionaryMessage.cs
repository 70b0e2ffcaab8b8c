using System.Text;
using HftGateway.Fix;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>A message with every field and group that a dictionary gives it, two entries to an outer group; or with one fault.</summary>
internal sealed class DictionaryMessage
{
    private const string Header = "49=S|56=T|34=2|52=20260105-10:00:00|";
    private readonly FixMessageDefinition _message;
    private readonly StringBuilder _text = new();
    private string _omit = "", _miscount = "";

    internal DictionaryMessage(string version, string type)
    {
        FixDictionary dictionary = FixDictionaries.Get(version);
        _message = dictionary.FindMessage(type) ?? throw new ArgumentException($"{version} has no {type}");
        BeginString = dictionary.HasSession ? version : "FIXT.1.1";
    }

    internal string BeginString { get; }

    /// <summary>Depth and tag of each body field of the last message made, as the walker should tell them.</summary>
    internal List<string> Fields { get; } = [];

    /// <summary>Members of the message and its groups as paths: counts of the groups around one, then its tag.</summary>
    internal IEnumerable<(string Path, FixMember Member, bool IsFirst)> Members => Walk(_message.Body, "");

    /// <summary>Makes it.</summary>
    /// <param name="omit">Path of the member that is left out, with its group; empty for none.</param>
    /// <param name="miscount">Path of the group whose count says one too many; empty for none.</param>
    internal byte[] Make(string omit = "", string miscount = "")
    {
        (_omit, _miscount) = (omit, miscount);
        _text.Clear().Append("35=").Append(_message.MsgType).Append('|').Append(Header);
        Fields.Clear();
        Write(_message.Body, "", 0);
        return Samples.Message(_text.ToString(), BeginString);
    }

    private static IEnumerable<(string, FixMember, bool)> Walk(FixBlock block, string path)
    {
        foreach (FixMember member in block.Members)
        {
            string own = path + member.Field.Tag;
            yield return (own, member, member == block.Members[0]);
            if (member.Group is null)
                continue;
            foreach ((string, FixMember, bool) inner in Walk(member.Group, own + "."))
                yield return inner;
        }
    }

    private void Write(FixBlock block, string path, int depth)
    {
        foreach (FixMember member in block.Members)
        {
            string own = path + member.Field.Tag;
            if (own == _omit)
                continue;
            int entries = member.Group is null ? 0 : depth < 2 ? 2 : 1;
            int wrong = own == _miscount ? 1 : 0;
            Fields.Add($"{depth}:{member.Field.Tag}");
            _text.Append(member.Field.Tag).Append('=')
                .Append(member.Group is null ? Value(member.Field) : $"{entries + wrong}").Append('|');
            for (int i = 0; i < entries; i++)
                Write(member.Group!, own + ".", depth + 1);
        }
    }

    private static string Value(FixFieldDefinition field) => field switch
    {
        { Values.Count: > 0 } => field.Values[^1].Value,
        { DataTag: not 0 } => "3",
        _ => field.Type switch
        {
            FixFieldType.Data or FixFieldType.XmlData => "a=b",
            FixFieldType.Boolean => "Y",
            FixFieldType.MonthYear => "202601",
            FixFieldType.UtcTimestamp => "20260105-10:00:00.123",
            FixFieldType.UtcTimeOnly or FixFieldType.LocalMktTime => "10:00:00",
            FixFieldType.UtcDateOnly or FixFieldType.LocalMktDate => "20260105",
            FixFieldType.TzTimeOnly => "10:00Z",
            FixFieldType.TzTimestamp => "20260105-10:00:00Z",
            FixFieldType.Country => "US",
            FixFieldType.Currency => "USD",
            >= FixFieldType.Float and <= FixFieldType.Percentage => "1.5",
            _ => "1",
        },
    };
}
