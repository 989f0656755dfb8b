import { prefix } from '../address/parse.ts';
import type { Prefix } from '../address/prefix.ts';
import { SPECIAL } from '../address/special.ts';
import type { Provider } from '../topology/underlay.ts';

/** Mask lengths that a provider takes, the widest and the narrowest. */
export interface MaskRange {
  readonly from: number;
  readonly to: number;
}

/** What a provider takes as ranges of a VPC and its subnets. */
export interface ProviderRules {
  /** The name people know it by. */
  readonly title: string;
  readonly vpcMask?: MaskRange;
  readonly subnetMask?: MaskRange;
  /** Ranges that no VPC may overlap. */
  readonly refused: readonly Prefix[];
  /** Ranges that VPCs should lie in; others work and are discouraged. */
  readonly recommended?: readonly Prefix[];
  /** Where the rules are from, and when they were read. */
  readonly source: string;
  readonly read: string;
}

const RFC1918 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(prefix);

/** Ranges that mean something else to every machine. */
const NOWHERE = SPECIAL.map(({ range }) => range);

/** IPv4 rules by provider. */
export const PROVIDERS: Readonly<Record<Provider, ProviderRules>> = {
  alibaba: {
    title: 'Alibaba Cloud',
    vpcMask: { from: 8, to: 28 },
    subnetMask: { from: 16, to: 29 },
    refused: [...NOWHERE, ...['100.64.0.0/10', '169.254.0.0/16'].map(prefix)],
    recommended: RFC1918,
    source: 'https://www.alibabacloud.com/help/en/vpc/vpc-and-vswitch',
    read: '2025-11',
  },
  aws: {
    title: 'AWS',
    vpcMask: { from: 16, to: 28 },
    subnetMask: { from: 16, to: 28 },
    refused: [...NOWHERE, prefix('169.254.0.0/16')],
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
    read: '2025-11',
  },
  gcp: {
    title: 'Google Cloud',
    refused: [...NOWHERE, ...['169.254.0.0/16', '199.36.153.4/30', '199.36.153.8/30'].map(prefix)],
    source: 'https://cloud.google.com/vpc/docs/subnets',
    read: '2025-11',
  },
  azure: {
    title: 'Azure',
    subnetMask: { from: 0, to: 29 },
    refused: [...NOWHERE, ...['169.254.0.0/16', '168.63.129.16/32'].map(prefix)],
    source: 'https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq',
    read: '2025-11',
  },
  none: { title: 'IP', refused: NOWHERE, source: '', read: '' },
};
