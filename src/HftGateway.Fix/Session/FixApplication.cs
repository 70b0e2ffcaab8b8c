namespace HftGateway.Fix;

/// <summary>
/// What uses a session: is told of messages and changes, on the thread that runs the session, and may send from within
/// each call. A call that throws ends the session's connection; the message counts as not received and comes again.
/// </summary>
public abstract class FixApplication
{
    /// <summary>An application message, in sequence and valid.</summary>
    /// <param name="session">From where.</param>
    /// <param name="message">The message; a view, valid during the call.</param>
    /// <returns>
    /// False when this type of message is not served: the session answers with BusinessMessageReject 380=3.
    /// </returns>
    public abstract bool OnMessage(FixSession session, in FixMessage message);

    /// <summary>A session Reject [35=3] of the peer.</summary>
    public virtual void OnReject(FixSession session, in FixMessage message)
    {
    }

    /// <summary>
    /// A Logon asks to be let in, before it is answered: the place to check 553 and 554. Null accepts; a text refuses,
    /// and is sent in the Logout.
    /// </summary>
    public virtual string? OnLogonRequest(FixSession session, in FixMessage message) => null;

    /// <summary>The session is logged on.</summary>
    public virtual void OnLogon(FixSession session)
    {
    }

    /// <summary>New orders may go out, see <see cref="FixSession.IsReady"/>.</summary>
    public virtual void OnReady(FixSession session)
    {
    }

    /// <summary>
    /// The connection of a session that was logged on is gone, or was never established; nothing more is sent.
    /// </summary>
    /// <param name="session">Which.</param>
    /// <param name="end">Why.</param>
    /// <param name="wasLoggedOn">
    /// It had been logged on. Unless <paramref name="end"/> is <see cref="SessionEnd.LogoutComplete"/> this is where
    /// orders are cancelled on disconnect.
    /// </param>
    public virtual void OnDisconnect(FixSession session, SessionEnd end, bool wasLoggedOn)
    {
    }

    /// <summary>
    /// A stale order message that the peer asked for again was gap-filled instead: it was not delivered, and will not
    /// be.
    /// </summary>
    public virtual void OnNotDelivered(FixSession session, in StoredMessage message)
    {
    }

    /// <summary>
    /// The peer stopped reading (<paramref name="isPressed"/>: new orders are refused, cancels are not) or caught up
    /// again.
    /// </summary>
    public virtual void OnBackPressure(FixSession session, bool isPressed)
    {
    }

    /// <summary>
    /// Something an operator should know: a refused connection, a gap, a damaged tail. Not for every message.
    /// </summary>
    public virtual void OnNote(FixSession session, string text)
    {
    }
}
