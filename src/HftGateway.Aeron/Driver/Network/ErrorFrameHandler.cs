namespace HftGateway.Aeron.Driver.Network;

/// <summary>Told of a receiver's error; on the sender's thread.</summary>
internal delegate void ErrorFrameHandler(NetworkPublication publication, in ErrorFrame error, in NativeAddress from);
