using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Members of encoders that write fields.</summary>
internal sealed class FieldWriter(SchemaPlan plan, CodeWriter w)
{
    /// <summary>Writes the members for a field; nothing for a constant.</summary>
    public void Write(FieldPlan field)
    {
        switch (field.Kind)
        {
            case FieldKind.Constant:
                return;
            case FieldKind.Scalar or FieldKind.Enum or FieldKind.Set:
                string cast = field.Kind == FieldKind.Scalar ? "" : $"({Primitives.Type(field.Primitive)})";
                w.SummaryXml(Documentation.Of(field));
                WriteSetter(field, field.Type, $"{Put(field, field.Offset.ToString())}{cast}value)");
                break;
            case FieldKind.Decimal:
                w.SummaryXml(Documentation.Of(field));
                WriteSetter(field, field.Type, $"value.Write(ref SbeFrames.AtMutable(ref _block, {field.Offset}))");
                break;
            case FieldKind.Composite:
                w.SummaryXml(Documentation.Of(field));
                w.Line($"public readonly {field.Type}Encoder {field.Name}");
                w.Line($"    => new {field.Type}Encoder(ref SbeFrames.AtMutable(ref _block, {field.Offset}));");
                w.Line();
                break;
            case FieldKind.Text:
                WriteText(field);
                break;
            case FieldKind.Bytes:
                w.SummaryXml(Documentation.Of(field) + $" Exactly {field.Length} bytes.");
                w.Line("/// <exception cref=\"System.ArgumentException\">Another number of bytes.</exception>");
                WriteSetter(field, "ReadOnlySpan<byte>", $"SbeStrings.WriteExact({Slice(field)}, value)");
                break;
            default:
                WriteArray(field);
                break;
        }
    }

    private void WriteSetter(FieldPlan field, string type, string write)
    {
        w.Open($"public readonly {type} {field.Name}");
        w.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        w.Line($"set => {write};");
        w.Close();
        w.Line();
    }

    private void WriteText(FieldPlan field)
    {
        w.SummaryXml(Documentation.Of(field) + " Shorter text is padded with NUL.");
        w.Line($"/// <exception cref=\"System.ArgumentException\">More than {field.Length} bytes.</exception>");
        WriteSetter(field, "ReadOnlySpan<byte>", $"SbeStrings.Write({Slice(field)}, value)");
        SbeTextEncoding encoding = ((SbeTypeEncoding)field.Encoding).TextEncoding;
        if (encoding == SbeTextEncoding.Other)
            return;
        string method = encoding == SbeTextEncoding.Utf8 ? "WriteUtf8" : "WriteLatin1";
        w.SummaryXml($"Writes characters into <c>{field.Name}</c>.");
        w.Line("/// <exception cref=\"System.ArgumentException\">Too long, or not in the encoding.</exception>");
        w.Line($"public readonly void Set{field.Name}(ReadOnlySpan<char> text)");
        w.Line($"    => SbeStrings.{method}({Slice(field)}, text);");
        w.Line();
    }

    private void WriteArray(FieldPlan field)
    {
        w.SummaryXml(Documentation.Of(field) + " Sets an element.");
        w.Line(
            "/// <exception cref=\"System.ArgumentOutOfRangeException\">The index is outside the array.</exception>");
        w.Open($"public readonly void Set{field.Name}(int index, {field.Type} value)");
        w.Lines($"if ((uint)index >= {field.Length}u)", $"\tSbeThrow.Index(index, {field.Length});");
        w.Line($"{Put(field, $"{field.Offset} + (index * {field.Primitive.Size()})")}value);");
        w.Close();
        w.Line();
    }

    private static string Slice(FieldPlan field)
        => $"SbeFrames.SliceMutable(ref _block, {field.Offset}, {field.Length})";

    private string Put(FieldPlan field, string offset)
        => $"{plan.Order}.Write{Primitives.Accessor(field.Primitive)}(ref _block, {offset}, ";
}
