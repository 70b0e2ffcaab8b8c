namespace HftGateway.Aeron.Client;

/// <summary>What an answer makes.</summary>
internal enum PendingKind
{
    Operation,
    Publication,
    Exclusive,
    Subscription,
    Counter,
}
