#if !NET
// What the compiler needs to know of to accept `init` where the class library has none of it (the generator is compiled
// for netstandard2.0).
namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;
}
#endif
