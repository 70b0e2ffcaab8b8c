#if !NET
namespace System.Runtime.CompilerServices;

// What the compiler needs to know of to accept `init` where the class library has none of it (the generator is compiled
// for netstandard2.0).
internal static class IsExternalInit;
#endif
