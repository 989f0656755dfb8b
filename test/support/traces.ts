import type { Place } from '../../analysis/places.ts';
import type { Encapsulation, Frame, TraceResult } from '../../network/trace/result.ts';

const tunnel: Encapsulation = {
  kind: 'vxlan',
  source: '172.16.0.1',
  destination: '172.16.0.2',
  port: 8472,
  vni: 1,
  length: 134,
};

export const frame = (ttl: number, more: Partial<Frame> = {}): Frame => ({
  source: '10.244.0.2',
  destination: '10.244.1.2',
  protocol: 'ICMP',
  icmp: 'echo-request',
  ttl,
  length: 84,
  ...more,
});

export const place: Place = {
  uri: 'file:///w/demo.knet',
  range: { start: { line: 8, character: 2 }, end: { line: 8, character: 20 } },
};

/** A ping through a VXLAN tunnel, as the walker would tell it, and the first hop of the reply. */
export const ping: TraceResult<Place> = {
  flow: {
    protocol: 'ICMP',
    source: 'default/a',
    sourceAddress: '10.244.0.2',
    destination: 'default/b',
    destinationAddress: '10.244.1.2',
  },
  disposition: 'DELIVERED',
  remaining: 0,
  paths: [
    {
      probability: 1,
      count: 1,
      disposition: 'DELIVERED',
      forward: [
        {
          namespace: 'default/a',
          kind: 'pod',
          steps: [
            { type: 'originate', frame: frame(64) },
            { type: 'route', rule: 'default via 10.244.0.1 dev eth0', origin: place },
            { type: 'transmit', device: 'eth0', frame: frame(64) },
          ],
        },
        {
          namespace: 'node-a',
          kind: 'node',
          steps: [
            { type: 'receive', device: 'veth0|1', frame: frame(64) },
            { type: 'route', rule: '10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink', origin: place },
            { type: 'encapsulate', device: 'flannel.1', encapsulation: tunnel },
            { type: 'transmit', device: 'eth0', frame: frame(63, { encapsulation: [tunnel] }) },
          ],
        },
        { namespace: 'default/b', kind: 'pod', steps: [{ type: 'deliver', frame: frame(62) }] },
      ],
      reply: [
        {
          namespace: 'default/b',
          kind: 'pod',
          steps: [{ type: 'originate', frame: frame(64, { icmp: 'echo-reply' }) }],
        },
      ],
    },
  ],
};
