import { expect, test } from 'vitest';
import { chainNames } from '../../../network/kubernetes/kube-proxy/iptables/names.ts';
import type { ProxiedPort } from '../../../network/kubernetes/services/service-ports.ts';
import type { Protocol } from '../../../network/topology/ports.ts';

const named = (name: string, protocol: Protocol) => chainNames({ name, port: { protocol } } as ProxiedPort);

/* Read on real nodes. */
test.each([
  ['default/kubernetes:https', 'TCP', 'NPX46M4PTMTKRN6Y'],
  ['kube-system/kube-dns:dns', 'UDP', 'TCOU7JCQXEZGVUNU'],
  ['kube-system/kube-dns:dns-tcp', 'TCP', 'ERIFXISQEP7F7OF4'],
  ['default/web', 'TCP', 'LOLE4ISW44XBNF3G'],
] as const)('%s %s: KUBE-SVC-%s', (name, protocol, hash) => {
  const { service, local, external, firewall } = named(name, protocol);
  expect([service, local, external, firewall]).toEqual(
    ['SVC', 'SVL', 'EXT', 'FW'].map((kind) => `KUBE-${kind}-${hash}`),
  );
});
