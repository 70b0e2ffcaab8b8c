namespace HftGateway.Aeron.Client;

/// <summary>What a driver said of a new image.</summary>
internal readonly record struct ImageSetup(
    long CorrelationId, long SubscriptionRegistrationId, int SessionId, int SubscriberPositionId, string SourceIdentity);
