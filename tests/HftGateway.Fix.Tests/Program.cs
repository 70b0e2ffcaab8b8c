using System.Globalization;
using HftGateway.Fix.Tests.Engine;
using HftGateway.Fix.Tests.Store;

// The tests start this assembly as a process of its own where one has to be killed.
if (args is ["store-child", string path])
    StoreKillTests.Child(path);
else if (args is ["engine-child", string folder, string port])
    EngineKillTests.Child(folder, int.Parse(port, CultureInfo.InvariantCulture));
