namespace HftGateway.Aeron.Driver.Network;

/// <summary>Told on the sender's thread which session answers a publication.</summary>
internal delegate void ResponseSetupHandler(NetworkPublication publication, int responseSessionId);
