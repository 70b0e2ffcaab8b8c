using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Enums and sets of flags. The underlying type is the wire's own, so that unknown values keep their
/// number.</summary>
internal static class EnumEmitter
{
    /// <summary>Writes an enum.</summary>
    public static void Write(SchemaPlan plan, CodeWriter w, SbeEnumEncoding type)
    {
        NameScope scope = new(plan.Renames, ["value__"]);
        w.SummaryXml(Documentation.Of(type, "Enum", "A value that is not listed is one that a newer schema has."));
        w.Open($"{plan.Access} enum {plan.TypeNames[type]} : {Primitives.Type(type.Primitive)}");
        bool namesNull = false;
        foreach (SbeValidValue value in type.Values)
        {
            namesNull |= value.Value.Bits == type.NullValue.Bits;
            string shown = type.Primitive == SbePrimitiveType.Char && value.Value.Bits is >= 0x20 and <= 0x7E
                ? $"Character <c>{CodeWriter.Escape(((char)value.Value.Bits).ToString())}</c>." : "";
            w.SummaryXml(Documentation.Of(value, "Value", shown));
            w.Line($"{scope.Claim(value, CSharpNames.Pascal(value.Name))} = {Primitives.Literal(value.Value)},");
            w.Line();
        }
        if (!namesNull)
        {
            string name = "NullValue";
            while (!scope.IsFree(name))
                name += "_";
            w.SummaryXml("No value.");
            w.Line($"{name} = {Primitives.Literal(type.NullValue)},");
        }
        w.Close();
    }

    /// <summary>Writes a set.</summary>
    public static void Write(SchemaPlan plan, CodeWriter w, SbeSetEncoding type)
    {
        NameScope scope = new(plan.Renames, ["value__"]);
        string underlying = Primitives.Type(type.Primitive);
        string suffix = type.Primitive switch
        {
            SbePrimitiveType.UInt32 => "u",
            SbePrimitiveType.UInt64 => "ul",
            _ => "",
        };
        w.SummaryXml(Documentation.Of(type, "Set"));
        w.Line("[global::System.Flags]");
        w.Open($"{plan.Access} enum {plan.TypeNames[type]} : {underlying}");
        foreach (SbeChoice choice in type.Choices)
        {
            w.SummaryXml(Documentation.Of(choice, "Choice", $"Bit {choice.Bit}."));
            w.Line($"{scope.Claim(choice, CSharpNames.Pascal(choice.Name))} = 1{suffix} << {choice.Bit},");
            w.Line();
        }
        if (scope.IsFree("None"))
        {
            w.SummaryXml("No bit set.");
            w.Line("None = 0,");
        }
        w.Close();
    }
}
