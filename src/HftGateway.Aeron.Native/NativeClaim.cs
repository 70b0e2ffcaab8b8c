namespace HftGateway.Aeron.Native;

/// <summary>Room for a message as C sees it: <c>hftgw_aeron_claim</c>.</summary>
internal unsafe struct NativeClaim
{
    public byte* Data;
    public long Length;
}
