using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>Block lengths of older versions, which a schema does not say.</summary>
internal static class SbeBlockLengths
{
    /// <summary>
    /// Bytes of a block as a writer of a version would make it: the schema's where every field is of that version, else up to the
    /// end of the last one that is.
    /// </summary>
    public static int Of(SbeBlock block, ulong version)
    {
        bool isWhole = true;
        int end = 0;
        foreach (SbeField field in block.Fields)
        {
            if (field.Size == 0)
            {
                continue;
            }

            if ((ulong)field.SinceVersion <= version)
            {
                end = Math.Max(end, field.Offset + field.Size);
            }
            else
            {
                isWhole = false;
            }
        }

        return isWhole ? block.BlockLength : end;
    }
}
