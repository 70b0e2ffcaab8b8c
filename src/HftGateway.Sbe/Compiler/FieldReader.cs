using System.Text;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// Properties that read fields. Where a field may be absent its null value is loaded first and overwritten when the
/// field is there: the compiled code then has no jump that is taken, which a choice between two values would have.
/// </summary>
internal sealed class FieldReader(SchemaPlan plan, CodeWriter w)
{
    private const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    /// <summary>Writes everything about a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="guard">The condition under which it may be read; null when it always may.</param>
    /// <param name="presence">The condition under which it is in the block; null when it always is.</param>
    public void Write(FieldPlan field, string? guard, string? presence)
    {
        switch (field.Kind)
        {
            case FieldKind.Constant:
                WriteConstant(field, guard);
                break;
            case FieldKind.Scalar:
                WriteNull(field);
                w.SummaryXml(Documentation.Of(field));
                WriteValue(field, field.Type, $"{field.Name}Null", Read(field), guard);
                WriteHas(field, presence, IsNull(field, field.Name));
                break;
            case FieldKind.Enum:
                w.SummaryXml(Documentation.Of(field));
                WriteValue(field, field.Type, EnumNull(field), $"({field.Type}){Read(field)}", guard);
                WriteHas(field, presence, $"{field.Name} == {EnumNull(field)}");
                break;
            case FieldKind.Set:
                w.SummaryXml(Documentation.Of(field));
                WriteValue(field, field.Type, "default", $"({field.Type}){Read(field)}", guard);
                WriteHas(field, presence, null);
                break;
            case FieldKind.Decimal:
                w.SummaryXml(Documentation.Of(field));
                WriteValue(
                    field, field.Type, $"new {field.Type}()",
                        $"{field.Type}.Read(in SbeFrames.At(in _block, {field.Offset}))",
                    guard, $"{field.Type}.Null");
                WriteHas(field, presence, $"{field.Name}.IsNull");
                break;
            case FieldKind.Composite:
                WriteComposite(field, guard, presence);
                break;
            case FieldKind.Text or FieldKind.Bytes:
                WriteSpan(field, guard, presence);
                break;
            default:
                WriteArray(field, guard, presence);
                break;
        }
    }

    /// <summary>The expression that is true when a value of the field is its null.</summary>
    public static string IsNull(FieldPlan field, string value)
        => field.NullValue.IsNaN
            ? $"{field.Type}.IsNaN({value})" : $"{value} == {field.Name}Null";

    /// <summary>The null value of an enum field as an expression.</summary>
    public static string EnumNull(FieldPlan field)
        => field.NullValue.AsInt64 < 0 && field.NullValue.Primitive.IsSigned()
            ? $"({field.Type})({Primitives.Literal(field.NullValue)})"
                : $"({field.Type}){Primitives.Literal(field.NullValue)}";

    private string Read(FieldPlan field)
        => $"{plan.Order}.Read{Primitives.Accessor(field.Primitive)}(in _block, {field.Offset})";

    private void WriteNull(FieldPlan field)
    {
        w.SummaryXml(
            $"The null value of <see cref=\"{field.Name}\"/>, which it also has in messages without the field.");
        string kind = field.Primitive.IsFloatingPoint() ? "static" : "const";
        string equals = field.Primitive.IsFloatingPoint() ? "=>" : "=";
        w.Line($"public {kind} {field.Type} {field.Name}Null {equals} {Primitives.Literal(field.NullValue)};");
        w.Line();
    }

    private void WriteValue(
        FieldPlan field, string type, string initial, string read, string? guard, string? nullValue = null)
    {
        if (guard is null)
        {
            w.Line($"public {type} {field.Name} => {read};");
            w.Line();
            return;
        }
        w.Open($"public {type} {field.Name}");
        w.Line(Inline);
        w.Open("get");
        w.Lines($"{type} value = {nullValue ?? initial};", $"if ({guard})", $"\tvalue = {read};", "return value;");
        w.Close();
        w.Close();
        w.Line();
    }

    private void WriteHas(FieldPlan field, string? presence, string? isNull)
    {
        if (!field.CanBeMissing)
            return;
        bool optional = field.Presence == SbePresence.Optional && isNull is not null;
        string has = optional ? $"!({isNull})" : presence ?? "true";
        w.SummaryXml($"True when <see cref=\"{field.Name}\"/> is in the message{(optional ? " and not null" : "")}.");
        w.Line($"public bool Has{field.Name} => {has};");
        w.Line();
    }

    private void WriteComposite(FieldPlan field, string? guard, string? presence)
    {
        string version = field.IsVersioned ? ", _version" : "";
        string read = $"new {field.Type}Decoder(in SbeFrames.At(in _block, {field.Offset}){version})";
        w.SummaryXml(Documentation.Of(field));
        w.Line($"public {field.Type}Decoder {field.Name}");
        w.Line($"    => {Guarded(guard, read, $"{field.Type}Decoder.Absent")};");
        w.Line();
        WriteHas(field, presence, presence is null ? $"{field.Name}.IsNull" : $"!({presence}) || {field.Name}.IsNull");
    }

    private void WriteSpan(FieldPlan field, string? guard, string? presence)
    {
        string slice = $"SbeFrames.Slice(in _block, {field.Offset}, {field.Length})";
        string read = guard is null ? slice : $"{guard} ? {slice} : default";
        WriteLength(field);
        if (field.Kind == FieldKind.Bytes)
        {
            w.SummaryXml(Documentation.Of(field) + " Empty when the message does not have it.");
            w.Line($"public ReadOnlySpan<byte> {field.Name} => {read};");
            w.Line();
            WriteHas(field, presence, null);
            return;
        }
        w.SummaryXml(Documentation.Of(field) + " The bytes up to the first NUL.");
        w.Line($"public ReadOnlySpan<byte> {field.Name} => SbeStrings.ToNul({field.Name}Raw);");
        w.Line();
        w.SummaryXml($"All bytes of <see cref=\"{field.Name}\"/>; empty when the message does not have it.");
        w.Line($"public ReadOnlySpan<byte> {field.Name}Raw => {read};");
        w.Line();
        WriteText(field.Name, ((SbeTypeEncoding)field.Encoding).TextEncoding);
        WriteHas(field, presence, $"{field.Name}.IsEmpty");
    }

    /// <summary>Writes the property that gives bytes as a string.</summary>
    public void WriteText(string name, SbeTextEncoding encoding)
    {
        if (encoding is SbeTextEncoding.None or SbeTextEncoding.Other)
            return;
        string method = encoding == SbeTextEncoding.Utf8 ? "Utf8" : "Latin1";
        w.SummaryXml($"<see cref=\"{name}\"/> as a string. Allocates.");
        w.Line($"public string {name}Text => SbeStrings.{method}({name});");
        w.Line();
    }

    private void WriteLength(FieldPlan field)
    {
        w.SummaryXml($"Number of elements of <c>{field.Name}</c>.");
        w.Line($"public const int {field.Name}Length = {field.Length};");
        w.Line();
    }

    private void WriteArray(FieldPlan field, string? guard, string? presence)
    {
        string accessor = Primitives.Accessor(field.Primitive);
        WriteLength(field);
        w.SummaryXml(
            $"The null value of elements of <c>{field.Name}</c>, which they also have in messages without the field.");
        string isConst = field.Primitive.IsFloatingPoint() ? "static" : "const";
        string equals = field.Primitive.IsFloatingPoint() ? "=>" : "=";
        w.Line($"public {isConst} {field.Type} {field.Name}Null {equals} {Primitives.Literal(field.NullValue)};");
        w.Line();
        w.SummaryXml(Documentation.Of(field) + " An element.");
        w.Line(
            "/// <exception cref=\"System.ArgumentOutOfRangeException\">The index is outside the array.</exception>");
        w.Open($"public {field.Type} {field.Name}(int index)");
        w.Lines($"if ((uint)index >= {field.Length}u)", $"\tSbeThrow.Index(index, {field.Length});");
        string read = $"{plan.Order}.Read{accessor}(in _block, {field.Offset} + (index * {field.Primitive.Size()}))";
        w.Line($"return {(guard is null ? read : $"{guard} ? {read} : {field.Name}Null")};");
        w.Close();
        w.Line();
        WriteHas(field, presence, null);
    }

    private void WriteConstant(FieldPlan field, string? guard)
    {
        SbeConstant constant = field.Constant!;
        string values = string.Join(", ", constant.Values.Select(v => Primitives.Literal(v)));
        w.SummaryXml(Documentation.Of(field));
        if (constant.ValidValue is not null || field.Encoding is SbeEnumEncoding)
        {
            string value = $"({field.Type})({Primitives.Literal(constant.Value)})";
            w.Line($"public {field.Type} {field.Name} => {Guarded(guard, value, EnumNull(field))};");
        }
        else if (field.Length > 1 && constant.Text is not null)
        {
            // The bytes rather than a literal: the text may be in any encoding.
            string text = Guarded(guard, $"SbeStrings.ToNul([{values}])", "default");
            w.Line($"public ReadOnlySpan<byte> {field.Name} => {text};");
            w.Line();
            WriteText(field.Name, ((SbeTypeEncoding)field.Encoding).TextEncoding);
            return;
        }
        else if (field.Length > 1)
        {
            string span = $"ReadOnlySpan<{field.Type}>";
            w.Line(guard is null
                ? $"public {span} {field.Name} => [{values}];"
                : $"public {span} {field.Name} => {guard} ? ({span})[{values}] : default;");
        }
        else
        {
            string value = $"({field.Type})({Primitives.Literal(constant.Value)})";
            string nullValue = $"({field.Type})({Primitives.Literal(field.NullValue)})";
            w.Line($"public {field.Type} {field.Name} => {Guarded(guard, value, nullValue)};");
        }
        w.Line();
    }

    private static string Guarded(string? guard, string value, string otherwise)
        => guard is null ? value : $"{guard} ? {value} : {otherwise}";

    /// <summary>The statements that append a field to the text of a message.</summary>
    public void WriteAppend(FieldPlan field, string separator)
    {
        string start = $"text.Append(\"{separator}{field.Source.Name} = \");";
        w.Line(start);
        string value = AppendValue(field);
        string? isNull = field.Kind switch
        {
            FieldKind.Scalar => IsNull(field, field.Name),
            FieldKind.Decimal or FieldKind.Composite => $"{field.Name}.IsNull",
            FieldKind.Enum => $"{field.Name} == {EnumNull(field)}",
            _ => null,
        };
        if (isNull is not null && field.CanBeMissing)
        {
            w.Lines($"if ({isNull})", "\ttext.Append(\"null\");", "else", "\t" + value);
            return;
        }
        w.Line(value);
    }

    private string AppendValue(FieldPlan field)
    {
        string name = field.Name;
        switch (field.Kind)
        {
            case FieldKind.Constant when field.Constant!.ValidValue is null && field.Encoding is SbeTypeEncoding type:
                return type.Length > 1
                    ? constantArray(type)
                    : field.Primitive == SbePrimitiveType.Char
                        ? $"SbeStrings.AppendChar(text, {name});" : $"SbeStrings.Append(text, {name});";
            case FieldKind.Scalar:
                return field.Primitive == SbePrimitiveType.Char
                    ? $"SbeStrings.AppendChar(text, {name});" : $"SbeStrings.Append(text, {name});";
            case FieldKind.Text:
                return $"SbeStrings.AppendText(text, {name});";
            case FieldKind.Bytes:
                return $"SbeStrings.AppendBytes(text, {name});";
            case FieldKind.Composite or FieldKind.Decimal:
                return $"{name}.AppendTo(text);";
            case FieldKind.Array:
                StringBuilder line = new("text.Append('[');");
                line.Append($" for (int i = 0; i < {name}Length; i++) ");
                line.Append($"SbeStrings.Append(i == 0 ? text : text.Append(\", \"), {name}(i)); text.Append(']');");
                return "{ " + line + " }";
            default:
                return $"text.Append({name}.ToString());";
        }

        string constantArray(SbeTypeEncoding type) => field.Constant!.Text is not null
            ? $"SbeStrings.AppendText(text, {name});"
            : $"foreach ({field.Type} value in {name}) SbeStrings.Append(text, value).Append(' ');";
    }
}
