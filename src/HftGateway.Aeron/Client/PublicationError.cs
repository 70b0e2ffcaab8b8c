using System.Net;

namespace HftGateway.Aeron.Client;

/// <summary>What a receiver said of a publication: that it refuses it, and why.</summary>
/// <param name="RegistrationId">The publication, see <see cref="Publication.OriginalRegistrationId"/>.</param>
/// <param name="DestinationRegistrationId">The destination, −1 if not known.</param>
/// <param name="SessionId">Session.</param>
/// <param name="StreamId">Stream.</param>
/// <param name="ReceiverId">Who said it.</param>
/// <param name="GroupTag">Its group, −1 without one.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Code">Normally <see cref="AeronErrorCode.ImageRejected"/>.</param>
/// <param name="Message">Why.</param>
public sealed record PublicationError(
    long RegistrationId,
    long DestinationRegistrationId,
    int SessionId,
    int StreamId,
    long ReceiverId,
    long GroupTag,
    IPEndPoint Source,
    AeronErrorCode Code,
    string Message);
