namespace HftGateway.Aeron.Driver.Network;

/// <summary>A datagram that a test's filter holds back.</summary>
internal sealed record HeldDatagram(byte[] Bytes, NativeAddress From, long UntilNs);
