import { describe, expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import type { ProbeOptions } from '../../../network/topology/question.ts';
import { framesOf } from '../../support/captures.ts';
import { ask, KERNEL_LAB, labNetwork, nodeEnd, podEnd } from '../../support/kernel-lab.ts';

/* What the model had otherwise than Linux until generated models were held against a kernel (`knet lab verify`). */

const node = (name: string, change: (namespace: NetworkNamespace) => void) => ({
  mutate: { [`node:lab/${name}`]: change },
});

function lengths(device: string, probe: ProbeOptions, options = {}): number[] {
  const network = labNetwork(KERNEL_LAB, {}, options);
  const [path] = ask(network, podEnd('p1a'), podEnd('p2a'), { protocol: 'ICMP', ...probe }).paths;
  return framesOf(network, path!)
    .filter((frame) => `${frame.namespace} ${frame.device} ${frame.direction}` === device)
    .map(({ length }) => length);
}

describe('br_netfilter', () => {
  test.each([
    ['node1 veth-p1a in', 1444],
    ['node1 cni0 in', 1451],
    ['node1 flannel.1 out', 1444],
  ])('puts the fragments of 1451 bytes together: %s shows %i', (device, length) => {
    expect(lengths(device, { size: 1451 })[0]).toBe(length);
  });
  test('switched off, it leaves them as they are', () => {
    const off = node('node1', ({ sysctls }) => sysctls.set('net.bridge.bridge-nf-call-iptables', '0'));
    expect(lengths('node1 cni0 in', { size: 1451 }, off)[0]).toBe(1444);
  });
});

describe('ICMP errors', () => {
  test('an unanswered neighbour is told to a process of the same machine by lo', () => {
    const gone = node('node2', (namespace) => {
      for (const device of namespace.devices.values()) if (device.name === 'eth0') device.up = false;
    });
    const network = labNetwork(KERNEL_LAB, { type: 'host-gw' }, gone);
    const [path] = ask(network, nodeEnd('node1'), podEnd('p2a'), { protocol: 'ICMP' }).paths;
    const devices = path!.error!.flatMap(({ steps }) => steps.flatMap((step) => ('device' in step ? step.device : [])));
    expect([path!.disposition, devices]).toEqual(['NEIGHBOUR_UNREACHABLE', ['lo', 'lo']]);
  });
  test('what befalls a RST is told to its sender', () => {
    const lost = node('node2', ({ main }) => {
      const destination = prefix('10.244.0.0/24');
      main.delete(destination);
      main.add({ type: 'unreachable', destination, scope: 'global' });
    });
    const network = labNetwork(KERNEL_LAB, {}, lost);
    const [path] = ask(network, podEnd('p1a'), podEnd('p2a'), { protocol: 'TCP', port: 81 }).paths;
    expect(path!.disposition).toBe('NO_LISTENER');
    expect(path!.error!.map(({ namespace }) => namespace)).toEqual(['default/p2a', 'node2', 'node2', 'default/p2a']);
  });
});

describe('a segment', () => {
  test('a frame that is too big for its port is not seen there', () => {
    const wide = node('node1', ({ devices }) => {
      devices.get('eth0')!.mtu = 9000;
    });
    const network = labNetwork(KERNEL_LAB, { type: 'host-gw' }, wide);
    const [path] = ask(network, nodeEnd('node1'), podEnd('p2a'), { protocol: 'ICMP', size: 1600 }).paths;
    expect(path!.disposition).toBe('MTU_EXCEEDED');
    expect(framesOf(network, path!).map(({ namespace, device }) => `${namespace} ${device}`)).toEqual(['node1 eth0']);
  });
});
