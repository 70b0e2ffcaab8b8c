using System.Buffers.Binary;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using Entry = HftGateway.MarketData.Tests.Mdp3.Feed.Entry;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>Newer versions, unknown templates, sizes that lie, and bytes that mean nothing.</summary>
public sealed class Mdp3FaultTests
{
    private const int FirstMessage = Mdp3PacketHeader.SizeBytes;
    private const int FirstGroup = FirstMessage + Mdp3Message.HeaderBytes + 11;

    [Fact]
    public void ShouldReadWhatItKnowsWhenAVersionIsNewerAndItsBlocksLonger()
    {
        var rig = new Mdp3Rig();
        byte[] packet = rig.Feed.Packet(1, w =>
        {
            Span<byte> root = w.BeginMessage(Mdp3Template.Book, 19, version: 14);
            BinaryPrimitives.WriteUInt64LittleEndian(root, Feed.Time);
            root[8] = Feed.End;
            Span<byte> entry = w.AddGroup(40, 2);
            for (int i = 0; i < 2; i++, entry = entry[40..])
            {
                BinaryPrimitives.WriteInt64LittleEndian(entry, (100 - i) * Feed.Unit);
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], 7);
                BinaryPrimitives.WriteInt32LittleEndian(entry[12..], 11);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], (uint)i + 1);
                entry[24] = (byte)(i + 1);
                entry[26] = (byte)'0';
                entry[39] = 0xFF;
            }

            w.AddGroup(24, 0, isAligned: true);
            w.AddGroup(5, 3);
        });
        string[] events = Mdp3Rig.Short(rig.Give(Mdp3Feed.Incremental, packet));
        Assert.Equal(["0 LevelInsert b1 100x7", "0 LevelInsert b2 99x7 end"], events[^2..]);
        Assert.Equal((1, 14, 0),
            (rig.Statistics.NewerVersions, rig.Statistics.HighestVersion, (int)rig.Statistics.MalformedMessages));
    }

    [Fact]
    public void ShouldSkipATemplateWhenItIsUnknown()
    {
        var rig = new Mdp3Rig();
        byte[] packet = rig.Feed.Packet(
            1, w => w.BeginMessage((Mdp3Template)32, 11, version: 5).Fill(0xCC),
            Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        Assert.Equal("0 LevelInsert b1 100x1 end", Mdp3Rig.Short(rig.Give(Mdp3Feed.Incremental, packet))[^1]);
        Assert.Equal((1, 32), (rig.Statistics.UnknownTemplates, rig.Statistics.LastUnknownTemplate));
    }

    [Fact]
    public void ShouldDoubtEveryBookWhenAGroupCountIsBeyondTheMessage()
    {
        var rig = new Mdp3Rig(new Mdp3Options { Symbols = ["AAA", "BBB"] });
        rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        byte[] packet = rig.Feed.Packet(2, Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 2, 1)));
        packet[FirstGroup + 2] = 255;
        Assert.Equal(["0 BookStale ByLevel"], Mdp3Rig.Short(rig.Give(Mdp3Feed.Incremental, packet)));
        Assert.Equal(1, rig.Statistics.MalformedMessages);
        // The entry that could not be read is missed; a snapshot that reflects its packet heals it.
        rig.Give(3, Feed.Book(Feed.End, new Entry(11, 3, '0', 1, 100, 3, 1)));
        Assert.Equal(1, rig.Statistics.EntryGaps);
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(11, 2, 2, 1, new Entry(0, 0, '0', 1, 100, 2))));
        Assert.True(rig.Handler.IsSound(0));
    }

    [Fact]
    public void ShouldReadAllEntriesWhenAGroupIsFull()
    {
        var rig = new Mdp3Rig();
        Entry[] entries = [.. Enumerable.Range(1, 255).Select(i => new Entry(11, (uint)i, '0', 1, 100, i, i == 1 ? 0 : 1))];
        List<InputEvent> events = rig.Give(1, Feed.Book(Feed.End, entries));
        Assert.Equal(255, events.Count(e => e.Kind is EventKind.LevelInsert or EventKind.LevelUpdate));
        Assert.Equal("0 LevelUpdate b1 100x255 end", Mdp3Rig.Short(events)[^1]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(11, 0)]
    [InlineData(12, 1)]
    [InlineData(13, 0)]
    [InlineData(21, 0)]
    public void ShouldJudgeAPacketByItsFraming(int length, int sound)
    {
        var feed = new Feed();
        byte[] packet = feed.Packet(9, Feed.Heartbeat());
        PacketKind kind = Mdp3Numbering.Read(packet.AsSpan(0, length), out _);
        Assert.Equal(sound == 1 ? PacketKind.Data : PacketKind.Malformed, kind);
        Assert.Equal(PacketKind.Data, Mdp3Numbering.Read(packet, out PacketNumbers numbers));
        Assert.Equal((9UL, 1, 12), (numbers.First, numbers.Count, numbers.Start));
        foreach (ushort size in new ushort[] { 0, 9, 11, ushort.MaxValue })
        {
            BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(12), size);
            Assert.Equal(PacketKind.Malformed, Mdp3Numbering.Read(packet, out _));
        }
    }

    [Fact]
    public void ShouldBeginASessionEachWeek()
    {
        static ulong At(int day, int hour) => (ulong)new DateTimeOffset(2024, 3, day, hour, 0, 0, TimeSpan.Zero)
            .ToUnixTimeMilliseconds() * 1_000_000;
        // Friday evening and Sunday evening, then the Friday after.
        SessionKey friday = Mdp3Numbering.SessionOf(At(1, 22));
        SessionKey sunday = Mdp3Numbering.SessionOf(At(3, 22));
        Assert.NotEqual(friday, sunday);
        Assert.Equal(sunday, Mdp3Numbering.SessionOf(At(8, 22)));
        Assert.Equal(friday.High + 1, sunday.High);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(100)]
    public void ShouldBreakTheInstrumentWhenAnActionIsUnknown(int action)
    {
        var rig = new Mdp3Rig(new Mdp3Options { Symbols = ["AAA"] });
        rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        Assert.Equal(
            ["0 BookStale ByLevel"],
            Mdp3Rig.Short(rig.Give(2, Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 1, action)))));
        Assert.Equal(1, rig.Statistics.BadEntries);
    }

    [Fact]
    public void ShouldRefuseAPriceThatIsNoWholeNumberOfUnits()
    {
        var rig = new Mdp3Rig(new Mdp3Options { Symbols = ["AAA"] });
        byte[] packet = rig.Feed.Packet(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        packet[FirstGroup + 3]++;
        Assert.Contains("0 BookStale ByLevel", Mdp3Rig.Short(rig.Give(Mdp3Feed.Incremental, packet)));
        Assert.Equal(1, rig.Statistics.InexactPrices);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ShouldSurviveWhenPacketsAreMutated(int seed) => Mdp3Fuzz.Run(seed, 60_000);
}
