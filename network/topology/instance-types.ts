/** How many network interfaces a machine of a type takes, and how many IPv4 addresses each of them. */
export interface InstanceLimits {
  readonly maxENIs: number;
  readonly addressesPerENI: number;
}

/**
 * Amazon EC2 "Maximum IP addresses per network interface", read in November 2025: the sizes of the general purpose,
 * compute and memory families on Nitro share one scheme, as do those of t3. Others say `maxENIs` and `addressesPerENI`.
 */
const NITRO: Readonly<Record<string, InstanceLimits>> = {
  large: { maxENIs: 3, addressesPerENI: 10 },
  xlarge: { maxENIs: 4, addressesPerENI: 15 },
  '2xlarge': { maxENIs: 4, addressesPerENI: 15 },
  '4xlarge': { maxENIs: 8, addressesPerENI: 30 },
  '8xlarge': { maxENIs: 8, addressesPerENI: 30 },
  '12xlarge': { maxENIs: 8, addressesPerENI: 30 },
  '16xlarge': { maxENIs: 15, addressesPerENI: 50 },
  '24xlarge': { maxENIs: 15, addressesPerENI: 50 },
};

/** C5 has sizes of its own in between (`eni-max-pods.txt` of the AMI for EKS). */
const C5: Readonly<Record<string, InstanceLimits>> = {
  large: NITRO.large!,
  xlarge: NITRO.xlarge!,
  '2xlarge': NITRO['2xlarge']!,
  '4xlarge': NITRO['4xlarge']!,
  '9xlarge': { maxENIs: 8, addressesPerENI: 30 },
  '12xlarge': NITRO['12xlarge']!,
  '18xlarge': { maxENIs: 15, addressesPerENI: 50 },
  '24xlarge': NITRO['24xlarge']!,
};

const T3: Readonly<Record<string, InstanceLimits>> = {
  nano: { maxENIs: 2, addressesPerENI: 2 },
  micro: { maxENIs: 2, addressesPerENI: 2 },
  small: { maxENIs: 3, addressesPerENI: 4 },
  medium: { maxENIs: 3, addressesPerENI: 6 },
  large: { maxENIs: 3, addressesPerENI: 12 },
  xlarge: { maxENIs: 4, addressesPerENI: 15 },
  '2xlarge': { maxENIs: 4, addressesPerENI: 15 },
};

const FAMILIES: Readonly<Record<string, Readonly<Record<string, InstanceLimits>>>> = {
  m5: NITRO,
  m5a: NITRO,
  m6i: NITRO,
  m6g: NITRO,
  m7i: NITRO,
  m7g: NITRO,
  c5: C5,
  c6i: NITRO,
  c6g: NITRO,
  c7g: NITRO,
  r5: NITRO,
  r6i: NITRO,
  r6g: NITRO,
  t3: T3,
  t3a: T3,
};

/** Undefined for a type that is not in the table: knet then says nothing rather than something wrong. */
export function instanceLimits(type: string): InstanceLimits | undefined {
  const [family = '', size = ''] = type.split('.');
  const sizes = Object.hasOwn(FAMILIES, family) ? FAMILIES[family]! : {};
  return Object.hasOwn(sizes, size) ? sizes[size] : undefined;
}
