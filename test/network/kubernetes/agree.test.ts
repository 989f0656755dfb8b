import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TracePath } from '../../../network/trace/result.ts';
import { tracesOf } from '../../support/models.ts';

const NODES = ['n1', 'n2', 'n3'] as const;
const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);

/** A cluster with some Services of all kinds, and who asks for what. */
const models = fc
  .record({
    backend: one('vxlan', 'host-gw'),
    ipMasq: one('true', 'false'),
    pods: fc.array(fc.record({ on: one(...NODES), app: one('a', 'b') }), { minLength: 1, maxLength: 4 }),
    services: fc.array(
      fc.record({
        app: one('a', 'b', 'nobody'),
        type: one('ClusterIP', 'NodePort'),
        external: fc.boolean(),
        inside: one('', 'internalTrafficPolicy Local'),
        outside: one('', 'externalTrafficPolicy Local'),
        affinity: one('', 'sessionAffinity ClientIP'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map((model) => ({ ...model, questions: questionsOf(model.services, model.pods) }));

type Services = readonly { readonly app: string; readonly type: string; readonly external: boolean }[];

const vip = (i: number) => `10.96.1.${i + 1}`;
const outer = (i: number) => `192.0.2.${i + 1}`;
const nodePort = (i: number) => 30080 + i;

function questionsOf(services: Services, pods: readonly { readonly app: string }[]): readonly string[] {
  const sources = ['default/client', ...NODES, ...pods.map((_, i) => `default/p${i}`)];
  return services.flatMap(({ type, external }, i) => [
    ...sources.map((source) => `${source} -> ${vip(i)}:80`),
    ...(type === 'NodePort'
      ? ['ext', 'default/client', ...NODES].flatMap((source) =>
          NODES.map((node) => `${source} -> ${node}:${nodePort(i)}`),
        )
      : []),
    ...(external ? ['default/client', 'n1'].map((source) => `${source} -> ${outer(i)}:80`) : []),
  ]);
}

type Model = typeof models extends fc.Arbitrary<infer M> ? M : never;

function textOf(mode: string, { backend, ipMasq, pods, services, questions }: Model): string {
  const service = ({ app, type, external, inside, outside, affinity }: (typeof services)[number], i: number) => {
    const port = `port 80/TCP -> 8080${type === 'NodePort' ? ` nodePort ${nodePort(i)}` : ''}`;
    const away = external ? `externalIPs ${outer(i)}` : '';
    return `service s${i} { type ${type}  clusterIP ${vip(i)}  selector app=${app}  ${port} ${away}
      ${inside} ${type === 'NodePort' || external ? outside : ''} ${affinity} }`;
  };
  return `
    network lan { cidr 172.16.130.0/24  gateway 172.16.130.9 }
    host gate { in lan  ip 172.16.130.9 }
    host ext { in lan  ip 172.16.130.50 }
    cluster c {
      podCIDR 10.244.0.0/16
      cni flannel { backend ${backend}  ipMasq ${ipMasq} }
      kubeProxy ${mode}
      ${NODES.map((node, i) => `node ${node} { in lan  ip 172.16.130.1${i + 1} }`).join('\n')}
      namespace default {
        pod client { on n1 }
        ${pods.map(({ on, app }, i) => `pod p${i} { on ${on}  labels app=${app}  port 8080/TCP }`).join('\n')}
        ${services.map(service).join('\n')}
      }
    }
    ${questions.map((question) => `trace ${question}`).join('\n')}`;
}

/** Whom a packet reaches and as whom, in no order; chances count to three digits. */
function outcome(paths: readonly TracePath[]): readonly string[] {
  const all = paths.map(({ probability, disposition, forward }) => {
    const step = forward.at(-1)?.steps.at(-1);
    const seen = step?.type === 'deliver' ? `${forward.at(-1)!.namespace} from ${step.frame?.source}` : '';
    return `${disposition} ${seen} ${probability.toFixed(3)}`;
  });
  return all.sort();
}

async function outcomes(mode: string, model: Model): Promise<readonly (readonly string[])[]> {
  const results = await tracesOf(textOf(mode, model));
  return results.map(({ paths }) => outcome(paths));
}

/**
 * What ipvs may do otherwise: where policy Local finds nobody on the node it keeps all endpoints, and it makes no
 * exception from Local for what comes from inside the cluster.
 */
function isDecided(model: Model, question: string, ofIptables: readonly string[]): boolean {
  const nobody = ofIptables.some((text) => text.startsWith('NO_ENDPOINTS'));
  return (
    !nobody && !isUnchecked(model, question, ofIptables) && (!isLocal(model, question) || question.startsWith('ext '))
  );
}

/**
 * What a node itself sends to an external address: nftables refuses it before it is translated where there is nobody, or
 * nobody here and policy Local; iptables does not look there (kube-proxy 1.30).
 */
function isUnchecked(model: Model, question: string, ofIptables: readonly string[]): boolean {
  const delivered = ofIptables.some((text) => text.startsWith('DELIVERED'));
  return /^n\d -> 192/.test(question) && (!delivered || isLocal(model, question));
}

test('iptables, nftables and ipvs lead to the same endpoints with the same source', async () => {
  let compared = 0;
  let delivered = 0;
  await fc.assert(
    fc.asyncProperty(models, async (model) => {
      const [iptables, nftables, ipvs] = await Promise.all(
        ['iptables', 'nftables', 'ipvs'].map((mode) => outcomes(mode, model)),
      );
      const alike = (all: typeof iptables) =>
        zip(model.questions, all!).filter(([question], i) => !isUnchecked(model, question, iptables![i]!));
      expect(alike(nftables)).toEqual(alike(iptables));
      const decided = (all: typeof iptables) =>
        zip(model.questions, all!).filter(([question], i) => isDecided(model, question, iptables![i]!));
      expect(decided(ipvs)).toEqual(decided(iptables));
      compared += model.questions.length;
      delivered += iptables!.flat().filter((text) => text.startsWith('DELIVERED')).length;
    }),
    { numRuns: 12, seed: 11, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(150);
  expect(delivered).toBeGreaterThan(100);
}, 60_000);

function isLocal({ services }: Model, question: string): boolean {
  return services.some(({ outside }, i) => {
    return outside !== '' && [`> ${outer(i)}:80`, `:${nodePort(i)}`].some((end) => question.includes(end));
  });
}

function zip(questions: readonly string[], all: readonly (readonly string[])[]) {
  return questions.map((question, i) => [question, all[i]] as const);
}
