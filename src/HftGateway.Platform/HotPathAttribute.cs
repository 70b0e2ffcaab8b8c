namespace HftGateway.Platform;

/// <summary>
/// Marks a method or type that runs once per event. Such code may not allocate, lock, call through an interface,
/// virtual slot or delegate, throw, or make a system call other than a socket's.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Struct | AttributeTargets.Class,
    Inherited = false)]
public sealed class HotPathAttribute : Attribute;
