namespace HftGateway.Aeron.Counters;

/// <summary>What a counter says of itself.</summary>
/// <param name="Id">Number.</param>
/// <param name="TypeId">See <see cref="CounterType"/>.</param>
/// <param name="Value">Value when it was read.</param>
/// <param name="RegistrationId">What it belongs to.</param>
/// <param name="OwnerId">Client that it belongs to, −1 the driver.</param>
/// <param name="ReferenceId">What it refers to.</param>
/// <param name="Label">Text.</param>
public readonly record struct CounterInfo(
    int Id, int TypeId, long Value, long RegistrationId, long OwnerId, long ReferenceId, string Label);
