using System.Runtime.CompilerServices;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>The bytes of a <see cref="NativeAddress"/>.</summary>
[InlineArray(Bytes)]
internal struct AddressBytes
{
    /// <summary>Bytes of the longest address (IPv6).</summary>
    public const int Bytes = 28;

    private byte _first;
}
