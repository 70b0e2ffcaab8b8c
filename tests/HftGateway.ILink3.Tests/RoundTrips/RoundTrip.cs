using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>What the round trips of all templates share: a buffer full of what was there before.</summary>
public abstract class RoundTrip
{
    private protected readonly byte[] _buffer = [.. Enumerable.Repeat((byte)0xEE, 4096)];

    private protected void AssertRefusedWhenShorter(int templateId, int length)
    {
        Assert.True(SbeSchema.TryReadHeader(_buffer, out var header));
        Assert.Equal((templateId, 8L, 9L), ((int)header.TemplateId, (long)header.SchemaId, (long)header.Version));
        Assert.InRange(length, SbeSchema.HeaderLength, _buffer.Length);
        // Nothing behind the message was touched.
        Assert.Equal(-1, _buffer.AsSpan(length).IndexOfAnyExcept((byte)0xEE));
        byte[] frame = new byte[length + OpenFrame.HeaderBytes];
        _buffer.AsSpan(0, length).CopyTo(frame.AsSpan(OpenFrame.HeaderBytes));
        Assert.Equal(frame.Length, OpenFrame.Write(frame, length));
        Assert.Equal(OpenFrameStatus.Whole, OpenFrame.Read(frame, out ReadOnlySpan<byte> message, out int frameBytes));
        Assert.Equal(frame.Length, frameBytes);
        Assert.True(message.SequenceEqual(_buffer.AsSpan(0, length)));
        Assert.Equal(OpenFrameStatus.Incomplete, OpenFrame.Read(frame.AsSpan(0, frame.Length - 1), out _, out _));
    }
}
