namespace HftGateway.Aeron.Driver.Network;

/// <summary>A stretch of memory for a system call (<c>struct iovec</c>).</summary>
internal unsafe struct MessageVector
{
    public byte* Address;
    public nint Length;
}
