import { addRule } from '../../linux/configure.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Match, Target } from '../../linux/rule.ts';
import type { Origin } from '../../topology/origin.ts';

/** The mark of connections that came by the primary interface (`AWS_VPC_K8S_CNI_CONNMARK`). */
const MARK = 0x80;

export const RESTORE: Target = { kind: 'CONNMARK', action: 'restore', mask: MARK };
export const SET: Target = { kind: 'CONNMARK', action: 'set', value: MARK, mask: MARK };

const BY_MARK = 1024;
const COMMENT: Match = { kind: 'comment', text: 'AWS, primary ENI' };

/**
 * What came by the primary interface for a NodePort is answered by it, whichever interface has the pod's address: the
 * connection is marked, the mark given back to the pod's answers, and a rule sends what bears it by the table main.
 */
export function addConnectionMarks(namespace: NetworkNamespace, primary: string, origin: Origin): void {
  const local: Match = { kind: 'addrtype', side: 'dst', type: 'LOCAL', limit: 'in' };
  const from = (device: string): Match => ({ kind: 'in', device });
  namespace.netfilter.append(
    'mangle',
    'PREROUTING',
    { matches: [from(primary), COMMENT, local], target: SET, origin },
    { matches: [from('eni+'), COMMENT], target: RESTORE, origin },
    { matches: [from('vlan+'), COMMENT], target: RESTORE, origin },
  );
  addRule(namespace, { priority: BY_MARK, mark: MARK, mask: MARK, table: 'main', origin });
}
