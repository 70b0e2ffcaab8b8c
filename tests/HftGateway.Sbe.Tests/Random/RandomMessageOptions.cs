namespace HftGateway.Sbe.Tests.RandomSchemas;

/// <summary>How a random message differs from what a writer of the schema's own version makes.</summary>
/// <param name="Version">The version in the header, older or newer than the schema's; null for the schema's.</param>
/// <param name="ExtendBlocks">True for blocks longer than the schema's, as a newer writer makes them.</param>
/// <param name="TruncateBlocks">True for blocks that end before fields that their version should have.</param>
/// <param name="FillHoles">True for holes with any bytes in them.</param>
public readonly record struct RandomMessageOptions(
    int? Version = null, bool ExtendBlocks = false, bool TruncateBlocks = false, bool FillHoles = false);
