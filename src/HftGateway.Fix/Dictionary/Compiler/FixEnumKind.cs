namespace HftGateway.Fix.Dictionaries;

/// <summary>How a field's listed values become an enum.</summary>
internal enum FixEnumKind
{
    /// <summary>No enum: nothing listed, yes and no, or values that no number can stand for.</summary>
    None,

    /// <summary>One character each: the enum's value is the character.</summary>
    Char,

    /// <summary>Whole numbers.</summary>
    Int,

    /// <summary>Up to eight characters, packed with the first one lowest.</summary>
    Code,
}
