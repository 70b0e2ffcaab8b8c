using HftGateway.Platform.Memory;

namespace HftGateway.Books.Tests;

public sealed class OrderTableTests : IDisposable
{
    private const int MaxOrders = 1_024;

    // Twice as many places as orders, four to a bucket, two references in a row to one of them.
    private const ulong SameHome = 2 * (MaxOrders * 2 / 4);

    private readonly List<NativeRegion> _regions = [];
    private OrderTable _table;

    public OrderTableTests() =>
        _table = new OrderTable(new BookSetOptions { Instruments = 1, MaxOrders = MaxOrders }, _regions);

    public void Dispose()
    {
        foreach (NativeRegion region in _regions)
            region.Dispose();
    }

    [Fact]
    public void ShouldFindEveryOrderWhenAllHaveTheSameHome()
    {
        for (ulong i = 0; i < MaxOrders; i++)
            Place(5 + (i * SameHome), (int)i + 1);
        for (ulong i = 0; i < MaxOrders; i++)
            Assert.Equal((int)i + 1, _table.Shares(_table.Find(5 + (i * SameHome))));
        Assert.Equal(0u, _table.Find(5 + (MaxOrders * SameHome)));

        // More than 255 have been displaced from one home: it stays marked, and everything is still found.
        for (ulong i = 0; i < MaxOrders; i += 2)
            _table.Free(_table.Find(5 + (i * SameHome)));
        for (ulong i = 0; i < MaxOrders; i++)
            Assert.Equal(i % 2 == 0 ? 0 : (int)i + 1, _table.Shares(_table.Find(5 + (i * SameHome))));
    }

    [Fact]
    public void ShouldFindNothingWhenReferencesAreThoseOfFreePlaces()
    {
        for (uint handle = OrderTable.FirstHandle; handle <= _table.LastHandle; handle++)
        {
            ulong reference = _table.Reference(handle);
            Assert.Equal(0u, _table.Find(reference));
            Assert.Equal(0u, _table.FindAnywhere(reference));
            Assert.Equal(0u, _table.Guess(_table.HomeOf(reference), reference));
        }
    }

    [Fact]
    public void ShouldGiveNoPlaceWhenTheOrderIsLive()
    {
        for (ulong i = 0; i < 20; i++)
            Place(i * SameHome, 1);
        for (ulong i = 0; i < 20; i++)
        {
            Assert.Equal(0u, _table.TakeNew(i * SameHome));
            Assert.Equal(0u, _table.TakeNewAnywhere(i * SameHome));
        }

        Assert.NotEqual(0u, _table.TakeNew(20 * SameHome));
        Assert.NotEqual(0u, _table.TakeNewAnywhere(20 * SameHome));
    }

    [Fact]
    public void ShouldAgreeWithADictionaryWhenOrdersComeAndGo()
    {
        Random random = new(20261126);
        Dictionary<ulong, int> live = [];
        List<ulong> references = [];
        for (int i = 0; i < 300_000; i++)
        {
            // Few homes, so that buckets are full, and some references with all bits.
            ulong reference = (ulong)random.NextInt64(0, 64) * SameHome + (ulong)random.NextInt64(0, 48);
            reference = random.Next(8) == 0 ? ~reference : reference;
            uint found = _table.Find(reference);
            Assert.Equal(found, _table.FindAnywhere(reference));
            Assert.Equal(live.GetValueOrDefault(reference), _table.Shares(found));
            uint guess = _table.Guess(_table.HomeOf(reference), reference);
            Assert.True(guess == 0 || guess == found);
            if (found == 0 && live.Count < MaxOrders)
            {
                Place(reference, i + 1);
                live.Add(reference, i + 1);
                references.Add(reference);
            }
            else if (references.Count > 0)
            {
                int at = random.Next(references.Count);
                _table.Free(_table.Find(references[at]));
                live.Remove(references[at]);
                references[at] = references[^1];
                references.RemoveAt(references.Count - 1);
            }
        }
    }

    private void Place(ulong reference, int shares)
    {
        uint handle = (reference & 1) == 0 ? _table.TakeNew(reference) : _table.TakeNewAnywhere(reference);
        Assert.NotEqual(0u, handle);
        Assert.Equal(0, _table.Shares(handle));
        _table.Set(handle, reference, shares, 1, 0);
    }
}
