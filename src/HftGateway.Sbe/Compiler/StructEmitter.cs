using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Structures whose memory is the wire's bytes, for blocks without a number in the other byte order.</summary>
internal sealed class StructEmitter(SchemaPlan plan, CodeWriter w)
{
    /// <summary>Writes a structure.</summary>
    public void Write(string access, string name, int size, IReadOnlyList<FieldPlan> fields, string summary)
    {
        w.SummaryXml(summary + " The bytes of little-endian machines; constants are not part of it.");
        w.Line($"[global::System.Runtime.InteropServices.StructLayout(LayoutKind.Explicit, Size = {size})]");
        w.Open($"{access} struct {name}");
        bool first = true;
        foreach (FieldPlan field in fields)
        {
            if (field.Size == 0)
                continue;
            if (!first)
                w.Line();
            first = false;
            w.SummaryXml(Documentation.Of(field));
            w.Line($"[global::System.Runtime.InteropServices.FieldOffset({field.Offset})]");
            w.Line($"public {Type(field)} {field.Name};");
        }
        w.Close();
    }

    /// <summary>Writes the types that hold arrays inside structures.</summary>
    public void WriteArrays()
    {
        foreach ((string element, int length, string name) in plan.Arrays)
        {
            w.Summary($"{length} elements in place.");
            w.Line($"[global::System.Runtime.CompilerServices.InlineArray({length})]");
            w.Open($"{plan.Access} struct {name}");
            w.Line($"private {element} _first;");
            w.Close();
            w.Line();
        }
    }

    private string Type(FieldPlan field) => field.Kind switch
    {
        FieldKind.Composite => field.Type + "Block",
        FieldKind.Text or FieldKind.Bytes or FieldKind.Array => ArrayType(field),
        _ => field.Type,
    };

    private string ArrayType(FieldPlan field)
    {
        foreach ((string element, int length, string name) in plan.Arrays)
        {
            if (element == field.Type && length == field.Length)
                return name;
        }
        string wanted = $"{CSharpNames.Pascal(field.Type)}Array{field.Length}";
        while (plan.TypeNames.ContainsValue(wanted))
            wanted += "_";
        plan.Arrays.Add((field.Type, field.Length, wanted));
        return wanted;
    }
}
