import { describe, expect, test } from 'vitest';
import { trace } from '../../../../../network/trace/trace.ts';
import { networkOf } from '../../../../support/models.ts';
import { enforcingNetwork } from '../cluster.ts';
import { ASKED, DENY_IN, ingress, np, OK, textOf } from './rows.ts';

describe('what becomes of it', () => {
  const pathOf = async (answer: 'DROP' | 'REJECT') => {
    const network = await enforcingNetwork(textOf(DENY_IN + np('podSelector tier=front', 'q'), ASKED), answer);
    return trace(network, network.topology.traces[0]!).paths[0]!;
  };

  test('silence', async () => {
    const { forward, error, reason } = await pathOf('DROP');
    expect(error).toBeUndefined();
    expect(forward.at(-1)?.namespace).toBe('n2');
    expect(reason).toBe(
      'NetworkPolicy default/p, default/q denies the ingress of 10.244.0.10 > 10.244.1.10: default deny: none of their ingress rules admits 8080/TCP from default/client (10.244.0.10)',
    );
  });

  test('an ICMP error, where the plugin rejects', async () => {
    const { error } = await pathOf('REJECT');
    expect(error?.at(-1)?.namespace).toBe('default/client');
    expect(error?.at(-1)?.steps.at(-1)).toMatchObject({ type: 'deliver', frame: { icmp: 'type 3 code 3' } });
  });

  test('nothing, where the CNI enforces none', async () => {
    const network = await networkOf(textOf(DENY_IN, ASKED));
    expect(trace(network, network.topology.traces[0]!).disposition).toBe(OK);
  });

  test('an allowed packet shows the rule', async () => {
    const network = await enforcingNetwork(textOf(ingress('from podSelector app=client  port http'), ASKED));
    const steps = trace(network, network.topology.traces[0]!).paths[0]!.forward.flatMap((hop) => hop.steps);
    expect(steps.filter(({ type }) => type === 'policy')).toMatchObject([
      {
        policy: 'default/p',
        direction: 'ingress',
        verdict: 'allow',
        rule: 'from pods with app=client of its namespace, on http',
      },
    ]);
  });
});
