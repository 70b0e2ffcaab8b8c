namespace HftGateway.Sbe.Tests.Generated;

/// <summary>
/// One message of <c>every-construct.xml</c> and of <c>every-construct-big.xml</c>, byte by byte by hand from the
/// standard: what it is, its bytes in little-endian order and in big-endian order.
/// </summary>
internal static class EveryConstructVector
{
    private static readonly (string What, string Little, string Big)[] Parts =
    [
        // The header composite: its own order of members, its own widths, one member more, and the two counts.
        ("version 4", "0400", "0004"),
        ("extra, not used", "0000", "0000"),
        ("blockLength 125", "7D000000", "0000007D"),
        ("templateId 1", "01", "01"),
        ("schemaId 7", "0700000000000000", "0000000000000007"),
        ("numGroups 3", "0300", "0003"),
        ("numVarDataFields 2", "0200", "0002"),
        // The root block.
        ("count 5", "0500000000000000", "0000000000000005"),
        ("M: event.class = 'A'", "41", "41"),
        ("event: null of a char enum", "00", "00"),
        ("signed: -5", "FBFF", "FFFB"),
        ("u64: 2^64 - 2", "FEFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFE"),
        ("flags: bits 0 and 63", "0100000000000080", "8000000000000001"),
        ("a hole up to offset 40", "000000000000000000000000", "000000000000000000000000"),
        ("Equals: ABC padded to 6", "414243000000", "414243000000"),
        ("utf: e with acute accent, padded to 5", "C3A9000000", "C3A9000000"),
        ("bytes", "01020304", "01020304"),
        ("ints: -1, 0, 7", "FFFFFFFF0000000007000000", "FFFFFFFF0000000000000007"),
        ("doubles: 0, 2.5", "00000000000000000000000000000440", "00000000000000004004000000000000"),
        ("optFloat: 1.5", "0000C03F", "3FC00000"),
        ("optInt: its own null, -1", "FFFFFFFF", "FFFFFFFF"),
        ("dec: 12345 x 10^-3", "3930000000000000FD", "0000000000003039FD"),
        ("decC: 250, the exponent is constant", "FA000000", "000000FA"),
        ("engine.capacity 2000", "D007", "07D0"),
        ("engine: a hole of 2", "0000", "0000"),
        ("engine.cylinders, kind; booster.ps, flags: bit 7; late", "0401098003", "0401098003"),
        ("engine.price: 7 x 10^1", "070000000000000001", "000000000000000701"),
        ("since2: -2", "FEFF", "FFFE"),
        ("ToString: 3", "03", "03"),
        // Flat: 2 entries of 13 bytes, with a hole of 2.
        ("blockLength 13, numInGroup 2", "0D000200", "000D0002"),
        ("a 1, M 3 x 10^1, hole, c: bit 0", "01030000000000000001000001", "01000000000000000301000001"),
        ("the same", "01030000000000000001000001", "01000000000000000301000001"),
        // deep: a dimension of 7 bytes with a hole; entries with a group inside a group, and data.
        ("numInGroup 2, hole, blockLength 4", "02000000000004", "00000002000004"),
        .. DeepEntry(), .. DeepEntry(),
        ("lateGroup: 1 entry of 2 bytes", "02000100", "00020001"),
        ("z 65534: one below null", "FEFF", "FFFE"),
        ("root: 1 byte", "010001", "000101"),
        ("text: end", "03656E64", "03656E64"),
    ];

    /// <summary>The text of the message, of either order.</summary>
    public const string Text =
        "M { count = 5, M = Class, event = null, signed = Minus, u64 = Big, flags = None, Top, Equals = \"ABC\", "
        + "utf = \"\\xC3\\xA9\", bytes = 0x01020304, ints = [-1, 0, 7], doubles = [0, 2.5], optFloat = 1.5, "
        + "optInt = null, "
        + "ct = \"abc\", cn = 513, dec = 12345E-3, decC = 250E-2, engine = { capacity = 2000, cylinders = 4, "
        + "fuel = \"Petrol\", "
        + "kind = X, booster = { ps = 9, flags = H }, late = 3, price = 7E1 }, eventC = Next, since2 = -2, "
        + "ToString = 3, "
        + "constLate = 513, Flat = [{ a = 1, M = 3E1, c = A }, { a = 1, M = 3E1, c = A }], deep = [" + DeepText + ", "
            + DeepText
        + "], lateGroup = [{ z = 65534 }], root = 0x01, text = \"end\" }";

    private const string DeepText =
        "{ x = 77, inner = [" + InnerText + ", " + InnerText + "], d1 = 0x0908, d2 = \"two\" }";

    private const string InnerText = "{ y = 0.25, Empty = [{  }, {  }, {  }], innerText = \"h\\xC3\\xA9\" }";

    /// <summary>The message in little-endian order.</summary>
    public static byte[] Little { get; } = Convert.FromHexString(string.Concat(Parts.Select(static p => p.Little)));

    /// <summary>The message in big-endian order.</summary>
    public static byte[] Big { get; } = Convert.FromHexString(string.Concat(Parts.Select(static p => p.Big)));

    private static (string What, string Little, string Big)[] DeepEntry() =>
    [
        ("x 77", "4D000000", "0000004D"),
        ("inner: 2 entries of 4 bytes", "04000200", "00040002"),
        .. InnerEntry(), .. InnerEntry(),
        ("d1: 2 bytes", "02000908", "00020908"),
        ("d2: two", "0374776F", "0374776F"),
    ];

    private static (string What, string Little, string Big)[] InnerEntry() =>
    [
        ("y 0.25", "0000803E", "3E800000"),
        ("Empty: 3 entries without bytes", "00000300", "00000003"),
        ("innerText: h and e with acute accent", "0368C3A9", "0368C3A9"),
    ];
}
