import { describe, expect, test } from 'vitest';
import { formatTables } from '../../../network/linux/iptables.ts';
import { example } from '../../support/examples.ts';
import { endOf, networkOf, tracesOf, ttlsOf, verdictsOf } from '../../support/models.ts';

test('every expect of the example holds', async () => {
  expect(await verdictsOf(example('docker.knet'))).toEqual(Array(7).fill('holds'));
});

const ends = async (...questions: string[]) => {
  const text = example('docker.knet').replace(/expect.*/g, '');
  const results = await tracesOf(`${text}\n${questions.map((question) => `trace ${question}`).join('\n')}`);
  return results.map(({ paths }) => endOf(paths[0]!));
};

describe('who reaches whom', () => {
  test.each([
    ['bridge to its host', 'h2/client -> h2', 'DELIVERED at h2'],
    ['bridge to another host: masqueraded', 'h2/client -> h1', 'DELIVERED at h1'],
    ['host to its container', 'h1 -> h1/web:80', 'DELIVERED at h1/web'],
    ['published, from another host', 'h2 -> h1:8080', 'DELIVERED at h1/web'],
    ['published, from the host itself', 'h1 -> 192.168.1.11:8080', 'DELIVERED at h1/web'],
    ['published, by localhost: docker-proxy', 'h1 -> localhost:8080', 'INSUFFICIENT_INFO at h1'],
    ['host network', 'h2 -> h1:9100', 'DELIVERED at h1'],
    ['the container by name, host network', 'h2 -> h1/metrics:9100', 'DELIVERED at h1'],
    ['one namespace', 'h1/web -> localhost:9090', 'DELIVERED at h1/web'],
    ['a port that nobody publishes', 'h2 -> h1:8081', 'NO_LISTENER at h1 told h2'],
    [
      "another host's container: nobody on one's own docker0",
      'h2/client -> h1/web:80',
      'NEIGHBOUR_UNREACHABLE at h2/client told h2/client',
    ],
    ['host to another host’s container', 'h2 -> 172.17.0.2:80', 'NEIGHBOUR_UNREACHABLE at h2 told h2'],
    ['macvlan to its own host', 'h1/legacy -> h1', 'NEIGHBOUR_UNREACHABLE at h1/legacy told h1/legacy'],
    ['macvlan to another host', 'h1/legacy -> h2', 'DELIVERED at h2'],
    ['network none', 'h1/batch -> h2', 'NO_ROUTE at h1/batch'],
    ['overlay', 'h1/app -> h2/peer:80', 'DELIVERED at h2/peer'],
    ['overlay to another host, by docker_gwbridge', 'h1/app -> h2', 'DELIVERED at h2'],
    ['a host is on no overlay', 'h1 -> 10.0.9.3', 'NO_ROUTE at 192.168.1.1 told h1'],
    ['out to the world', 'h1/web -> internet:443', 'EXITS_NETWORK at 192.168.1.1'],
  ])('%s', async (_, question, end) => expect(await ends(question)).toEqual([end]));
});

test('an overlay packet stays at TTL 64, in VXLAN to 4789', async () => {
  const text = `${example('docker.knet')}\ntrace h1/app -> h2/peer:80`;
  const path = (await tracesOf(text))[0]!.paths[0]!;
  expect(ttlsOf(path).map(([place, first, last]) => [place, first, last])).toEqual([
    ['h1/app', 64, 64],
    ['h1 overlay backplane', 64, 64],
    ['h1', 64, 64],
    ['lan', 64, 64],
    ['h2', 64, 64],
    ['h2 overlay backplane', 64, 64],
    ['h2/peer', 64, 64],
  ]);
  const wire = path.forward.find(({ kind }) => kind === 'segment')!.steps[0];
  expect(wire).toMatchObject({
    frame: { encapsulation: [{ kind: 'vxlan', port: 4789, vni: 4097, source: '192.168.1.11', length: 110 }] },
  });
});

test('a macvlan frame goes through its parent, and the host does not see its packet', async () => {
  const text = `${example('docker.knet')}\ntrace h2 -> h1/legacy:22`;
  const { forward } = (await tracesOf(text))[0]!.paths[0]!;
  const host = forward.find(({ namespace }) => namespace === 'h1')!;
  expect(host.steps.map(({ type }) => type)).toEqual(['receive']);
  expect(forward.at(-1)).toMatchObject({
    namespace: 'h1/legacy',
    steps: [{ type: 'receive', device: 'eth0' }, {}, {}],
  });
});

const small = (container: string, more = '') => `
  network lan { cidr 192.168.1.0/24  gateway 192.168.1.1 }
  host h { in lan  ip 192.168.1.11  docker { bridge web-net { cidr 10.9.0.0/24 } ${container} } ${more} }
  host k { in lan  ip 192.168.1.12 }
`;
const endsIn = async (model: string, ...questions: string[]) =>
  (await tracesOf(`${model}\n${questions.map((question) => `trace ${question}`).join('\n')}`)).map(({ paths }) =>
    endOf(paths[0]!),
  );

describe('more', () => {
  const two = `
    container a { network bridge  listen 80/TCP  publish 8080 -> 80/TCP }
    container b { network bridge }
    container c { network web-net  listen 80/TCP }
    container d { network web-net }
  `;
  test('addresses are dealt in order; networks are kept apart', async () => {
    const found = await endsIn(small(two), 'h/b -> 172.17.0.2:80', 'h/d -> h/c:80', 'h/b -> h/c:80', 'k -> h/c:80');
    expect(found).toEqual([
      'DELIVERED at h/a',
      'DELIVERED at h/c',
      'DENIED_BY_FILTER at h',
      'NO_ROUTE at 192.168.1.1 told k',
    ]);
  });
  test('the reply of a published port looks as if the host had answered', async () => {
    const [result] = await tracesOf(`${small(two)}\ntrace k -> h:8080`);
    const steps = (hops: readonly { steps: readonly { type: string }[] }[]) =>
      hops.flatMap((hop) => hop.steps.filter(({ type }) => type === 'nat' || type === 'conntrack'));
    const path = result!.paths[0]!;
    expect(steps(path.forward)).toMatchObject([
      { type: 'nat', chain: 'DOCKER', before: '192.168.1.11:8080', after: '172.17.0.2:80' },
    ]);
    expect(steps(path.reply!)).toMatchObject([
      { type: 'conntrack', before: '172.17.0.2:80', after: '192.168.1.11:8080' },
    ]);
  });
  test('a stopped container publishes nothing', async () => {
    const stopped = 'container a { network bridge  listen 80/TCP  publish 8080 -> 80/TCP  stopped }';
    const found = await endsIn(small(stopped), 'k -> h:8080', 'h -> h/a:80', 'h/a -> h');
    expect(found[0]).toBe('NO_LISTENER at h told k');
    expect(found[1]).toBe('NO_LISTENER');
    expect(found[2]).toBe('INSUFFICIENT_INFO');
  });
  test('forwarding switched off', async () => {
    const off = small(two, 'sysctl net.ipv4.ip_forward 0');
    expect(await endsIn(off, 'h/a -> k', 'k -> h:8080')).toEqual(['BLACKHOLE at h', 'BLACKHOLE at h']);
  });
  test('containers that wait for each other are in no namespace', async () => {
    const circle = 'container a { network container:b }  container b { network container:a }';
    expect(await endsIn(small(circle), 'h/a -> k')).toEqual(['INSUFFICIENT_INFO']);
  });
});

test('the chains are those of dockerd', async () => {
  const network = await networkOf(small('container a { network bridge  publish 8080 -> 80/TCP }'));
  const saved = formatTables(network.namespace('host:h')!.netfilter).filter((line) => !line.includes('br-'));
  expect(saved).toEqual([
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ':DOCKER - [0:0]',
    '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
    '-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
    '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    '-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE',
    '-A DOCKER -i docker0 -j RETURN',
    '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':DOCKER - [0:0]',
    ':DOCKER-ISOLATION-STAGE-1 - [0:0]',
    ':DOCKER-ISOLATION-STAGE-2 - [0:0]',
    ':DOCKER-USER - [0:0]',
    '-A FORWARD -j DOCKER-USER',
    '-A FORWARD -j DOCKER-ISOLATION-STAGE-1',
    '-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A FORWARD -o docker0 -j DOCKER',
    '-A FORWARD -i docker0 ! -o docker0 -j ACCEPT',
    '-A FORWARD -i docker0 -o docker0 -j ACCEPT',
    '-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT',
    '-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2',
    '-A DOCKER-ISOLATION-STAGE-1 -j RETURN',
    '-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP',
    '-A DOCKER-ISOLATION-STAGE-2 -j RETURN',
    '-A DOCKER-USER -j RETURN',
    'COMMIT',
  ]);
});
