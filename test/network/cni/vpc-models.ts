import { machineKeys } from '../../../network/machines/show/find.ts';
import { type ShownTable, show } from '../../../network/machines/show/show.ts';
import { networkOf } from '../../support/models.ts';

/** A cluster in a VPC with a subnet for nodes and one for Pods; `cni` and `nodes` are lines of the cluster. */
export function inVpc(provider: 'alibaba' | 'aws', cni: string, nodes: string, pods: string): string {
  return `
    vpc v {
      provider ${provider}
      cidr 10.0.0.0/16
      subnet nodes { cidr 10.0.0.0/24  zone h }
      subnet pods  { cidr 10.0.1.0/24  zone h }
    }
    cluster c {
      podCIDR 10.244.0.0/16
      serviceCIDR 172.20.0.0/20
      cni ${cni}
      dns coredns { replicas 0 }
      ${nodes}
      namespace default { ${pods} }
    }`;
}

/** What a tool prints on the machine with that name, line by line without indentation. */
export async function printed(text: string, machine: string, table: ShownTable): Promise<string[]> {
  const network = await networkOf(text);
  const [key] = machineKeys(network, machine);
  return show(network, key!, table)!
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
}
