namespace HftGateway.Fix.Dictionaries;

/// <summary>A member of a block in <see cref="FixDictionaryTables"/>.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Group">For a NumInGroup: the block of the group's entries; else -1.</param>
/// <param name="IsRequired">It must be there.</param>
/// <param name="Rule">Its field: index into the tables' rules.</param>
internal readonly record struct FixMemberRule(int Tag, int Group, bool IsRequired, int Rule);
