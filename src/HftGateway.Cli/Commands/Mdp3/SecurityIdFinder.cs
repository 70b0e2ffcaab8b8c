using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>
/// Looks for an instrument in a message: a SecurityID [48] with its number. A definition that carries its Symbol [55] tells
/// the number.
/// </summary>
/// <param name="symbol">The symbol, or the number itself.</param>
internal sealed class SecurityIdFinder(string symbol) : ISbeVisitor
{
    private const int SecurityIdTag = 48;
    private const int SymbolTag = 55;

    private long? _wanted = int.TryParse(symbol, out int number) ? number : null;
    private long? _idOfMessage;
    private bool _isNamed;

    /// <summary>The message just visited concerns the instrument.</summary>
    public bool IsFound { get; private set; }

    /// <summary>The instrument's number is known.</summary>
    public bool IsKnown => _wanted != null;

    public void BeginMessage(SbeMessage message, SbeHeaderValues header, ReadOnlySpan<byte> headerBytes)
    {
        IsFound = false;
        _isNamed = false;
        _idOfMessage = null;
    }

    public void EndMessage(SbeMessage message)
    {
        if (!_isNamed)
            return;
        _wanted = _idOfMessage ?? _wanted;
        IsFound = true;
    }

    public void Value(SbeElement member, SbeEncoding encoding, SbePresence presence, SbeValue value, SbeState state)
    {
        if (member is not SbeField { Id: SecurityIdTag } || state != SbeState.Present)
            return;
        _idOfMessage ??= value.AsInt64;
        IsFound |= value.AsInt64 == _wanted;
    }

    public void Array(
        SbeElement member, SbeTypeEncoding encoding, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
    {
        if (member is not SbeField { Id: SymbolTag } || state != SbeState.Present)
            return;
        int end = bytes.IndexOf((byte)0);
        ReadOnlySpan<byte> text = (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)' ');
        _isNamed |= text.Length == symbol.Length && System.Text.Encoding.Latin1.GetString(text) == symbol;
    }

    public void Constant(SbeElement member, SbeEncoding encoding, SbeConstant constant, SbeState state)
    {
    }

    public void BeginComposite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
    {
    }

    public void EndComposite(SbeElement member, SbeCompositeEncoding composite)
    {
    }

    public void BeginGroup(SbeGroup group, int count, int blockLength, SbeState state)
    {
    }

    public void BeginEntry(SbeGroup group, int index)
    {
    }

    public void EndEntry(SbeGroup group, int index)
    {
    }

    public void EndGroup(SbeGroup group)
    {
    }

    public void Data(SbeData data, ReadOnlySpan<byte> bytes, SbeState state)
    {
    }
}
