using System.Runtime.InteropServices;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

/// <summary>A fragment's header as C sees it: <c>hftgw_aeron_header</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeHeader
{
    public int SessionId;
    public int StreamId;
    public long Position;
    public long ReservedValue;
    public int Flags;

    public static NativeHeader Of(in FragmentHeader header) => new()
    {
        SessionId = header.SessionId,
        StreamId = header.StreamId,
        Position = header.Position,
        ReservedValue = header.ReservedValue,
        Flags = header.Flags,
    };
}
