using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>
/// Receives a message member by member, in the order of the schema: what generated code would return, without generated code. After
/// an error the calls stop where they are; what is open is not closed.
/// </summary>
public interface ISbeVisitor
{
    /// <summary>A message begins.</summary>
    /// <param name="message">The message of the schema.</param>
    /// <param name="header">The header's four numbers.</param>
    /// <param name="headerBytes">The bytes of the header, for members of it beyond those four.</param>
    void BeginMessage(SbeMessage message, SbeHeaderValues header, ReadOnlySpan<byte> headerBytes);

    /// <summary>The message ends.</summary>
    void EndMessage(SbeMessage message);

    /// <summary>A single value: a simple type of length 1, an enum or a set.</summary>
    /// <param name="member">The field or composite member.</param>
    /// <param name="encoding">Its type.</param>
    /// <param name="presence">The presence in effect.</param>
    /// <param name="value">The bits on the wire; meaningless where the state is absent.</param>
    /// <param name="state">
    /// Null where the bits are the null value of an enum, or of a type whose presence is optional; else present or absent.
    /// </param>
    void Value(SbeElement member, SbeEncoding encoding, SbePresence presence, SbeValue value, SbeState state);

    /// <summary>An array of fixed length, as the bytes on the wire.</summary>
    /// <param name="member">The field or composite member.</param>
    /// <param name="encoding">Its type.</param>
    /// <param name="presence">The presence in effect.</param>
    /// <param name="bytes">All bytes of the array; empty where the state is absent.</param>
    /// <param name="state">Null where a text is optional and empty; else present or absent.</param>
    void Array(SbeElement member, SbeTypeEncoding encoding, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state);

    /// <summary>A constant, which is not on the wire.</summary>
    void Constant(SbeElement member, SbeEncoding encoding, SbeConstant constant, SbeState state);

    /// <summary>A composite begins. Its members follow unless it is absent.</summary>
    /// <param name="member">The field or composite member.</param>
    /// <param name="composite">Its type.</param>
    /// <param name="presence">The presence in effect.</param>
    /// <param name="bytes">The bytes of the composite; empty where the state is absent.</param>
    /// <param name="state">Null where the first member is, and either it or the composite is optional.</param>
    void BeginComposite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state);

    /// <summary>The composite ends.</summary>
    void EndComposite(SbeElement member, SbeCompositeEncoding composite);

    /// <summary>A group begins.</summary>
    /// <param name="group">The group.</param>
    /// <param name="count">Entries that follow.</param>
    /// <param name="blockLength">Bytes of each entry's block as the writer knew it.</param>
    /// <param name="state">Present or absent.</param>
    void BeginGroup(SbeGroup group, int count, int blockLength, SbeState state);

    /// <summary>An entry begins.</summary>
    void BeginEntry(SbeGroup group, int index);

    /// <summary>The entry ends.</summary>
    void EndEntry(SbeGroup group, int index);

    /// <summary>The group ends.</summary>
    void EndGroup(SbeGroup group);

    /// <summary>Variable data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="bytes">Its bytes, without the length in front.</param>
    /// <param name="state">Present or absent.</param>
    void Data(SbeData data, ReadOnlySpan<byte> bytes, SbeState state);
}
