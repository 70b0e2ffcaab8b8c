namespace HftGateway.Sbe.Schema;

/// <summary>A message; its <see cref="SbeBlock.Id"/> is the template id.</summary>
public sealed class SbeMessage : SbeBlock;
