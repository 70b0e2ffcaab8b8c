using System.Text;

namespace HftGateway.Fix;

/// <summary>Checks configured text once, at the start, so that nothing written later can break a message.</summary>
internal static class FixText
{
    internal static byte[] ToBytes(string text, int minBytes, int maxBytes, string name)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        if (text.Length < minBytes || text.Length > maxBytes)
            throw new ArgumentException(
                $"'{text}' has {text.Length} characters; {minBytes} to {maxBytes} are allowed", name);
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' or '=')
                throw new ArgumentException($"'{text}' has a character that is not printable ASCII, or '='", name);
        }
        return Encoding.ASCII.GetBytes(text);
    }
}
