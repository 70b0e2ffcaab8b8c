using System.Globalization;
using System.Text;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// Messages of logs with names for their tags and values. Over FIXT.1.1 the application version is the message's own, else
/// the one of the last Logon, else 5.0 SP2. Not for the hot path.
/// <para><b>Invariants.</b> Passwords, and Logon's RawData which often carries one, are never in the result.</para>
/// </summary>
public sealed class FixLogDecoder
{
    private const string Mask = "********";

    private readonly FixDictionary? _session;
    private readonly FixDictionary? _application;
    private readonly Dictionary<string, FixMessageSchema?> _schemas = new(StringComparer.Ordinal);
    private string _applVerId = "9";

    /// <summary>Makes a decoder.</summary>
    /// <param name="dictionaries">
    /// Dictionaries to use whatever the messages say: one, or a FIXT one and an application's. None: those of the library.
    /// </param>
    /// <exception cref="ArgumentException">Two of a kind, or a FIXT dictionary without another.</exception>
    public FixLogDecoder(params IReadOnlyList<FixDictionary> dictionaries)
    {
        ArgumentNullException.ThrowIfNull(dictionaries);
        foreach (FixDictionary dictionary in dictionaries)
        {
            ref FixDictionary? place = ref dictionary.HasSession && dictionary.Version.IsTransport ? ref _session : ref _application;
            if (place is not null)
                throw new ArgumentException($"{place.Name} and {dictionary.Name} are dictionaries for the same messages");
            place = dictionary;
        }
        if (_application is { HasSession: false } && _session is null)
            _session = FixDictionaries.Get("FIXT.1.1");
        if (_session is not null && _application is null)
            throw new ArgumentException($"{_session.Name} has no application messages: name a dictionary of them as well");
    }

    /// <summary>Name of the message's type; null when the dictionary does not have it.</summary>
    public static string? NameOf(FixMessageSchema? schema, string msgType) =>
        schema?.Session.Dictionary.FindMessage(msgType)?.Name ?? schema?.Application.Dictionary.FindMessage(msgType)?.Name;

    /// <summary>The fields of a message, and its dictionaries.</summary>
    /// <param name="message">The message; garbled ones are split at each SOH.</param>
    /// <param name="msgType">MsgType [35]; empty when it is not there.</param>
    /// <param name="name">The dictionary's name of the type; null when it has none.</param>
    public IReadOnlyList<FixLogField> Decode(FixLogMessage message, out string msgType, out string? name)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<(int Tag, string Value)> plain = Split(message.Bytes);
        msgType = plain.Find(static f => f.Tag == FixTags.MsgType).Value ?? "";
        if (plain.Find(static f => f.Tag == 1137).Value is { Length: > 0 } version)
            _applVerId = version;
        FixMessageSchema? schema = SchemaOf(plain);
        name = NameOf(schema, msgType);
        List<FixLogField> fields = [];
        if (schema is null || !FixFrame.TryCreate(message.Bytes, out FixFrame frame))
        {
            foreach ((int tag, string value) in plain)
                fields.Add(Field(schema, msgType, tag, value, 0, false));
            return fields;
        }
        foreach ((int tag, string value) in plain.Take(3))
            fields.Add(Field(schema, msgType, tag, value, 0, false));
        var walker = new FixFieldWalker(frame, schema);
        while (walker.MoveNext())
        {
            bool isReadable = walker.Error is FixParseError.None or FixParseError.EmptyValue;
            string value = isReadable
                ? Text(walker.Value)
                : $"{Text(frame.Bytes[walker.FieldOffset..walker.NextOffset].TrimEnd(FixFields.Soh))} ({walker.Error})";
            fields.Add(Field(schema, msgType, walker.Tag, value, walker.Depth, walker.IsEntryStart));
        }
        fields.Add(Field(schema, msgType, FixTags.CheckSum, Text(frame.Bytes[(frame.TrailerOffset + 3)..^1]), 0, false));
        return fields;
    }

    private static FixLogField Field(FixMessageSchema? schema, string msgType, int tag, string value, int depth, bool isStart)
    {
        FixFieldDefinition? field = schema?.FieldOf(tag);
        if (IsSecret(tag, msgType))
            return new FixLogField(tag, field?.Name, Mask, null, depth, isStart);
        string? meaning = tag == FixTags.MsgType ? NameOf(schema, value)
            : field is null ? null
            : field.Type.IsMultiple() ? Meanings(field, value)
            : field.NameOf(value);
        return new FixLogField(tag, field?.Name, value, meaning, depth, isStart);
    }

    private static string? Meanings(FixFieldDefinition field, string value)
    {
        string[] names = [.. value.Split(' ').Select(v => field.NameOf(v) ?? v)];
        return field.Values.Count == 0 ? null : string.Join(' ', names);
    }

    // Password, NewPassword, their encrypted forms, and what Logon carries as RawData.
    private static bool IsSecret(int tag, string msgType) =>
        tag is 554 or 925 or 1402 or 1404 || (tag == 96 && msgType == "A");

    private FixMessageSchema? SchemaOf(List<(int Tag, string Value)> fields)
    {
        string begin = fields.Count > 0 && fields[0].Tag == FixTags.BeginString ? fields[0].Value : "";
        string own = fields.Find(static f => f.Tag == 1128).Value ?? "";
        string key = _application is not null ? "" : begin == "FIXT.1.1" ? $"{begin} {(own.Length > 0 ? own : _applVerId)}" : begin;
        if (_schemas.TryGetValue(key, out FixMessageSchema? known))
            return known;
        FixMessageSchema? schema = MakeSchema(key);
        _schemas[key] = schema;
        return schema;
    }

    private FixMessageSchema? MakeSchema(string key)
    {
        if (_application is not null)
            return _session is null ? new FixMessageSchema(_application) : new FixMessageSchema(_session, _application);
        if (key.StartsWith("FIXT.1.1 ", StringComparison.Ordinal))
        {
            FixDictionary application = FixDictionaries.ForApplVerId(Encoding.Latin1.GetBytes(key[9..]))
                ?? FixDictionaries.Get("FIX.5.0SP2");
            return new FixMessageSchema(FixDictionaries.Get("FIXT.1.1"), application);
        }
        return FixDictionaries.Names.Contains(key) ? new FixMessageSchema(FixDictionaries.Get(key)) : null;
    }

    private static List<(int Tag, string Value)> Split(byte[] message)
    {
        List<(int, string)> fields = [];
        var walker = new FixFields(message, 0, message.Length);
        while (walker.MoveNext())
        {
            bool isReadable = walker.Error is FixParseError.None or FixParseError.EmptyValue;
            ReadOnlySpan<byte> raw = message.AsSpan(walker.FieldOffset, walker.NextOffset - walker.FieldOffset);
            fields.Add((walker.Tag, isReadable ? Text(walker.Value) : $"{Text(raw.TrimEnd(FixFields.Soh))} ({walker.Error})"));
        }
        return fields;
    }

    private static string Text(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length);
        foreach (char c in Encoding.Latin1.GetString(value))
        {
            if (char.IsControl(c))
                text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
            else
                text.Append(c);
        }
        return text.ToString();
    }
}
