using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Fuzz;

/// <summary>Touches every byte that it is shown, and checks that calls nest.</summary>
internal sealed class ChecksumVisitor : ISbeVisitor
{
    /// <summary>Over everything that was seen.</summary>
    public ulong Checksum { get; private set; }

    /// <summary>Composites, groups and entries that are open.</summary>
    public int Depth { get; set; }

    public void BeginMessage(SbeMessage message, SbeHeaderValues header, ReadOnlySpan<byte> headerBytes) => Take(headerBytes);

    public void EndMessage(SbeMessage message) => Assert.Equal(0, Depth);

    public void Value(SbeElement member, SbeEncoding encoding, SbePresence presence, SbeValue value, SbeState state)
        => Checksum += value.Bits;

    public void Array(
        SbeElement member, SbeTypeEncoding encoding, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
        => Take(bytes);

    public void Constant(SbeElement member, SbeEncoding encoding, SbeConstant constant, SbeState state)
        => Checksum += (ulong)state;

    public void BeginComposite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
        => Depth++;

    public void EndComposite(SbeElement member, SbeCompositeEncoding composite) => Depth--;

    public void BeginGroup(SbeGroup group, int count, int blockLength, SbeState state) => Depth++;

    public void BeginEntry(SbeGroup group, int index) => Depth++;

    public void EndEntry(SbeGroup group, int index) => Depth--;

    public void EndGroup(SbeGroup group) => Depth--;

    public void Data(SbeData data, ReadOnlySpan<byte> bytes, SbeState state) => Take(bytes);

    private void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            Checksum = (Checksum << 1) + one;
        }
    }
}
