using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Composites: decimals as values, others as a decoder, an encoder and, where the bytes allow it, a
/// structure.</summary>
internal sealed class CompositeEmitter(SchemaPlan plan, CodeWriter w)
{
    /// <summary>Writes everything for a composite.</summary>
    public void Write(SbeCompositeEncoding composite)
    {
        if (SchemaPlan.IsDecimal(composite))
            WriteDecimal(composite);
        else
            WriteCodecs(composite);
    }

    private void WriteDecimal(SbeCompositeEncoding composite)
    {
        string name = plan.TypeNames[composite];
        SbeMember mantissa = composite.Find("mantissa")!, exponent = composite.Find("exponent")!;
        SbePrimitiveType m = ((SbeTypeEncoding)mantissa.Encoding).Primitive,
            e = ((SbeTypeEncoding)exponent.Encoding).Primitive;
        string mType = Primitives.Type(m), eType = Primitives.Type(e);
        bool fixedExponent = exponent.Size == 0;
        w.SummaryXml(Documentation.Of(composite, "Decimal", fixedExponent
            ? $"Exactly <see cref=\"Mantissa\"/> × 10^{exponent.Constant!.Value}."
                : "Exactly mantissa × 10^exponent."));
        w.Line($"[global::System.Runtime.InteropServices.StructLayout(LayoutKind.Explicit, Size = {composite.Size})]");
        w.Open($"{plan.Access} readonly struct {name} : global::System.IEquatable<{name}>");
        w.Line($"[global::System.Runtime.InteropServices.FieldOffset({mantissa.Offset})]");
        w.Line($"private readonly {mType} _mantissa;");
        if (!fixedExponent)
        {
            w.Line($"[global::System.Runtime.InteropServices.FieldOffset({exponent.Offset})]");
            w.Line($"private readonly {eType} _exponent;");
        }
        w.Line();
        w.Summary("A decimal of a mantissa" + (fixedExponent ? "." : " and an exponent."));
        w.Open(
            fixedExponent ? $"public {name}({mType} mantissa)" : $"public {name}({mType} mantissa, {eType} exponent)");
        w.Line("_mantissa = mantissa;");
        if (!fixedExponent)
            w.Line("_exponent = exponent;");
        w.Close();
        w.Line();
        WriteDecimalMembers(composite, name, mantissa, exponent, fixedExponent);
        w.Close();
    }

    private void WriteDecimalMembers(
        SbeCompositeEncoding composite, string name, SbeMember mantissa, SbeMember exponent, bool fixedExponent)
    {
        SbeTypeEncoding m = (SbeTypeEncoding)mantissa.Encoding, e = (SbeTypeEncoding)exponent.Encoding;
        string mLiteral = Primitives.Literal(m.NullValue), eLiteral = Primitives.Literal(e.NullValue);
        w.Summary("No value.");
        w.Line($"public static {name} Null => new {name}({mLiteral}{(fixedExponent ? "" : ", " + eLiteral)});");
        w.Line();
        w.Summary("The exact value in units of 10^exponent.");
        w.Line($"public {Primitives.Type(m.Primitive)} Mantissa => _mantissa;");
        w.Line();
        w.Summary("The power of ten.");
        string power = fixedExponent ? Primitives.Literal(exponent.Constant!.Value) : "_exponent";
        w.Line($"public {Primitives.Type(e.Primitive)} Exponent => {power};");
        w.Line();
        w.Summary("True when there is no value.");
        // A composite is null when its first member on the wire is.
        bool byExponent = !fixedExponent
            && composite.Members.First(static member => member.Size > 0).Name == "exponent";
        w.Line($"public bool IsNull => {(byExponent ? $"_exponent == {eLiteral}" : $"_mantissa == {mLiteral}")};");
        w.Line();
        w.Summary("The value as a double, rounded once; NaN for no value.");
        w.Line("public double ToDouble() => IsNull ? double.NaN : SbeDecimal.ToDouble(_mantissa, Clamp(Exponent));");
        w.Line();
        w.Summary("The value exactly.");
        w.Line("/// <exception cref=\"System.OverflowException\">A decimal does not hold it.</exception>");
        w.Line("public decimal ToDecimal() => SbeDecimal.ToDecimal(_mantissa, Clamp(Exponent));");
        w.Line();
        w.Line("/// <inheritdoc/>");
        w.Line(fixedExponent
            ? $"public bool Equals({name} other) => _mantissa == other._mantissa;"
            : $"public bool Equals({name} other) => _mantissa == other._mantissa && _exponent == other._exponent;");
        w.Line();
        w.Line("/// <inheritdoc/>");
        w.Line($"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
        w.Line();
        w.Line("/// <inheritdoc/>");
        w.Line("public override int GetHashCode() => _mantissa.GetHashCode();");
        w.Line();
        w.Summary("Equality of mantissa and exponent.");
        w.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
        w.Line();
        w.Summary("Inequality of mantissa or exponent.");
        w.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
        w.Line();
        w.Summary("The value in the form 123E-2, exactly, or null.");
        w.Line("public override string ToString() => AppendTo(new StringBuilder()).ToString();");
        w.Line();
        w.Open("internal StringBuilder AppendTo(StringBuilder text)");
        w.Line("if (IsNull)");
        w.Line("    return text.Append(\"null\");");
        w.Line("SbeStrings.Append(text, _mantissa).Append('E');");
        w.Line("return SbeStrings.Append(text, Exponent);");
        w.Close();
        w.Line();
        string read = $"{plan.Order}.Read{Primitives.Accessor(m.Primitive)}(in block, {mantissa.Offset})";
        string readE = $"{plan.Order}.Read{Primitives.Accessor(e.Primitive)}(in block, {exponent.Offset})";
        w.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        string arguments = fixedExponent ? read : $"{read}, {readE}";
        w.Line($"internal static {name} Read(ref readonly byte block) => new {name}({arguments});");
        w.Line();
        w.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        w.Open("internal void Write(ref byte block)");
        w.Line($"{plan.Order}.Write{Primitives.Accessor(m.Primitive)}(ref block, {mantissa.Offset}, _mantissa);");
        if (!fixedExponent)
            w.Line($"{plan.Order}.Write{Primitives.Accessor(e.Primitive)}(ref block, {exponent.Offset}, _exponent);");
        w.Close();
        w.Line();
        // An exponent far outside of what a number can have is the same as one just outside.
        string clamp = e.Primitive.Size() < 4 ? "exponent" : e.Primitive.IsSigned()
            ? "(int)global::System.Math.Clamp((long)exponent, -10000, 10000)"
                : "(int)global::System.Math.Min((ulong)exponent, 10000)";
        w.Line($"private static int Clamp({Primitives.Type(e.Primitive)} exponent) => {clamp};");
    }

    private void WriteCodecs(SbeCompositeEncoding composite)
    {
        string name = plan.TypeNames[composite];
        IReadOnlyList<FieldPlan> members = plan.Members[composite];
        WriteDecoder(composite, name, members);
        w.Line();
        WriteEncoder(composite, name, members);
        if (plan.IsBlittable(composite) && composite.Size > 0)
        {
            w.Line();
            new StructEmitter(plan, w).Write(
                plan.Access, name + "Block", composite.Size, members,
                    $"The bytes of <see cref=\"{name}Decoder\"/> as a structure.");
        }
    }

    private void WriteDecoder(SbeCompositeEncoding composite, string name, IReadOnlyList<FieldPlan> members)
    {
        w.SummaryXml(Documentation.Of(composite, "Composite", "Reads it in place."));
        w.Open($"{plan.Access} readonly ref struct {name}Decoder");
        w.Line("private readonly ref readonly byte _block;");
        w.Line();
        bool versioned = SchemaPlan.IsVersioned(composite);
        string version = versioned ? ", int version" : "", schemaVersion = versioned ? $", {plan.Schema.Version}" : "";
        if (versioned)
        {
            w.Line("private readonly int _version;");
            w.Line();
        }
        w.Open($"internal {name}Decoder(ref readonly byte block{version})");
        w.Line("_block = ref block;");
        if (versioned)
            w.Line("_version = version;");
        w.Close();
        w.Line();
        w.Summary("Bytes of the composite.");
        w.Line($"public const int Size = {composite.Size};");
        w.Line();
        string none = versioned ? ", -1" : "";
        w.Line($"internal static {name}Decoder Absent");
        w.Line($"    => new {name}Decoder(in MemoryMarshal.GetReference(NullImage){none});");
        w.Line();
        string nulls = Bytes(new BlockImage(plan.Schema.ByteOrder).Absent(composite));
        w.Line($"private static ReadOnlySpan<byte> NullImage => [{nulls}];");
        w.Line();
        w.Summary("Reads a composite that stands by itself.");
        w.Line("/// <returns>False when the buffer is too short.</returns>");
        w.Open($"public static bool TryWrap(ReadOnlySpan<byte> buffer, out {name}Decoder decoder)");
        w.Line("bool fits = buffer.Length >= Size;");
        w.Line($"decoder = fits ? new {name}Decoder(in MemoryMarshal.GetReference(buffer){schemaVersion}) : default;");
        w.Line("return fits;");
        w.Close();
        w.Line();
        FieldReader reader = new(plan, w);
        foreach (FieldPlan member in members)
        {
            string? known = member.Since > 0 ? $"_version >= {member.Since}" : null;
            reader.Write(member, known, known);
        }
        w.Summary("True when the first member is null, which makes the whole composite null.");
        w.Line($"public bool IsNull => {FirstIsNull(members)};");
        w.Line();
        WriteAppend(reader, members);
        w.Close();
    }

    private static string FirstIsNull(IReadOnlyList<FieldPlan> members)
    {
        FieldPlan? first = members.FirstOrDefault(m => m.Size > 0);
        return first?.Kind switch
        {
            FieldKind.Scalar => FieldReader.IsNull(first, first.Name),
            FieldKind.Enum => $"{first.Name} == {FieldReader.EnumNull(first)}",
            FieldKind.Decimal or FieldKind.Composite => $"{first.Name}.IsNull",
            FieldKind.Text => $"{first.Name}Raw.StartsWith([(byte){Primitives.Literal(first.NullValue)}])",
            FieldKind.Bytes => $"{first.Name}.StartsWith([(byte){Primitives.Literal(first.NullValue)}])",
            FieldKind.Array => FieldReader.IsNull(first, first.Name + "(0)"),
            _ => "false",
        };
    }

    private void WriteAppend(FieldReader reader, IReadOnlyList<FieldPlan> members)
    {
        w.Summary("The members as text.");
        w.Line("public override string ToString() => AppendTo(new StringBuilder()).ToString();");
        w.Line();
        w.Open("internal StringBuilder AppendTo(StringBuilder text)");
        w.Line("text.Append(\"{ \");");
        for (int i = 0; i < members.Count; i++)
            reader.WriteAppend(members[i], i == 0 ? "" : ", ");
        w.Line("return text.Append(\" }\");");
        w.Close();
    }

    private void WriteEncoder(SbeCompositeEncoding composite, string name, IReadOnlyList<FieldPlan> members)
    {
        w.SummaryXml(Documentation.Of(composite, "Composite", "Writes it in place."));
        w.Open($"{plan.Access} readonly ref struct {name}Encoder");
        w.Line("private readonly ref byte _block;");
        w.Line();
        w.Line($"internal {name}Encoder(ref byte block) => _block = ref block;");
        w.Line();
        w.Summary("Bytes of the composite.");
        w.Line($"public const int Size = {composite.Size};");
        w.Line();
        w.Summary("Makes every member null.");
        string image = $"[{Bytes(new BlockImage(plan.Schema.ByteOrder).Absent(composite))}]";
        w.Line($"public void SetNulls() => SbeFrames.Copy(ref _block, {image}, Size);");
        w.Line();
        FieldWriter writer = new(plan, w);
        foreach (FieldPlan member in members)
            writer.Write(member);
        w.Close();
    }

    /// <summary>Bytes as the elements of a collection expression.</summary>
    public static string Bytes(byte[] bytes) => string.Join(", ", bytes);
}
