using System.Text.Json;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>Makes one message from JSON: header, blocks, groups and data. Values are <see cref="SbeJsonValues"/>'s.</summary>
internal sealed class SbeJsonEncoder(SbeSchema schema)
{
    private readonly SbeOutput _output = new();
    private readonly SbeByteOrder _order = schema.ByteOrder;
    private ulong _version;

    /// <summary>Encodes one message.</summary>
    /// <exception cref="SbeJsonException">The object does not describe a message of the schema.</exception>
    public byte[] Encode(JsonElement json)
    {
        Dictionary<string, JsonElement> members = Members(json, "$");
        if (!members.Remove("$message", out JsonElement name) || name.ValueKind != JsonValueKind.String)
        {
            throw new SbeJsonException("$", "the member $message with the message's name is missing");
        }

        SbeMessage message = schema.FindMessage(name.GetString()!)
            ?? throw new SbeJsonException("$.$message", $"the schema has no message \"{name.GetString()}\"");
        Dictionary<string, JsonElement> header = members.Remove("$header", out JsonElement own)
            ? Members(own, "$.$header")
            : [];
        _version = (schema.Header.Version.Presence == SbePresence.Constant ? null : HeaderNumber(header, schema.Header.Version))
            ?? (ulong)schema.Version;
        ulong blockLength = HeaderNumber(header, schema.Header.BlockLength)
            ?? (ulong)SbeBlockLengths.Of(message, _version);
        Header(message, header, blockLength);
        Block(message, members, "$", blockLength);
        return _output.ToArray();
    }

    private void Header(SbeMessage message, Dictionary<string, JsonElement> given, ulong blockLength)
    {
        SbeHeader layout = schema.Header;
        Span<byte> bytes = Reserve(layout.Composite.Size, "$.$header");
        foreach (SbeMember member in layout.Composite.Members)
        {
            ulong number;
            if (member.Presence == SbePresence.Constant)
            {
                continue;
            }

            if (member == layout.BlockLength)
            {
                number = blockLength;
            }
            else if (member == layout.Version)
            {
                number = _version;
            }
            else if (member == layout.TemplateId || member == layout.SchemaId)
            {
                number = (ulong)(member == layout.TemplateId ? message.Id : schema.Id);
                if (HeaderNumber(given, member) is { } other && other != number)
                {
                    throw new SbeJsonException($"$.$header.{member.Name}", $"the message's is {number}, not {other}");
                }
            }
            else if (member == layout.NumGroups || member == layout.NumVarDataFields)
            {
                number = (ulong)(member == layout.NumGroups ? Known(message.Groups) : Known(message.Data));
            }
            else
            {
                Other(member, given, bytes);
                continue;
            }

            given.Remove(member.Name);
            CheckFits(member, number, $"$.$header.{member.Name}");
            SbeBytes.Write(bytes, member, number, _order);
        }

        foreach (string unknown in given.Keys)
        {
            throw new SbeJsonException($"$.$header.{unknown}", "the header has no such member");
        }
    }

    /// <summary>A member of the header beyond those of the standard: as given, else zero.</summary>
    private void Other(SbeMember member, Dictionary<string, JsonElement> given, Span<byte> bytes)
    {
        if (member.Encoding is SbeTypeEncoding { Length: 1, Presence: not SbePresence.Constant } type
            && given.Remove(member.Name, out JsonElement json))
        {
            SbeValue value = SbeJsonValues.Number(json, type.Primitive, $"$.$header.{member.Name}");
            SbeBytes.Write(bytes[member.Offset..], value, _order);
        }
    }

    private static ulong? HeaderNumber(Dictionary<string, JsonElement> header, SbeMember member)
    {
        if (!header.TryGetValue(member.Name, out JsonElement json))
        {
            return null;
        }

        return SbeJsonValues.Number(json, ((SbeTypeEncoding)member.Encoding).Primitive, $"$.$header.{member.Name}").Bits;
    }

    private int Known<TElement>(IReadOnlyList<TElement> elements)
        where TElement : SbeElement
    {
        int known = 0;
        foreach (TElement element in elements)
        {
            known += IsKnown(element) ? 1 : 0;
        }

        return known;
    }

    private bool IsKnown(SbeElement element) => (ulong)element.SinceVersion <= _version;

    private void Block(SbeBlock block, Dictionary<string, JsonElement> members, string path, ulong blockLength)
    {
        Span<byte> bytes = Reserve(blockLength, path);
        foreach (SbeField field in block.Fields)
        {
            JsonElement? json = members.Remove(field.Name, out JsonElement found) ? found : null;
            Field(field, json, bytes, $"{path}.{field.Name}");
        }

        foreach (SbeGroup group in block.Groups)
        {
            JsonElement? json = members.Remove(group.Name, out JsonElement found) ? found : null;
            Group(group, json, $"{path}.{group.Name}");
        }

        foreach (SbeData data in block.Data)
        {
            JsonElement? json = members.Remove(data.Name, out JsonElement found) ? found : null;
            Data(data, json, $"{path}.{data.Name}");
        }

        foreach (string unknown in members.Keys)
        {
            throw new SbeJsonException($"{path}.{unknown}", $"{block.Name} has no such member");
        }
    }

    private void Field(SbeField field, JsonElement? json, Span<byte> block, string path)
    {
        bool isGiven = json is { ValueKind: not JsonValueKind.Null };
        if (!IsKnown(field))
        {
            ThrowIf(isGiven, path, $"the field is of version {field.SinceVersion}, the message of {_version}");
        }
        else if (field.Constant is { } constant)
        {
            if (isGiven)
            {
                SbeJsonValues.CheckConstant(json!.Value, field.Encoding, constant, path);
            }
        }
        else if (field.Size > 0 && field.Offset + (long)field.Size > block.Length)
        {
            ThrowIf(isGiven, path, $"the field ends at {field.Offset + (long)field.Size}, the block at {block.Length}");
        }
        else
        {
            SbeJsonValues values = new(_order, _version);
            Span<byte> bytes = field.Size > 0 ? block.Slice(field.Offset, field.Size) : default;
            values.Write(json, field.Encoding, field.Presence, bytes, path);
        }
    }

    private void Group(SbeGroup group, JsonElement? json, string path)
    {
        JsonElement? entries = json;
        ulong blockLength = (ulong)SbeBlockLengths.Of(group, _version);
        if (json is { ValueKind: JsonValueKind.Object } wrapped)
        {
            Dictionary<string, JsonElement> members = Members(wrapped, path);
            if (members.Remove("$blockLength", out JsonElement length))
            {
                SbePrimitiveType type = ((SbeTypeEncoding)group.Dimension.BlockLength.Encoding).Primitive;
                blockLength = SbeJsonValues.Number(length, type, path + ".$blockLength").Bits;
            }

            entries = members.Remove("$entries", out JsonElement list) ? list : null;
            foreach (string unknown in members.Keys)
            {
                throw new SbeJsonException($"{path}.{unknown}", "a group has only $blockLength and $entries");
            }
        }

        bool isEmpty = entries is null or { ValueKind: JsonValueKind.Null };
        ThrowIf(!isEmpty && entries!.Value.ValueKind != JsonValueKind.Array, path, "a group is an array of entries");
        int count = isEmpty ? 0 : entries!.Value.GetArrayLength();
        if (!IsKnown(group))
        {
            ThrowIf(count > 0, path, $"the group is of version {group.SinceVersion}, the message of {_version}");
            return;
        }

        Dimension(group, (ulong)count, blockLength, path);
        for (int i = 0; i < count; i++)
        {
            string entryPath = $"{path}[{i}]";
            Block(group, Members(entries!.Value[i], entryPath), entryPath, blockLength);
        }
    }

    private void Dimension(SbeGroup group, ulong count, ulong blockLength, string path)
    {
        SbeDimension dimension = group.Dimension;
        SbeTypeEncoding countType = (SbeTypeEncoding)dimension.NumInGroup.Encoding;
        CheckFits(dimension.NumInGroup, count, path);
        CheckFits(dimension.BlockLength, blockLength, path);
        ThrowIf(
            countType.HasExplicitMin && count < countType.MinValue.Bits,
            path,
            $"{count} entries, at least {countType.MinValue} are needed");
        Span<byte> bytes = Reserve((ulong)dimension.Composite.Size, path);
        SbeBytes.Write(bytes, dimension.BlockLength, blockLength, _order);
        SbeBytes.Write(bytes, dimension.NumInGroup, count, _order);
        if (dimension.NumGroups is { } groups)
        {
            SbeBytes.Write(bytes, groups, (ulong)Known(group.Groups), _order);
        }

        if (dimension.NumVarDataFields is { } data)
        {
            SbeBytes.Write(bytes, data, (ulong)Known(group.Data), _order);
        }
    }

    private void Data(SbeData data, JsonElement? json, string path)
    {
        byte[] content = json is null or { ValueKind: JsonValueKind.Null }
            ? []
            : SbeJsonValues.Bytes(json.Value, data.VarData.TextEncoding, path);
        if (!IsKnown(data))
        {
            ThrowIf(content.Length > 0, path, $"the data is of version {data.SinceVersion}, the message of {_version}");
            return;
        }

        CheckFits(data.Length, (ulong)content.Length, path);
        Span<byte> bytes = Reserve((ulong)data.HeaderSize + (ulong)content.Length, path);
        SbeBytes.Write(bytes, data.Length, (ulong)content.Length, _order);
        content.CopyTo(bytes[data.HeaderSize..]);
    }

    private static void CheckFits(SbeMember member, ulong number, string path)
    {
        ulong highest = MessageBuilder.Highest(member);
        ThrowIf(number > highest, path, $"{number} does not fit the member {member.Name}, at most {highest}");
    }

    private static Dictionary<string, JsonElement> Members(JsonElement json, string path)
    {
        ThrowIf(json.ValueKind != JsonValueKind.Object, path, "an object is needed");
        Dictionary<string, JsonElement> members = [];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            ThrowIf(!members.TryAdd(member.Name, member.Value), $"{path}.{member.Name}", "the member is there twice");
        }

        return members;
    }

    private Span<byte> Reserve(long count, string path) => Reserve((ulong)count, path);

    private Span<byte> Reserve(ulong count, string path)
    {
        int? start = count > SbeOutput.MaxLength ? null : _output.Add((long)count);
        ThrowIf(start is null, path, $"the message would be longer than {SbeOutput.MaxLength} bytes");
        return _output.Slice(start!.Value, (int)count);
    }

    private static void ThrowIf(bool condition, string path, string reason)
    {
        if (condition)
        {
            throw new SbeJsonException(path, reason);
        }
    }
}
