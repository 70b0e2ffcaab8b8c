using HftGateway.MarketData.Events;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>Takes the events of a capture, and is told which packet they come of.</summary>
internal interface IMdp3PlaybackSink : IEventSink
{
    /// <summary>Index of the packet in the capture, from 0.</summary>
    long Packet { get; set; }

    /// <summary>The packet is one of a loop: definitions or snapshots.</summary>
    bool IsOfLoop { get; set; }
}
