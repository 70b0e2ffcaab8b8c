namespace HftGateway.Aeron.Client;

// Page faults, taken by the conductor's thread instead of the publisher's and the subscriber's.
public sealed partial class AeronClient
{
    private void TouchAhead()
    {
        foreach (IDisposable resource in _resources.Values)
        {
            switch (resource)
            {
                case Publication publication:
                    publication.TouchAhead();
                    break;
                case Subscription subscription:
                    subscription.TouchAhead();
                    break;
            }
        }
    }
}
