import { describe, expect, test } from 'vitest';
import { bridgeFrame } from '../../../network/linux/bridge.ts';
import { addDevice } from '../../../network/linux/configure.ts';
import { type Bridge, type BridgeEntry, fdbTable, neighbourTable } from '../../../network/linux/device.ts';
import { NetworkNamespace } from '../../../network/linux/namespace.ts';

const MAC = { bridge: '0a:00:00:00:00:01', a: '0a:00:00:00:00:0a', b: '0a:00:00:00:00:0b', new: '0a:00:00:00:00:ff' };

function bridge(options: { hairpin?: boolean; portDown?: boolean } = {}) {
  const namespace = new NetworkNamespace('node:n', 'n', 'node');
  const common = () => ({ mtu: 1500, addresses: [], neighbours: neighbourTable() });
  const fdb = fdbTable<BridgeEntry>();
  const cni0: Bridge = addDevice(namespace, {
    ...common(),
    kind: 'bridge',
    name: 'cni0',
    mac: MAC.bridge,
    up: true,
    fdb,
  });
  for (const name of ['a', 'b', 'c'] as const) {
    const up = !(options.portDown && name === 'c');
    const peer = { namespace: `pod:${name}`, device: 'eth0' };
    addDevice(namespace, { ...common(), kind: 'veth', name, up, master: 'cni0', hairpin: options.hairpin, peer });
  }
  fdb.set({ mac: MAC.a, port: 'a' });
  fdb.set({ mac: MAC.b, port: 'b' });
  return (mac: string, from: string | undefined) => {
    const decision = bridgeFrame(namespace, cni0, mac, from === undefined ? undefined : namespace.devices.get(from));
    if (decision.to === 'flood') return `flood ${decision.ports.map((port) => port.name).join(' ')}`;
    return decision.to === 'self' ? 'self' : `${decision.to} ${decision.port.name}`;
  };
}

describe('a bridge', () => {
  test.each([
    ['takes what is for its own MAC', MAC.bridge, 'a', 'self'],
    ['sends to the port it learnt', MAC.b, 'a', 'port b'],
    ['sends what the machine itself makes', MAC.b, undefined, 'port b'],
    ['floods what it does not know, not back', MAC.new, 'a', 'flood b c'],
    ['floods what the machine itself makes', MAC.new, undefined, 'flood a b c'],
    ['sends nothing back out of the port it came in by', MAC.a, 'a', 'nowhere a'],
  ])('%s', (_, mac, from, decision) => expect(bridge()(mac, from)).toBe(decision));
  test('sends back with hairpin', () => expect(bridge({ hairpin: true })(MAC.a, 'a')).toBe('port a'));
  test('floods only ports that are up', () => expect(bridge({ portDown: true })(MAC.new, 'a')).toBe('flood b'));
});
