namespace HftGateway.Exchange.Matching;

/// <summary>Trading state of a symbol; the numbers are the letters of the ITCH trading-action message.</summary>
public enum TradingState : byte
{
    /// <summary>Before the opening or after the close. Never published.</summary>
    Closed = 0,

    /// <summary>Halted: no matching.</summary>
    Halted = (byte)'H',

    /// <summary>Paused: no matching.</summary>
    Paused = (byte)'P',

    /// <summary>Quotation only: no matching.</summary>
    QuotationOnly = (byte)'Q',

    /// <summary>Continuous trading.</summary>
    Trading = (byte)'T',
}
