using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// The bytes of blocks in which nothing has been set: what encoders start from, and what decoders show for a member
/// that is not there.
/// </summary>
internal sealed class BlockImage(SbeByteOrder order)
{
    /// <summary>A block as an encoder starts it: optional fields null, all others and all holes zero.</summary>
    public byte[] Initial(SbeBlock block)
    {
        byte[] image = new byte[block.BlockLength];
        foreach (SbeField field in block.Fields)
        {
            if (field.Presence != SbePresence.Constant)
                Put(image, field.Offset, field.Encoding, field.Presence == SbePresence.Optional);
        }
        return image;
    }

    /// <summary>A composite in which every member is null.</summary>
    public byte[] Absent(SbeCompositeEncoding composite)
    {
        byte[] image = new byte[composite.Size];
        foreach (SbeMember member in composite.Members)
            PutAbsent(image, member.Offset, member.Encoding);
        return image;
    }

    /// <summary>The first bytes of a block in which every field is null.</summary>
    public byte[] Absent(SbeBlock block, int length)
    {
        byte[] image = new byte[block.BlockLength];
        foreach (SbeField field in block.Fields)
        {
            if (field.Presence != SbePresence.Constant)
                PutAbsent(image, field.Offset, field.Encoding);
        }
        Array.Resize(ref image, length);
        return image;
    }

    /// <summary>The ranges of a block that no field covers, in order.</summary>
    public static List<(int Offset, int Length)> Holes(SbeBlock block)
    {
        bool[] covered = new bool[block.BlockLength];
        foreach (SbeField field in block.Fields)
        {
            if (field.Presence != SbePresence.Constant)
                Cover(covered, field.Offset, field.Encoding);
        }
        List<(int, int)> holes = [];
        for (int i = 0; i < covered.Length; i++)
        {
            int start = i;
            while (i < covered.Length && !covered[i])
                i++;
            if (i > start)
                holes.Add((start, i - start));
        }
        return holes;
    }

    private static void Cover(bool[] covered, int offset, SbeEncoding encoding)
    {
        if (encoding is SbeCompositeEncoding composite)
        {
            foreach (SbeMember member in composite.Members)
                Cover(covered, offset + member.Offset, member.Encoding);
            return;
        }
        for (int i = 0; i < encoding.Size; i++)
            covered[offset + i] = true;
    }

    private void Put(byte[] image, int offset, SbeEncoding encoding, bool isNull)
    {
        if (encoding is SbeCompositeEncoding composite)
        {
            bool first = isNull;
            foreach (SbeMember member in composite.Members.Where(m => m.Size > 0))
            {
                // A composite is null when its first member is; the others may be null by themselves.
                Put(image, offset + member.Offset, member.Encoding, first || member.Presence == SbePresence.Optional);
                first = false;
            }
        }
        else if (isNull)
        {
            PutAbsent(image, offset, encoding);
        }
    }

    private void PutAbsent(byte[] image, int offset, SbeEncoding encoding)
    {
        switch (encoding)
        {
            case SbeTypeEncoding type when type.Size > 0:
                for (int i = 0; i < type.Length; i++)
                    Primitives.Put(image, offset + (i * type.Primitive.Size()), type.NullValue, order);
                break;
            case SbeEnumEncoding type:
                Primitives.Put(image, offset, type.NullValue, order);
                break;
            case SbeCompositeEncoding composite:
                foreach (SbeMember member in composite.Members)
                    PutAbsent(image, offset + member.Offset, member.Encoding);
                break;
        }
    }
}
