import * as ast from '../generated/ast.ts';

/** What every cluster has though nobody declares it. Names without the cluster's. */
export interface Implicit {
  readonly keyword: 'service' | 'deployment' | 'namespace';
  readonly name: string;
}

/** The DNS Service and its pods, the API server's Service, and the namespaces they are in. */
export function implicitObjects(dnsImplementation: string): readonly Implicit[] {
  return [
    { keyword: 'service', name: 'kube-system/kube-dns' },
    { keyword: 'service', name: 'default/kubernetes' },
    { keyword: 'deployment', name: `kube-system/${dnsImplementation}` },
    { keyword: 'namespace', name: 'kube-system' },
    { keyword: 'namespace', name: 'default' },
  ];
}

/** The `dns` field of a cluster, from which its DNS Service and pods come. */
export const dnsOf = (cluster: ast.Cluster): ast.Dns | undefined => (cluster.fields ?? []).find(ast.isDns);

export const dnsImplementation = (cluster: ast.Cluster) =>
  dnsOf(cluster)?.name === 'kube-dns' ? 'kube-dns' : 'coredns';
