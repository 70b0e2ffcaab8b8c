namespace HftGateway.Fix.Dictionaries;

/// <summary>Something wrong in a dictionary.</summary>
/// <param name="Code">A stable code, FIXD and three digits.</param>
/// <param name="IsError">False for a remark: the dictionary can be used.</param>
/// <param name="Line">Line, from 1; 0 when unknown.</param>
/// <param name="Column">Column, from 1; 0 when unknown.</param>
/// <param name="Message">What is wrong and where.</param>
public readonly record struct FixDictionaryProblem(string Code, bool IsError, int Line, int Column, string Message);
