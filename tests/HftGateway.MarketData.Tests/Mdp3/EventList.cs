using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>A sink that keeps every event. The place it hands out is dirty, as a slot of the ring is.</summary>
internal readonly struct EventList() : IEventSink
{
    private readonly InputEvent[] _place = new InputEvent[1];

    public List<InputEvent> Events { get; } = [];

    public ref InputEvent Next => ref _place[0];

    public void Commit()
    {
        Events.Add(_place[0]);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(_place.AsSpan()).Fill(0xEE);
    }

    public List<InputEvent> Take()
    {
        List<InputEvent> taken = [.. Events];
        Events.Clear();
        return taken;
    }
}
