using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>A field in a <see cref="FixIndex"/>: its tag and where its value lies in the message.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FixIndexedField
{
    internal int Tag;
    internal int Offset;
    internal int Length;
}
