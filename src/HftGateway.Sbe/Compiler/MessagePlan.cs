namespace HftGateway.Sbe.Compiler;

/// <summary>A message with its C# names.</summary>
internal sealed class MessagePlan : BlockPlan
{
    /// <summary>The name that Decoder, Encoder and Block are put behind.</summary>
    public required string Name { get; init; }

    /// <summary>The decoder's name.</summary>
    public string Decoder => Name + "Decoder";

    /// <summary>The encoder's name.</summary>
    public string Encoder => Name + "Encoder";
}
