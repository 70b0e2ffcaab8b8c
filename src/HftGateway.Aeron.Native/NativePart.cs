namespace HftGateway.Aeron.Native;

/// <summary>A part of a message as C sees it: <c>hftgw_aeron_part</c>.</summary>
internal readonly unsafe struct NativePart(byte* data, long length)
{
    public readonly byte* Data = data;
    public readonly long Length = length;
}
