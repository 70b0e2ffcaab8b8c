using System.Buffers.Binary;
using System.Text;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Client;

/// <summary>The addresses to which a channel's sockets are bound, from the counters of type 14.</summary>
internal static class LocalAddresses
{
    public static IReadOnlyList<string> Find(CountersReader counters, int channelStatusId)
    {
        var addresses = new List<string>();
        for (int id = 0; id < counters.Capacity && channelStatusId != CounterLayout.NullId; id++)
        {
            int state = counters.State(id);
            if (state == CounterLayout.Unused)
                break;
            if (state != CounterLayout.Allocated || counters.TypeId(id) != CounterType.LocalSocketAddress)
                continue;
            ReadOnlySpan<byte> key = counters.Key(id);
            int length = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(key[4..]), 0, key.Length - 8);
            if (BinaryPrimitives.ReadInt32LittleEndian(key) == channelStatusId && counters.Value(id) == 1)
                addresses.Add(Encoding.ASCII.GetString(key.Slice(8, length)));
        }

        return addresses;
    }
}
