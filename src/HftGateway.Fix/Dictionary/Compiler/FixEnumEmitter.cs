using System.Globalization;

namespace HftGateway.Fix.Dictionaries;

/// <summary>Writes the enums of fields and the tag constants.</summary>
internal static class FixEnumEmitter
{
    /// <summary>What enum a field's values become.</summary>
    public static FixEnumKind KindOf(FixFieldDefinition field)
    {
        if (field.Values.Count == 0 || field.Type is FixFieldType.Boolean || field.Type.IsDecimal() || field.Type.IsData()
            || field.Tag == FixDictionaryCompiler.MsgTypeTag)
            return FixEnumKind.None;
        if (field.Type.IsWhole())
            return field.Values.All(static v => IsNumber(v.Value)) ? FixEnumKind.Int : FixEnumKind.None;
        if (field.Values.All(static v => v.Value.Length == 1 && v.Value[0] is > ' ' and < (char)127))
            return FixEnumKind.Char;
        return field.Values.Any(static v => IsCode(v.Value)) ? FixEnumKind.Code : FixEnumKind.None;
    }

    /// <summary>Writes the enum of a field that has one.</summary>
    public static void Emit(FixCodeText code, FixFieldDefinition field, string access)
    {
        FixEnumKind kind = KindOf(field);
        if (kind == FixEnumKind.None)
            return;
        string type = kind switch { FixEnumKind.Char => "byte", FixEnumKind.Int => "int", _ => "ulong" };
        code.Line();
        code.Line($"/// <summary>Values of {FixCodeText.Escape(field.ToString())}.</summary>");
        code.Open($"{access} enum {FixCodeNames.Identifier(field.Name)} : {type}");
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (FixEnumValue value in field.Values)
        {
            // Longer ones have no number: the accessor of the text has them.
            if (kind == FixEnumKind.Code && !IsCode(value.Value))
                continue;
            string name = FixCodeNames.EnumMember(value.Name), unique = name;
            for (int i = 2; !names.Add(unique); i++)
                unique = name + i.ToString(CultureInfo.InvariantCulture);
            code.Member($"'{value.Value}' {value.Name}.", $"{unique} = {NumberOf(kind, value.Value)},");
        }
        code.Close();
    }

    /// <summary>Writes the tag constants.</summary>
    public static void EmitTags(FixCodeText code, FixDictionary dictionary, string access)
    {
        code.Line("/// <summary>Tag numbers by the dictionary's names.</summary>");
        code.Open($"{access} static class Tags");
        foreach (FixFieldDefinition field in dictionary.Fields)
            code.Member($"{field}, {field.Type}.", $"public const int {FixCodeNames.Identifier(field.Name)} = {field.Tag};");
        code.Close();
    }

    private static string NumberOf(FixEnumKind kind, string value)
    {
        if (kind == FixEnumKind.Int)
            return long.Parse(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        ulong packed = 0;
        for (int i = 0; i < value.Length; i++)
            packed |= (ulong)value[i] << (8 * i);
        return kind == FixEnumKind.Char ? packed.ToString(CultureInfo.InvariantCulture) : $"0x{packed:X}";
    }

    private static bool IsCode(string value) => value.Length is > 0 and <= 8 && value.All(static c => c is > ' ' and < (char)127);

    private static bool IsNumber(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) && value[0] != '+';
}
