namespace HftGateway.Exchange.Mdp3;

/// <summary>One entry of market by price.</summary>
/// <param name="Action">MDUpdateAction [279].</param>
/// <param name="Level">MDPriceLevel [1023], from 1.</param>
/// <param name="Contents">The level after it, or the deleted one.</param>
internal readonly record struct LevelChangeEntry(byte Action, int Level, PublishedLevel Contents);
