using System.Text;
using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>A small dictionary that has every kind of thing once, and messages from text with <c>|</c> for SOH.</summary>
internal static class Samples
{
    internal const string Xml = """
        <fix type='FIX' major='4' minor='4' servicepack='0'>
         <header>
          <field name='BeginString' required='Y'/><field name='BodyLength' required='Y'/>
          <field name='MsgType' required='Y'/><field name='SenderCompID' required='Y'/>
          <field name='TargetCompID' required='Y'/><field name='MsgSeqNum' required='Y'/>
          <field name='SendingTime' required='Y'/><field name='PossDupFlag' required='N'/>
          <field name='XmlDataLen' required='N'/><field name='XmlData' required='N'/>
          <group name='NoHops' required='N'><field name='HopCompID' required='Y'/><field name='HopRefID' required='N'/></group>
         </header>
         <messages>
          <message name='Heartbeat' msgtype='0' msgcat='admin'><field name='TestReqID' required='N'/></message>
          <message name='Order' msgtype='D' msgcat='app'>
           <field name='ClOrdID' required='Y'/>
           <component name='Parties' required='N'/>
           <component name='Instrument' required='Y'/>
           <field name='Side' required='Y'/>
           <field name='OrderQty' required='N'/>
           <field name='ExecInst' required='N'/>
           <field name='RawDataLength' required='N'/><field name='RawData' required='N'/>
           <field name='Count' required='N'/><field name='Flag' required='N'/>
           <field name='Text' required='N'/>
           <field name='ExpireDate' required='N'/><field name='TransactTime' required='N'/>
           <field name='VenueOwn' required='N'/>
          </message>
          <message name='Long' msgtype='ABC' msgcat='app'><field name='Text' required='N'/></message>
         </messages>
         <trailer>
          <field name='SignatureLength' required='N'/><field name='Signature' required='N'/>
          <field name='CheckSum' required='Y'/>
         </trailer>
         <components>
          <component name='Instrument'><field name='Symbol' required='Y'/><field name='SecurityType' required='N'/></component>
          <component name='Parties'>
           <group name='NoPartyIDs' required='N'>
            <field name='PartyID' required='Y'/><field name='PartyRole' required='Y'/>
            <component name='SubParties' required='N'/>
           </group>
          </component>
          <component name='SubParties'>
           <group name='NoPartySubIDs' required='N'>
            <field name='PartySubID' required='N'/><field name='PartySubIDType' required='N'/>
            <group name='NoDeep' required='N'><field name='DeepID' required='N'/><field name='DeepText' required='N'/></group>
           </group>
          </component>
         </components>
         <fields>
          <field number='8' name='BeginString' type='STRING'/><field number='9' name='BodyLength' type='LENGTH'/>
          <field number='10' name='CheckSum' type='STRING'/><field number='11' name='ClOrdID' type='STRING'/>
          <field number='18' name='ExecInst' type='MULTIPLEVALUESTRING'>
           <value enum='1' description='NOT_HELD'/><value enum='6' description='PARTICIPATE'/>
          </field>
          <field number='34' name='MsgSeqNum' type='SEQNUM'/>
          <field number='35' name='MsgType' type='STRING'><value enum='0' description='HEARTBEAT'/></field>
          <field number='38' name='OrderQty' type='QTY'/>
          <field number='43' name='PossDupFlag' type='BOOLEAN'/><field number='49' name='SenderCompID' type='STRING'/>
          <field number='52' name='SendingTime' type='UTCTIMESTAMP'/>
          <field number='54' name='Side' type='CHAR'>
           <value enum='1' description='BUY'/><value enum='2' description='SELL'/>
          </field>
          <field number='55' name='Symbol' type='STRING'/><field number='56' name='TargetCompID' type='STRING'/>
          <field number='58' name='Text' type='STRING'/><field number='60' name='TransactTime' type='UTCTIMESTAMP'/>
          <field number='89' name='Signature' type='DATA'/><field number='93' name='SignatureLength' type='LENGTH'/>
          <field number='95' name='RawDataLength' type='LENGTH'/><field number='96' name='RawData' type='DATA'/>
          <field number='112' name='TestReqID' type='STRING'/>
          <field number='167' name='SecurityType' type='STRING'>
           <value enum='CS' description='COMMON_STOCK'/><value enum='FUT' description='FUTURE'/>
          </field>
          <field number='212' name='XmlDataLen' type='LENGTH'/><field number='213' name='XmlData' type='DATA'/>
          <field number='432' name='ExpireDate' type='LOCALMKTDATE'/>
          <field number='448' name='PartyID' type='STRING'/><field number='452' name='PartyRole' type='INT'/>
          <field number='453' name='NoPartyIDs' type='NUMINGROUP'/>
          <field number='523' name='PartySubID' type='STRING'/><field number='802' name='NoPartySubIDs' type='NUMINGROUP'/>
          <field number='803' name='PartySubIDType' type='INT'/>
          <field number='627' name='NoHops' type='NUMINGROUP'/><field number='628' name='HopCompID' type='STRING'/>
          <field number='630' name='HopRefID' type='SEQNUM'/>
          <field number='900' name='Count' type='INT'/><field number='901' name='Flag' type='BOOLEAN'/>
          <field number='902' name='Elsewhere' type='STRING'/>
          <field number='910' name='NoDeep' type='NUMINGROUP'/><field number='911' name='DeepID' type='STRING'/>
          <field number='912' name='DeepText' type='STRING'/>
          <field number='7001' name='VenueOwn' type='STRING'/><field number='7002' name='VenueElsewhere' type='STRING'/>
         </fields>
        </fix>
        """;

    internal const string Start = "35=D|49=S|56=T|34=2|52=20260105-10:00:00|";
    internal const string Order = Start + "11=a|55=X|54=1|";

    internal static FixDictionary Dictionary { get; } = FixDictionary.Parse(Xml, "sample.xml");

    internal static FixMessageSchema Schema { get; } = new(Dictionary);

    /// <summary>A message from its fields behind BodyLength; length and checksum are added.</summary>
    internal static byte[] Message(string fields, string begin = "FIX.4.4")
    {
        string body = fields.Replace('|', '\u0001');
        string start = $"8={begin}\u00019={Encoding.Latin1.GetByteCount(body)}\u0001{body}";
        int sum = 0;
        foreach (char c in start)
            sum += c;
        return Encoding.Latin1.GetBytes($"{start}10={sum % 256:000}\u0001");
    }

    internal static FixValidationResult Validate(string fields, FixValidationOptions? options = null)
    {
        Assert.True(FixFrame.TryCreate(Message(fields), out FixFrame frame));
        return new FixMessageValidator(Schema, options).Validate(frame);
    }
}
