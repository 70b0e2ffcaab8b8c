namespace HftGateway.Aeron.LogBuffers;

/// <summary>Whose log it is.</summary>
internal enum LogType : byte
{
    /// <summary>A publication that several threads may write.</summary>
    Concurrent = 0,

    /// <summary>A publication of one writer.</summary>
    Exclusive = 1,

    /// <summary>What a receiver rebuilds.</summary>
    Image = 2,
}
