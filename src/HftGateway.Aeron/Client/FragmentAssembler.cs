using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// Puts fragmented messages together before they reach a handler; whole ones pass through without a copy. The header
/// that the handler sees is the last fragment's.
/// <para><b>Threading.</b> One thread. Keep one assembler for a subscription and pass it by reference.</para>
/// <para><b>Limits.</b> A buffer for each session that sent fragments, grown to its longest message, at most
/// <see cref="LogBuffers.LogLayout.MaxMessageBytes"/>: what is longer is dropped. <see cref="FreeSession"/> gives a
/// gone session's buffer back.</para>
/// <para><b>Cost.</b> Allocates only when a buffer grows.</para>
/// </summary>
/// <typeparam name="THandler">Handler of whole messages.</typeparam>
[HotPath]
public struct FragmentAssembler<THandler> : IFragmentHandler
    where THandler : struct, IFragmentHandler
{
    private readonly Dictionary<int, AssemblyBuffer> _sessions;
    private THandler _handler;

    /// <summary>An assembler before a handler.</summary>
    /// <param name="handler">Handler of whole messages.</param>
    public FragmentAssembler(THandler handler)
    {
        _handler = handler;
        _sessions = [];
    }

    /// <summary>The handler, with its state.</summary>
    [UnscopedRef]
    public ref THandler Handler => ref _handler;

    /// <summary>Gives a session's buffer back, when its image is gone.</summary>
    /// <param name="sessionId">Session.</param>
    public readonly bool FreeSession(int sessionId) => _sessions.Remove(sessionId);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
    {
        if ((header.Flags & FrameLayout.UnfragmentedFlags) == FrameLayout.UnfragmentedFlags)
            _handler.OnFragment(payload, in header);
        else
            OnPart(payload, in header);
    }

    private void OnPart(ReadOnlySpan<byte> payload, in FragmentHeader header)
    {
        if (header.IsBegin)
        {
            if (!_sessions.TryGetValue(header.SessionId, out AssemblyBuffer? started))
                _sessions.Add(header.SessionId, started = new AssemblyBuffer());
            started.Begin(payload, header.Position);
            return;
        }

        // A part that does not follow the last one belongs to a message whose beginning was not seen.
        if (!_sessions.TryGetValue(header.SessionId, out AssemblyBuffer? buffer)
            || !buffer.TryAppend(payload, header.Position))
            return;
        if (header.IsEnd)
            _handler.OnFragment(buffer.Finish(), in header);
    }
}
