namespace HftGateway.Exchange;

/// <summary>
/// Misbehaviour on demand, to test what the other side makes of it. May be changed while the exchange runs.
/// <para><b>Threading.</b> Written by any thread, read by the exchange's.</para>
/// </summary>
public sealed class ExchangeTestHooks
{
    private volatile bool _refuseLogon;
    private volatile bool _stopReading;
    private volatile int _dropAfterMessages;
    private volatile int _snapshotFault;

    /// <summary>Answer every Logon with a Logout and close.</summary>
    public bool RefuseLogon
    {
        get => _refuseLogon;
        set => _refuseLogon = value;
    }

    /// <summary>Read nothing from order connections: the client's socket buffer fills.</summary>
    public bool StopReading
    {
        get => _stopReading;
        set => _stopReading = value;
    }

    /// <summary>
    /// Drop the connection (TCP reset) once this many further messages have been received; counts down; 0 is off.
    /// </summary>
    public int DropAfterMessages
    {
        get => _dropAfterMessages;
        set => _dropAfterMessages = value;
    }

    /// <summary>What is wrong with the snapshots that are begun from now on.</summary>
    public SnapshotFault SnapshotFault
    {
        get => (SnapshotFault)_snapshotFault;
        set => _snapshotFault = (int)value;
    }
}
