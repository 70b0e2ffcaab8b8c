namespace HftGateway.Aeron.Driver;

/// <summary>A client's registration of a publication.</summary>
internal sealed record PublicationLink(long RegistrationId, DriverClient Client, DriverPublication Publication);
