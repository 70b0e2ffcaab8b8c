namespace HftGateway.Aeron.Native;

/// <summary>An image as C sees it: <c>hftgw_aeron_image_info</c>.</summary>
internal struct NativeImage
{
    public long CorrelationId;
    public long Position;
    public long JoinPosition;
    public int SessionId;
    public int IsEndOfStream;
}
