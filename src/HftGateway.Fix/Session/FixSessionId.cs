namespace HftGateway.Fix;

/// <summary>Identity of a session as its own side sees it.</summary>
/// <param name="Version">Version of the session protocol.</param>
/// <param name="SenderCompId">Own SenderCompID [49].</param>
/// <param name="TargetCompId">The peer's CompID.</param>
/// <param name="Qualifier">Tells sessions of the same CompIDs apart; not on the wire, empty for most.</param>
public sealed record FixSessionId(FixVersion Version, string SenderCompId, string TargetCompId, string Qualifier = "")
{
    /// <summary>As <c>FIX.4.4:US->THEM</c>, with <c>:QUALIFIER</c> behind it where there is one.</summary>
    public override string ToString() =>
        $"{Version.BeginString()}:{SenderCompId}->{TargetCompId}{(Qualifier.Length == 0 ? "" : ":" + Qualifier)}";
}
