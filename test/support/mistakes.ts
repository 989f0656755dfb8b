/** A text that is full of mistakes, each of which has a repair. */
export const MISTAKES = `vpc shop {
  provider alibaba
  cidr 10.0.0.0/16
  vSwitch a { cidr 10.0.0.0/20 }
  vSwitch b { cidr 10.0.8.0/21 }
  vSwitch c { cidr 10.9.0.0/20 }
}
cluster k {
  podCIDR     10.0.0.0/17
  serviceCIDR 10.0.0.5/20
  cni flannel
  node n { in a  ip 10.0.0.11 }
  node m { in a  ip 10.0.0.11 }
  namespace d {
    pod p { labels app=web  port 80/TCP }
    service s { selector app=wbe  port 80/TCP }
  }
}
`;
