import type { Words } from './word.ts';

/** Files, networks, VPCs, hosts and containers. */
export const UNDERLAY: Words = {
  import: {
    text: 'Takes another file into this model; the path is relative to this file. Files that nobody imports do not see each other.',
  },
  extend: { text: 'Adds to a cluster that an imported file declares.' },
  vpc: {
    text: 'A virtual private cloud: an address range at a provider, with its subnets, route tables and gateways.',
  },
  provider: {
    text: 'The cloud whose rules and limits apply: alibaba, aws, gcp, azure, or none.',
    default: 'none',
  },
  cidr: {
    text: 'The address range, as a prefix; a second one makes it dual-stack.',
    in: {
      IpPool: { text: 'The range that Calico takes pod addresses from.', yaml: 'IPPool spec.cidr' },
      DockerBridge: {
        text: 'The range of the bridge; its first address is the bridge’s own.',
        yaml: 'daemon.json bip',
      },
      Overlay: { text: 'The range of the overlay network.', yaml: 'docker network create --subnet' },
    },
  },
  vSwitch: { text: 'A subnet of a VPC in one zone, as Alibaba Cloud calls it. The same as subnet.' },
  subnet: { text: 'A subnet of a VPC in one zone. The same as vSwitch.' },
  zone: { text: 'The availability zone of a subnet.', default: 'none' },
  public: { text: 'The subnet’s route table leads to the Internet gateway.', default: 'false' },
  gateway: {
    text: 'The address of the router in this network. A declared router or host may bear it.',
    default: 'none in a network; the provider’s in a subnet',
  },
  routeTable: { text: 'A route table of the VPC and the subnets that use it.', default: 'the VPC’s main table' },
  subnets: {
    text: 'The subnets that the route table holds for.',
    in: {
      Ingress: {
        text: 'The subnets that the load balancer stands in; an ALB needs two zones.',
        yaml: 'alb.ingress.kubernetes.io/subnets',
      },
    },
  },
  route: { text: 'A static route: route PREFIX via NEXT-HOP, or route PREFIX blackhole.', yaml: 'ip route add' },
  via: { text: 'The next hop of a route: an address, a gateway or a machine.' },
  blackhole: { text: 'Packets that this route matches are dropped in silence.', yaml: 'ip route add blackhole' },
  missing: {
    text: 'An entry that the cloud controller should have written to the route table and that is gone. For trying out a fault.',
  },
  internetGateway: {
    text: 'Lets machines with a public address of their own reach the Internet, and be reached. It translates one to one and drops packets that bear a pod’s address.',
  },
  natGateway: {
    text: 'Lets machines without a public address reach the Internet: it puts its own address in place of theirs.',
  },
  peering: { text: 'Connects the VPC with a network or another VPC: peering, VPN or a leased line.' },
  securityGroup: {
    text: 'A stateful filter in front of machines, of rules that allow.',
    in: {
      Node: { text: 'The security groups that the node’s interface is in.' },
      NodeGroup: { text: 'The security groups that the nodes’ interfaces are in.' },
      Host: { text: 'The security groups that the host’s interface is in.' },
      Cni: { text: 'The security group of the elastic interfaces that pods get.', yaml: 'eni-config security_group' },
      SecurityGroupRule: { text: 'Every machine that is in this security group.' },
    },
  },
  quota: { text: 'A limit of the provider, overridden: quota NAME NUMBER.', default: 'the provider’s own' },
  network: {
    text: 'One layer 2 segment: machines in it reach each other without a router.',
    in: {
      DockerContainer: {
        text: 'How the container is attached: bridge, host, none, container:NAME, macvlan, overlay NAME, or the name of a bridge.',
        default: 'bridge',
        yaml: 'docker run --network',
      },
    },
  },
  router: { text: 'Forwards between the networks that it connects; in each it has the gateway’s address.' },
  connects: { text: 'The networks that the router has an interface in.' },
  mtu: {
    text: 'The largest IP packet, in bytes, that the link takes.',
    default: '1500',
    in: {
      Cni: {
        text: 'The MTU of the pods’ interfaces.',
        default: 'that of the underlay less the encapsulation',
        yaml: 'CNI configuration mtu',
      },
    },
  },
  host: {
    text: 'A machine that is no node of a cluster.',
    in: {
      Ingress: { text: 'The name in the request that the paths below are for.', yaml: 'spec.rules[].host' },
      ContainerNetwork: { text: 'The container uses the host’s network namespace.', yaml: '--network host' },
    },
  },
  in: { text: 'The network or subnet that the interface is in.' },
  ip: {
    text: 'The address of the interface.',
    in: {
      Workload: {
        text: 'The pod’s address, where it is to be a certain one.',
        default: 'the next free one of the node’s range',
        yaml: 'status.podIP',
      },
    },
  },
  publicIP: {
    text: 'The address that the Internet sees; the Internet gateway translates it one to one.',
    default: 'none',
  },
  nic: { text: 'A network interface. A machine with one needs no nic: in and ip then describe eth0.' },
  mac: { text: 'The interface’s MAC address.', default: 'one derived from its name, always the same' },
  down: { text: 'The interface is down: nothing goes in or out.', default: 'false', yaml: 'ip link set down' },
  listen: { text: 'A port that something listens on: listen [name] 80/TCP.', default: 'nothing listens' },
  sysctl: { text: 'A kernel setting: sysctl KEY VALUE.', default: 'the kernel’s, with ip_forward on for nodes' },
  docker: { text: 'The host’s Docker engine, with its bridges and containers.' },
  bridge: {
    text: 'A Docker bridge. docker0 is the one that containers are on when nothing else is said.',
    in: { DockerContainer: { text: 'The container is on docker0.', yaml: '--network bridge' } },
  },
  container: {
    text: 'A container of the pod. All of a pod’s containers share its address and its ports.',
    yaml: 'spec.containers[]',
    in: {
      Docker: { text: 'A Docker container.', yaml: 'docker run --name' },
      DockerContainer: {
        text: 'The container shares the network namespace of another: container:NAME.',
        yaml: '--network container:NAME',
      },
    },
  },
  none: { text: 'The container has only lo.', yaml: '--network none' },
  macvlan: {
    text: 'The container has an interface of its own on the host’s network, with a MAC of its own. It cannot talk to its own host.',
    yaml: 'docker network create -d macvlan',
  },
  parent: { text: 'The host’s interface that a macvlan sits on.', default: 'eth0', yaml: '-o parent=' },
  overlay: {
    text: 'A Docker overlay network: VXLAN (UDP 4789) between hosts.',
    yaml: 'docker network create -d overlay',
  },
  publish: { text: 'Makes a container’s port one of the host: publish 8080 -> 80/TCP.', yaml: 'docker run -p 8080:80' },
  stopped: {
    text: 'The container does not run; its published ports stay.',
    default: 'false',
    in: { Node: { text: 'BIRD does not run on this node.' }, NodeGroup: { text: 'BIRD does not run on these nodes.' } },
  },
  VNI: {
    text: 'The VXLAN network identifier, of 24 bits.',
    in: {
      Backend: {
        text: 'The VXLAN network identifier; the device is flannel.VNI.',
        default: '1',
        yaml: 'net-conf.json Backend.VNI',
      },
    },
  },
};
