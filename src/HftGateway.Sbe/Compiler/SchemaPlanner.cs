using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Gives everything in a schema its C# name, in the order of the schema, so that the same schema gives the
/// same names.</summary>
internal sealed class SchemaPlanner
{
    private readonly SchemaPlan _plan;
    private readonly NameScope _types;
    private readonly HashSet<string> _codecs = new(StringComparer.Ordinal);

    private SchemaPlanner(SbeSchema schema, CSharpOptions options)
    {
        _plan = new SchemaPlan
        {
            Schema = schema,
            Namespace = string.IsNullOrEmpty(options.Namespace)
                ? CSharpNames.Namespace(schema.Package) : CSharpNames.Namespace(options.Namespace),
            Access = options.IsPublic ? "public" : "internal",
        };
        _types = new NameScope(_plan.Renames, CSharpNames.Types, _plan.Namespace.Split('.'));
    }

    /// <summary>Plans a schema.</summary>
    public static SchemaPlan Plan(SbeSchema schema, CSharpOptions options)
    {
        SchemaPlanner planner = new(schema, options);
        foreach (SbeEncoding type in schema.Types)
            planner.NameType(type, "");
        List<(SbeMessage Message, string Name)> messages = [];
        foreach (SbeMessage message in schema.Messages)
            messages.Add((message, planner.NameMessage(message)));
        foreach (SbeCompositeEncoding composite in planner._plan.Types.OfType<SbeCompositeEncoding>())
            planner._plan.Members[composite] = planner.PlanMembers(composite);
        foreach ((SbeMessage message, string name) in messages)
            planner._plan.Messages.Add(planner.PlanMessage(message, name));
        return planner._plan;
    }

    private void NameType(SbeEncoding type, string outer)
    {
        if (type is SbeTypeEncoding || type is SbeCompositeEncoding { IsVariableLength: true }
            || _plan.TypeNames.ContainsKey(type))
            return;
        bool isCodec = type is SbeCompositeEncoding && !SchemaPlan.IsDecimal(type);
        string[] derived = isCodec ? ["*Decoder", "*Encoder", "*Block"] : [];
        string wanted = outer + CSharpNames.Pascal(type.Name);
        string name = _types.Claim(type, wanted, derived);
        foreach (string pattern in derived)
            _codecs.Add(pattern.Replace("*", name));
        _plan.TypeNames[type] = name;
        _plan.Types.Add(type);
        if (type is SbeCompositeEncoding composite)
        {
            foreach (SbeMember member in composite.Members)
                NameType(member.Encoding, member.IsRef ? "" : wanted);
        }
    }

    private string NameMessage(SbeMessage message)
    {
        // The message's own name stays free: a type may have it, and only names with a suffix are declared.
        string[] derived = ["*Decoder", "*Encoder", "*Block"];
        string wanted = CSharpNames.Pascal(message.Name), name = wanted;
        while (derived.Any(d => !_types.IsFree(d.Replace("*", name))))
            name += "_";
        foreach (string pattern in derived)
        {
            _types.Take(pattern.Replace("*", name));
            _codecs.Add(pattern.Replace("*", name));
        }
        if (name != wanted)
            _plan.Renames.Add(new CSharpRename(message, wanted, name));
        return name;
    }

    private List<FieldPlan> PlanMembers(SbeCompositeEncoding composite)
    {
        NameScope scope = new(_plan.Renames, CSharpNames.CompositeMembers, _codecs, [_plan.TypeNames[composite]]);
        return
        [
            .. composite.Members.Select(m
                => PlanField(scope, m, m.Encoding, m.Presence, m.Constant, m.Offset, m.SinceVersion, null)),
        ];
    }

    private MessagePlan PlanMessage(SbeMessage message, string name)
    {
        (NameScope scope, List<FieldPlan> fields) = PlanFields(message, []);
        (bool testsVersions, List<(int, int)> steps) = Versions(fields);
        return new MessagePlan
        {
            Name = name, Source = message, Fields = fields, Steps = steps, TestsVersions = testsVersions,
            StructName = IsStruct(message, fields) ? name + "Block" : null,
            Groups = PlanGroups(message, scope, []), Data = PlanData(message, scope),
        };
    }

    private List<GroupPlan> PlanGroups(SbeBlock block, NameScope scope, string[] enclosing)
    {
        List<GroupPlan> groups = [];
        foreach (SbeGroup group in block.Groups)
        {
            string wanted = CSharpNames.Pascal(group.Name), name = wanted;
            string[] types = ["*Group", "*Entry", "*Block"];
            // Nested types must not hide the types that the code inside them refers to.
            while (!scope.IsFree(name, [.. types, "Try*", "*Unset"])
                || types.Any(t => !_types.IsFree(t.Replace("*", name)) || enclosing.Contains(t.Replace("*", name))))
                name += "_";
            scope.Take(name, [.. types, "Try*", "*Unset"]);
            if (name != wanted)
                _plan.Renames.Add(new CSharpRename(group, wanted, name));
            string[] chain = [.. enclosing, name + "Group", name + "Entry", name + "Block"];
            (NameScope inner, List<FieldPlan> fields) = PlanFields(group, chain);
            (bool testsVersions, List<(int, int)> steps) = Versions(fields);
            groups.Add(new GroupPlan
            {
                Name = name, Source = group, Fields = fields, Steps = steps, TestsVersions = testsVersions,
                StructName = IsStruct(group, fields) ? name + "Block" : null,
                Groups = PlanGroups(group, inner, chain), Data = PlanData(group, inner),
            });
        }
        return groups;
    }

    private static List<DataPlan> PlanData(SbeBlock block, NameScope scope) =>
    [
        .. block.Data.Select(data => new DataPlan
        {
            Source = data, Name =
                scope.Claim(data, CSharpNames.Pascal(data.Name), "*Text", "Set*", "TrySet*", "Skip*", "*MaxLength"),
        }),
    ];

    private (NameScope Scope, List<FieldPlan> Fields) PlanFields(SbeBlock block, string[] enclosing)
    {
        string[] members = block is SbeMessage ? CSharpNames.MessageMembers : CSharpNames.EntryMembers;
        NameScope scope = new(_plan.Renames, members, _codecs, enclosing);
        List<FieldPlan> fields = [];
        foreach (SbeField field in block.Fields)
        {
            fields.Add(PlanField(
                scope, field, field.Encoding, field.Presence, field.Constant, field.Offset, field.SinceVersion,
                    field.Id));
        }
        return (scope, fields);
    }

    private FieldPlan PlanField(
        NameScope scope, SbeElement source, SbeEncoding encoding, SbePresence presence, SbeConstant? constant,
            int offset,
        int since, int? id)
    {
        FieldKind kind = presence == SbePresence.Constant || constant is not null ? FieldKind.Constant
            : KindOf(encoding);
        string[] derived = kind switch
        {
            FieldKind.Scalar => ["Has*", "*Null"],
            FieldKind.Text => ["Has*", "*Raw", "*Text", "*Length", "Set*"],
            FieldKind.Bytes => ["Has*", "*Length", "Set*"],
            FieldKind.Array => ["Has*", "*Length", "*Null", "Set*"],
            FieldKind.Constant => ["*Text", "*Length"],
            _ => ["Has*"],
        };
        SbeEncoding named = (SbeEncoding?)constant?.Enum ?? encoding;
        return new FieldPlan
        {
            Source = source, Encoding = encoding, Kind = kind, Offset = offset, Presence = presence, Since = since,
                Id = id,
            Constant = constant, Name = scope.Claim(source, CSharpNames.Pascal(source.Name), derived),
            Type = _plan.TypeNames.TryGetValue(named, out string? type)
                ? type : Primitives.Type(((SbeTypeEncoding)encoding).Primitive),
        };
    }

    private static FieldKind KindOf(SbeEncoding encoding) => encoding switch
    {
        SbeEnumEncoding => FieldKind.Enum,
        SbeSetEncoding => FieldKind.Set,
        SbeCompositeEncoding => SchemaPlan.IsDecimal(encoding) ? FieldKind.Decimal : FieldKind.Composite,
        SbeTypeEncoding { Length: 1 } => FieldKind.Scalar,
        SbeTypeEncoding { IsText: true } type when type.Primitive.Size() == 1 => FieldKind.Text,
        SbeTypeEncoding { Primitive: SbePrimitiveType.UInt8 } => FieldKind.Bytes,
        _ => FieldKind.Array,
    };

    private bool IsStruct(SbeBlock block, List<FieldPlan> fields)
        => block.BlockLength > 0 && fields.All(f => f.Kind == FieldKind.Constant || _plan.IsBlittable(f.Encoding));

    // New fields behind all old ones (as versions are meant to be) make "is the field there" one comparison with a
    // limit.
    private static (bool TestsVersions, List<(int Since, int Offset)> Steps) Versions(List<FieldPlan> fields)
    {
        List<(int Since, int Offset)> steps = [];
        int newest = 0;
        foreach (FieldPlan field in fields.Where(f => f.Size > 0).OrderBy(f => f.Offset))
        {
            if (field.Since < newest)
                return (true, []);
            if (field.Since > newest)
                steps.Add((field.Since, field.Offset));
            newest = field.Since;
        }
        return (false, steps);
    }
}
