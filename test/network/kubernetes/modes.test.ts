import { describe, expect, test } from 'vitest';
import { ends, MODES, type Mode } from './cases.ts';

/** What each mode makes of a question; `also` names the mode whose answer it is too. */
type Row = readonly [name: string, question: string, Readonly<Partial<Record<Mode | 'rest', readonly string[]>>>];

const two = (first: string, second: string) => [`0.5 DELIVERED ${first}`, `0.5 DELIVERED ${second}`];
const REFUSED = ['1 NO_ENDPOINTS SVC-NO-ENDPOINT answered'];
const CLOSED = ['1 NO_ENDPOINTS SVC-NO-ENDPOINT'];

const ROWS: readonly Row[] = [
  [
    'a pod asks a ClusterIP',
    'default/client -> service default/web:80',
    {
      rest: two('default/w1 from 10.244.0.10 ttl 64', 'default/w2 from 10.244.0.10 ttl 62'),
      // Routed to the pod next door: ip_vs takes the packet in and sends it out, so the TTL falls.
      ipvs: two('default/w1 from 10.244.0.10 ttl 63', 'default/w2 from 10.244.0.10 ttl 62'),
      userspace: two('default/w1 from 10.244.0.1 ttl 64', 'default/w2 from 10.244.0.0 ttl 63'),
    },
  ],
  [
    'a node asks a ClusterIP',
    'n1 -> service default/web:80',
    {
      rest: two('default/w1 from 10.244.0.1 ttl 64', 'default/w2 from 10.244.0.0 ttl 63'),
      ipvs: two('default/w1 from 10.244.0.1 ttl 63', 'default/w2 from 10.244.0.0 ttl 62'),
    },
  ],
  [
    'a node port, policy Cluster',
    'ext -> n1:30080',
    {
      rest: two('default/w1 from 10.244.0.1 ttl 63', 'default/w2 from 10.244.0.0 ttl 62'),
      userspace: two('default/w1 from 10.244.0.1 ttl 64', 'default/w2 from 10.244.0.0 ttl 63'),
    },
  ],
  [
    'a node port, policy Local: the source stays',
    'ext -> n2:30081',
    {
      rest: ['1 DELIVERED default/w2 from 172.16.130.9 ttl 63'],
      userspace: two('default/w1 from 10.244.1.0 ttl 63', 'default/w2 from 10.244.1.1 ttl 64'),
    },
  ],
  [
    'policy Local on a node without endpoints',
    'ext -> n1:30082',
    {
      rest: ['1 NO_ENDPOINTS ETP-LOCAL'],
      // ip_vs has all endpoints there, and flannel masquerades what comes from outside.
      ipvs: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 62'],
      userspace: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
    },
  ],
  [
    'policy Local, from a pod of the node: any endpoint',
    'default/client -> n1:30082',
    {
      rest: ['1 DELIVERED default/only2 from 10.244.0.10 ttl 62'],
      userspace: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
    },
  ],
  [
    'a node port on localhost',
    'n1 -> localhost:30082',
    {
      iptables: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
      userspace: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
      rest: ['1 NO_LISTENER answered'],
    },
  ],
  [
    'internal policy Local, no endpoint here',
    'default/client -> service default/inside:80',
    {
      rest: ['1 NO_ENDPOINTS'],
      ipvs: ['1 NO_ENDPOINTS answered'],
      userspace: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
    },
  ],
  [
    'its own Service: the node in between',
    'default/self -> service default/self:80',
    {
      rest: ['1 DELIVERED default/self from 10.244.0.1 ttl 64'],
      ipvs: ['1 DELIVERED default/self from 10.244.0.1 ttl 63'],
      iptables: ['1 DELIVERED default/self from 10.244.0.1 ttl 64'],
    },
  ],
  ['no endpoints, from a pod', 'default/client -> service default/none:80', { rest: REFUSED, userspace: CLOSED }],
  ['no endpoints, from a node', 'n1 -> service default/none:80', { rest: REFUSED, userspace: CLOSED }],
  ['no endpoints, by node port', 'ext -> n1:30085', { rest: REFUSED, userspace: CLOSED }],
  [
    'a ping to a ClusterIP: it leaves by the default route, or is refused by a filter',
    'default/client -> service default/web ICMP',
    { rest: ['1 NO_ROUTE answered'], ipvs: ['1 DENIED_BY_FILTER answered'], nftables: ['1 DENIED_BY_FILTER answered'] },
  ],
  [
    'a port that the Service does not have',
    'default/client -> service default/web:81',
    { rest: ['1 NO_ROUTE answered'], ipvs: ['1 DENIED_BY_FILTER answered'], nftables: ['1 DENIED_BY_FILTER answered'] },
  ],
  [
    'an endpoint of the host network',
    'default/client -> service default/host:80',
    { rest: ['1 DELIVERED n2 from 172.16.130.11 ttl 63'], userspace: ['1 DELIVERED n2 from 172.16.130.11 ttl 64'] },
  ],
  [
    'an endpoint that is the very node that asks',
    'n2 -> service default/host:80',
    { rest: ['1 DELIVERED n2 from 172.16.130.12 ttl 64'], ipvs: ['1 DELIVERED n2 from 172.16.130.12 ttl 63'] },
  ],
  [
    'an external address that is a node: under ipvs the others take it for theirs, and that node for a liar',
    'ext -> 172.16.130.14:80',
    {
      rest: two('default/w1 from 10.244.3.0 ttl 62', 'default/w2 from 10.244.3.0 ttl 62'),
      ipvs: ['0.5 REVERSE_PATH_FILTERED', '0.5 REVERSE_PATH_FILTERED'],
      userspace: two('default/w1 from 10.244.3.0 ttl 63', 'default/w2 from 10.244.3.0 ttl 63'),
    },
  ],
  [
    'an external address, from a pod',
    'default/client -> 192.0.2.7:80',
    {
      rest: two('default/w1 from 10.244.0.1 ttl 64', 'default/w2 from 10.244.0.0 ttl 62'),
      ipvs: two('default/w1 from 10.244.0.1 ttl 63', 'default/w2 from 10.244.0.0 ttl 62'),
      userspace: ['1 NO_ROUTE answered'],
    },
  ],
  [
    'headless: no kube-proxy in between',
    'default/far -> service default/head:8080',
    { rest: two('default/w1 from 10.244.2.10 ttl 62', 'default/w2 from 10.244.2.10 ttl 62') },
  ],
  [
    'endpoints kept by hand',
    'default/client -> service default/hand:80',
    {
      rest: ['1 DELIVERED default/only2 from 10.244.0.10 ttl 62'],
      userspace: ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
    },
  ],
  [
    'session affinity: the first packet may go anywhere',
    'default/far -> service default/kept:80',
    {
      rest: two('default/w1 from 10.244.2.10 ttl 62', 'default/w2 from 10.244.2.10 ttl 62'),
      userspace: two('default/w1 from 10.244.2.0 ttl 63', 'default/w2 from 10.244.2.0 ttl 63'),
    },
  ],
  [
    'the API server',
    'default/client -> service default/kubernetes:443',
    {
      rest: ['1 DELIVERED n1 from 10.244.0.10 ttl 64'],
      ipvs: ['1 DELIVERED n1 from 10.244.0.10 ttl 63'],
      userspace: ['1 DELIVERED n1 from 172.16.130.11 ttl 64'],
    },
  ],
];

describe.each(MODES)('%s', (mode) => {
  test('leads to the endpoints, with the source that they see', async () => {
    const found = await ends(
      mode,
      ROWS.map(([, question]) => question),
    );
    const expected = ROWS.map(([name, , of]) => [name, of[mode] ?? of.rest]);
    expect(ROWS.map(([name], i) => [name, found[i]])).toEqual(expected);
  });
});
