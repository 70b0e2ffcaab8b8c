using HftGateway.Sbe.Compiler;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>
/// Writes a class <c>Driver</c> for the generated code of a schema: <c>Decode</c> notes every property of a message,
/// <c>Copy</c> reads a message with the decoder and writes it with the encoder.
/// </summary>
internal sealed class DriverEmitter(SchemaPlan plan)
{
    private readonly CodeWriter _w = new();

    /// <summary>The source of the driver.</summary>
    public string Write()
    {
        _w.Lines("#nullable enable", $"namespace {plan.Namespace};", "", "using System;",
            "using System.Collections.Generic;");
        _w.Line("using T = global::HftGateway.Sbe.Tests.Generated.DriverTokens;");
        _w.Open("public static class Driver");
        WriteDispatch("public static bool Decode(ReadOnlySpan<byte> bytes, List<string> tokens)", "Decode",
            "bytes, tokens", "false");
        WriteDispatch("public static int Copy(ReadOnlySpan<byte> bytes, Span<byte> target)", "Copy", "bytes, target",
            "-1");
        WriteDispatch("public static string? Print(ReadOnlySpan<byte> bytes)", "Print", "bytes", "null");
        foreach (MessagePlan message in plan.Messages)
        {
            _w.Open($"private static string? Print{message.Source.Id}(ReadOnlySpan<byte> bytes)");
            _w.Line($"return {message.Decoder}.TryWrap(bytes, out {message.Decoder} m) ? m.ToString() : null;");
            _w.Close();
            WriteDecode(message);
            WriteCopy(message);
        }
        _w.Close();
        return _w.ToString();
    }

    private void WriteDispatch(string heading, string method, string arguments, string otherwise)
    {
        _w.Open(heading);
        _w.Lines(
            "if (!SbeSchema.TryReadHeader(bytes, out HftGateway.Sbe.SbeFrameHeader header))", $"\treturn {otherwise};");
        _w.Open("switch (header.TemplateId)");
        foreach (MessagePlan message in plan.Messages)
            _w.Lines($"case {message.Source.Id}:", $"\treturn {method}{message.Source.Id}({arguments});");
        _w.Lines("default:", $"\treturn {otherwise};");
        _w.Close();
        _w.Close();
    }

    private void WriteDecode(MessagePlan message)
    {
        _w.Open($"private static bool Decode{message.Source.Id}(ReadOnlySpan<byte> bytes, List<string> tokens)");
        _w.Lines($"if (!{message.Decoder}.TryWrap(bytes, out {message.Decoder} m))", "\treturn false;");
        _w.Line($"tokens.Add(\"message {message.Source.Name}\");");
        DecodeBlock(message, "m", 1);
        _w.Line("tokens.Add(\"end\");");
        _w.Line("return true;");
        _w.Close();
    }

    private void DecodeBlock(BlockPlan block, string m, int depth)
    {
        foreach (FieldPlan field in block.Fields)
            DecodeField(field, m, depth);
        foreach (GroupPlan group in block.Groups)
        {
            string g = $"g{depth}", e = $"e{depth}", i = $"i{depth}";
            _w.Open("");
            _w.Lines($"var {g} = {m}.{group.Name};", $"tokens.Add($\"{group.Source.Name} {{{g}.Count}}\");",
                $"int {i} = 0;");
            _w.Open($"foreach (var {e} in {g})");
            _w.Line($"tokens.Add($\"[{{{i}++}}]\");");
            DecodeBlock(group, e, depth + 1);
            _w.Close();
            _w.Line("tokens.Add(\"end group\");");
            _w.Close();
        }
        foreach (DataPlan data in block.Data)
            _w.Line($"T.Bytes(tokens, \"{data.Source.Name}\", {m}.{data.Name});");
    }

    private void DecodeField(FieldPlan field, string m, int depth)
    {
        string name = field.Source.Name, value = $"{m}.{field.Name}";
        switch (field.Kind)
        {
            case FieldKind.Constant when field.Length > 1 && field.Encoding is SbeTypeEncoding:
                _w.Lines($"foreach (var v{depth} in {value})", $"\tT.Value(tokens, \"{name}\", v{depth});");
                return;
            case FieldKind.Constant or FieldKind.Scalar or FieldKind.Enum or FieldKind.Set:
                _w.Line($"T.Value(tokens, \"{name}\", ({Wide(field)}){value});");
                break;
            case FieldKind.Text:
                _w.Line($"T.Bytes(tokens, \"{name}\", {value}Raw);");
                break;
            case FieldKind.Bytes:
                _w.Line($"T.Bytes(tokens, \"{name}\", {value});");
                break;
            case FieldKind.Array:
                _w.Line($"for (int j{depth} = 0; j{depth} < {field.Length}; j{depth}++)");
                _w.Line($"    T.Value(tokens, \"{name}\", {value}(j{depth}));");
                break;
            case FieldKind.Decimal or FieldKind.Composite:
                WriteHas(field, m);
                _w.Line($"tokens.Add(\"{name} {{\");");
                DecodeComposite(field, value, depth);
                _w.Line("tokens.Add(\"}\");");
                return;
        }
        WriteHas(field, m);
    }

    private void DecodeComposite(FieldPlan field, string value, int depth)
    {
        SbeCompositeEncoding composite = (SbeCompositeEncoding)field.Encoding;
        if (field.Kind == FieldKind.Composite)
        {
            _w.Open("");
            _w.Line($"var c{depth} = {value};");
            foreach (FieldPlan member in plan.Members[composite])
                DecodeField(member, $"c{depth}", depth + 1);
            _w.Close();
            return;
        }
        foreach (SbeMember member in composite.Members)
        {
            _w.Line($"T.Value(tokens, \"{member.Name}\", {value}.{CSharpNames.Pascal(member.Name)});");
            if (member.Presence == SbePresence.Optional)
                _w.Line($"T.Has(tokens, \"{member.Name}\", !{value}.IsNull);");
        }
    }

    private void WriteHas(FieldPlan field, string m)
    {
        if (field.CanBeMissing && field.Kind != FieldKind.Constant)
            _w.Line($"T.Has(tokens, \"{field.Source.Name}\", {m}.Has{field.Name});");
    }

    // The underlying numbers of enums and sets; everything else is a number already.
    private static string Wide(FieldPlan field)
    {
        bool isSigned = field.Primitive.IsSigned();
        if (field.Constant?.Enum is { } type)
            isSigned = type.Primitive.IsSigned();
        else if (field.Primitive.IsFloatingPoint())
            return Primitives.Type(field.Primitive);
        return isSigned ? "long" : "ulong";
    }

    private void WriteCopy(MessagePlan message)
    {
        _w.Open($"private static int Copy{message.Source.Id}(ReadOnlySpan<byte> bytes, Span<byte> target)");
        _w.Lines($"if (!{message.Decoder}.TryWrap(bytes, out {message.Decoder} m))", "\treturn -1;");
        _w.Lines($"if (!{message.Encoder}.TryWrap(target, out {message.Encoder} t))", "\treturn -2;");
        CopyBlock(message, "m", "t", 1);
        _w.Line("return t.EncodedLength;");
        _w.Close();
    }

    private void CopyBlock(BlockPlan block, string m, string t, int depth)
    {
        foreach (FieldPlan field in block.Fields)
            CopyField(field, m, t, depth);
        foreach (GroupPlan group in block.Groups)
        {
            string g = $"g{depth}", e = $"e{depth}", to = $"t{depth}";
            // Every other flat group through the faster path, which clears only holes.
            string unset = group.IsFlat && group.WireFields.Any() && group.Source.Id % 2 == 0 ? "Unset" : "";
            _w.Open("");
            _w.Line($"var {g} = {m}.{group.Name}.GetEnumerator();");
            _w.Open($"foreach (var {to} in {t}.{group.Name}{unset}({m}.{group.Name}.Count))");
            _w.Lines($"{g}.MoveNext();", $"var {e} = {g}.Current;");
            CopyBlock(group, e, to, depth + 1);
            _w.Close();
            _w.Close();
        }
        foreach (DataPlan data in block.Data)
            _w.Line($"{t}.Set{data.Name}({m}.{data.Name});");
    }

    private void CopyField(FieldPlan field, string m, string t, int depth)
    {
        string from = $"{m}.{field.Name}", to = $"{t}.{field.Name}";
        switch (field.Kind)
        {
            case FieldKind.Constant:
                break;
            case FieldKind.Text:
                _w.Line($"{to} = {from}Raw;");
                break;
            case FieldKind.Array:
                _w.Line($"for (int j{depth} = 0; j{depth} < {field.Length}; j{depth}++)");
                _w.Line($"    {t}.Set{field.Name}(j{depth}, {from}(j{depth}));");
                break;
            case FieldKind.Composite:
                _w.Open("");
                _w.Lines($"var c{depth} = {from};", $"var d{depth} = {to};");
                foreach (FieldPlan member in plan.Members[(SbeCompositeEncoding)field.Encoding])
                    CopyField(member, $"c{depth}", $"d{depth}", depth + 1);
                _w.Close();
                break;
            default:
                _w.Line($"{to} = {from};");
                break;
        }
    }
}
