namespace HftGateway.Aeron.Rings;

/// <summary>Takes records of a ring. Used as a generic constraint only, so that calls are direct.</summary>
public interface IRecordHandler
{
    /// <summary>Takes one record.</summary>
    /// <param name="type">The record's type, above 0.</param>
    /// <param name="payload">The payload in place; valid during the call.</param>
    void OnRecord(int type, ReadOnlySpan<byte> payload);
}
