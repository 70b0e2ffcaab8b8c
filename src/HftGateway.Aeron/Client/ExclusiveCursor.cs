using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Client;

/// <summary>
/// Where an exclusive publication writes next.
/// <para><b>Threading.</b> The publishing thread's alone.</para>
/// <para><b>Invariants.</b> Two cache lines before and behind the fields are empty: whatever object the heap puts beside
/// the publication, such as one that another thread polls, does not lose its line with every message.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal unsafe struct ExclusiveCursor
{
    public const int SizeBytes = 320;
    public const int PaddingBytes = 128;

    [FieldOffset(PaddingBytes)]
    public long TermBegin;

    [FieldOffset(PaddingBytes + 8)]
    public byte* Term;

    [FieldOffset(PaddingBytes + 16)]
    public long* Tail;

    [FieldOffset(PaddingBytes + 24)]
    public int TermCount;

    [FieldOffset(PaddingBytes + 28)]
    public int TermId;

    [FieldOffset(PaddingBytes + 32)]
    public int TermOffset;
}
