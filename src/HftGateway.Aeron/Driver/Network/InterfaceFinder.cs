using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>Addresses of this machine's interfaces.</summary>
internal static class InterfaceFinder
{
    /// <summary>The address of an interface whose first bits are those wanted, or null.</summary>
    public static IPAddress? Find(IPAddress wanted, int prefix)
    {
        if (prefix < 0 || prefix > wanted.GetAddressBytes().Length * 8)
            return null;
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            foreach (UnicastIPAddressInformation entry in card.GetIPProperties().UnicastAddresses)
            {
                if (Matches(entry.Address, wanted, prefix))
                    return entry.Address;
            }
        }

        return IPAddress.IsLoopback(wanted) || wanted.Equals(IPAddress.Any) ? wanted : null;
    }

    /// <summary>The first interface that carries multicast, or loopback.</summary>
    public static IPAddress FirstMulticast()
    {
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.OperationalStatus != OperationalStatus.Up || !card.SupportsMulticast
                || card.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                continue;
            foreach (UnicastIPAddressInformation entry in card.GetIPProperties().UnicastAddresses)
            {
                if (entry.Address.AddressFamily == AddressFamily.InterNetwork)
                    return entry.Address;
            }
        }

        return IPAddress.Loopback;
    }

    /// <summary>Number of the interface that has an address; 0: the system chooses.</summary>
    public static int Index(IPAddress address)
    {
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            IPInterfaceProperties properties = card.GetIPProperties();
            foreach (UnicastIPAddressInformation entry in properties.UnicastAddresses)
            {
                if (entry.Address.Equals(address))
                    return properties.GetIPv6Properties().Index;
            }
        }

        return 0;
    }

    private static bool Matches(IPAddress address, IPAddress wanted, int prefix)
    {
        byte[] mine = address.GetAddressBytes();
        byte[] theirs = wanted.GetAddressBytes();
        if (mine.Length != theirs.Length)
            return false;
        for (int bit = 0; bit < prefix; bit++)
        {
            int mask = 0x80 >> (bit & 7);
            if (((mine[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0)
                return false;
        }

        return true;
    }
}
