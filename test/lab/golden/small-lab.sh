#!/usr/bin/env bash
# The state that knet models of small.knet: a network namespace for each machine, and one for each
# L2 segment with the bridge "sw" and a port for each card that is plugged in.
#
# It makes namespaces in /run/netns, so it wants to be root. To leave the machine as it is, and to be rid of everything
# at the end, run it in namespaces of its own (-r makes a user root in there):
#
#   unshare --map-root-user --net --mount --pid --fork bash -c '
#     mount -t tmpfs none /run && mkdir /run/netns && bash lab.sh && exec bash'
#
# Then "ip netns" lists the machines, and "in_ns <machine> ping …" is: nsenter --net=/run/netns/<machine> ping …
set -euo pipefail

# in_ns MACHINE COMMAND… runs a command in a machine.
in_ns() { nsenter --net="/run/netns/$1" "${@:2}"; }
# sysctls MACHINE NAME=VALUE… sets them; a slash for each dot, since names of devices have dots. A switch that this
# kernel does not have is off.
sysctls() {
  in_ns "$1" bash -c '
    for one; do
      path=/proc/sys/${one%%=*} value=${one#*=}
      [ ! -e "$path" ] && [ "$value" = 0 ] || echo "$value" >"$path"
    done' sysctls "${@:2}"
}

# Namespaces
ip netns add sw-lan
ip netns add a
ip netns add the-node-with-a-long-name
ip netns add default.web

# What the model takes for granted. A new namespace inherits some of it from the machine that it is made on.
assumed=(
  net/ipv4/conf/all/rp_filter=0
  net/ipv4/conf/all/send_redirects=0
  net/ipv4/conf/all/accept_redirects=0
  net/ipv4/conf/all/arp_ignore=0
  net/ipv6/conf/all/disable_ipv6=1
  net/ipv6/conf/all/accept_dad=0
  net/ipv6/conf/all/accept_ra=0
  net/ipv4/conf/default/rp_filter=0
  net/ipv4/conf/default/send_redirects=0
  net/ipv4/conf/default/accept_redirects=0
  net/ipv4/conf/default/arp_ignore=0
  net/ipv6/conf/default/disable_ipv6=1
  net/ipv6/conf/default/accept_dad=0
  net/ipv6/conf/default/accept_ra=0
  net/ipv4/icmp_ratelimit=0
  net/bridge/bridge-nf-call-iptables=0
  net/bridge/bridge-nf-call-ip6tables=0
)
sysctls a net/ipv4/ip_forward=1 "${assumed[@]}" net/ipv6/conf/all/forwarding=1 net/bridge/bridge-nf-call-iptables=1 net/bridge/bridge-nf-call-ip6tables=1 net/ipv4/conf/all/route_localnet=1
sysctls the-node-with-a-long-name net/ipv4/ip_forward=1 "${assumed[@]}" net/ipv6/conf/all/forwarding=1 net/bridge/bridge-nf-call-iptables=1 net/bridge/bridge-nf-call-ip6tables=1 net/ipv4/conf/all/route_localnet=1
sysctls default.web net/ipv4/ip_forward=0 "${assumed[@]}"

# lan: segment, MTU 1500. A switch: it sends no packets of its own and shows none to iptables
#   p-the-node-bcf9 is p-the-node-with-a-long-name
sysctls sw-lan net/bridge/bridge-nf-call-iptables=0 net/bridge/bridge-nf-call-ip6tables=0 net/ipv6/conf/all/disable_ipv6=1 net/ipv6/conf/default/disable_ipv6=1
ip -n sw-lan -batch - <<'END'
link add sw type bridge
link add p-a mtu 1500 type veth peer name eth0 address 02:fe:c0:a8:01:0b mtu 1500 netns a
link set p-a master sw up
link add p-the-node-bcf9 mtu 1500 type veth peer name eth0 address 02:fe:c0:a8:01:0c mtu 1500 netns the-node-with-a-long-name
link set p-the-node-bcf9 master sw up
link set sw up
END
bridge -n sw-lan -batch - <<'END'
fdb replace 02:fe:c0:a8:01:0b dev p-a master static
fdb replace 02:fe:c0:a8:01:0c dev p-the-node-bcf9 master static
END

# Devices made in a
ip -n a -batch - <<'END'
link add flannel.1 address 1e:1a:40:f5:ef:cb mtu 1450 type vxlan id 1 local 192.168.1.11 dev eth0 dstport 8472 nolearning
link add cni0 address 0a:58:0a:f4:00:01 type bridge
link add veth00acecaa address 56:a1:a1:35:c5:0e mtu 1450 type veth peer name eth0 address 0a:58:0a:f4:00:0a mtu 1450 netns default.web
END

# Devices made in the-node-with-a-long-name
ip -n the-node-with-a-long-name -batch - <<'END'
link add flannel.1 address aa:ab:6f:c7:b8:62 mtu 1450 type vxlan id 1 local 192.168.1.12 dev eth0 dstport 8472 nolearning
link add cni0 address 0a:58:0a:f4:01:01 type bridge
END

# a: node, listens on 10250/TCP, 10256/TCP, 6443/TCP
ip -n a -batch - <<'END'
link set veth00acecaa master cni0
link set cni0 mtu 1450
link set lo up
link set eth0 up
link set flannel.1 up
link set cni0 up
link set veth00acecaa up
address add 192.168.1.11/24 dev eth0 noprefixroute
address add 10.244.0.0/32 dev flannel.1 noprefixroute
address add 10.244.0.1/24 dev cni0 noprefixroute
route add 10.244.0.0/24 dev cni0 proto kernel scope link src 10.244.0.1
route add 192.168.1.0/24 dev eth0 proto kernel scope link src 192.168.1.11
route add 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
neigh replace 10.244.1.0 lladdr aa:ab:6f:c7:b8:62 dev flannel.1 nud permanent
END
bridge -n a -batch - <<'END'
link set dev veth00acecaa hairpin on
fdb append aa:ab:6f:c7:b8:62 dev flannel.1 dst 192.168.1.12 self permanent
fdb replace 0a:58:0a:f4:00:0a dev veth00acecaa master static
END
in_ns a iptables-restore <<'END'
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:FLANNEL-POSTRTG - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SEP-SMQ2CQEWVHUNFAPX - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-NPX46M4PTMTKRN6Y - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
-A POSTROUTING -m comment --comment "flanneld masq" -j FLANNEL-POSTRTG
-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.0.0/24 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.0.0/16 -d 10.244.0.0/24 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/24 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-SEP-SMQ2CQEWVHUNFAPX -s 192.168.1.11/32 -m comment --comment "default/kubernetes:https" -j KUBE-MARK-MASQ
-A KUBE-SEP-SMQ2CQEWVHUNFAPX -p tcp -m comment --comment "default/kubernetes:https" -m tcp -j DNAT --to-destination 192.168.1.11:6443
-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https cluster IP" -m tcp --dport 443 -j KUBE-SVC-NPX46M4PTMTKRN6Y
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-SVC-NPX46M4PTMTKRN6Y ! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https cluster IP" -m tcp --dport 443 -j KUBE-MARK-MASQ
-A KUBE-SVC-NPX46M4PTMTKRN6Y -m comment --comment "default/kubernetes:https -> 192.168.1.11:6443" -j KUBE-SEP-SMQ2CQEWVHUNFAPX
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:FLANNEL-FWD - [0:0]
:KUBE-EXTERNAL-SERVICES - [0:0]
:KUBE-FIREWALL - [0:0]
:KUBE-FORWARD - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-PROXY-FIREWALL - [0:0]
:KUBE-SERVICES - [0:0]
-A INPUT -j KUBE-FIREWALL
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD
-A OUTPUT -j KUBE-FIREWALL
-A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A FLANNEL-FWD -s 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT
-A FLANNEL-FWD -d 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT
-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns has no endpoints" -m udp --dport 53 -j REJECT --reject-with icmp-port-unreachable
-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "kube-system/kube-dns:dns-tcp has no endpoints" -m tcp --dport 53 -j REJECT --reject-with icmp-port-unreachable
COMMIT
END

# the-node-with-a-long-name: node, listens on 10250/TCP, 10256/TCP
ip -n the-node-with-a-long-name -batch - <<'END'
link set cni0 mtu 1450
link set lo up
link set eth0 up
link set flannel.1 up
link set cni0 up
address add 192.168.1.12/24 dev eth0 noprefixroute
address add 10.244.1.0/32 dev flannel.1 noprefixroute
address add 10.244.1.1/24 dev cni0 noprefixroute
END
sysctls the-node-with-a-long-name net/ipv4/conf/flannel.1/rp_filter=2
ip -n the-node-with-a-long-name -batch - <<'END'
route add 10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1
route add 192.168.1.0/24 dev eth0 proto kernel scope link src 192.168.1.12
route add 10.244.0.0/24 via 10.244.0.0 dev flannel.1 onlink
neigh replace 10.244.0.0 lladdr 1e:1a:40:f5:ef:cb dev flannel.1 nud permanent
END
bridge -n the-node-with-a-long-name -batch - <<'END'
fdb append 1e:1a:40:f5:ef:cb dev flannel.1 dst 192.168.1.11 self permanent
END
in_ns the-node-with-a-long-name iptables-restore <<'END'
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:FLANNEL-POSTRTG - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SEP-SMQ2CQEWVHUNFAPX - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-NPX46M4PTMTKRN6Y - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
-A POSTROUTING -m comment --comment "flanneld masq" -j FLANNEL-POSTRTG
-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.1.0/24 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.0.0/16 -d 10.244.1.0/24 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.1.0/24 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-SEP-SMQ2CQEWVHUNFAPX -s 192.168.1.11/32 -m comment --comment "default/kubernetes:https" -j KUBE-MARK-MASQ
-A KUBE-SEP-SMQ2CQEWVHUNFAPX -p tcp -m comment --comment "default/kubernetes:https" -m tcp -j DNAT --to-destination 192.168.1.11:6443
-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https cluster IP" -m tcp --dport 443 -j KUBE-SVC-NPX46M4PTMTKRN6Y
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-SVC-NPX46M4PTMTKRN6Y ! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https cluster IP" -m tcp --dport 443 -j KUBE-MARK-MASQ
-A KUBE-SVC-NPX46M4PTMTKRN6Y -m comment --comment "default/kubernetes:https -> 192.168.1.11:6443" -j KUBE-SEP-SMQ2CQEWVHUNFAPX
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:FLANNEL-FWD - [0:0]
:KUBE-EXTERNAL-SERVICES - [0:0]
:KUBE-FIREWALL - [0:0]
:KUBE-FORWARD - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-PROXY-FIREWALL - [0:0]
:KUBE-SERVICES - [0:0]
-A INPUT -j KUBE-FIREWALL
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD
-A OUTPUT -j KUBE-FIREWALL
-A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A FLANNEL-FWD -s 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT
-A FLANNEL-FWD -d 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT
-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns has no endpoints" -m udp --dport 53 -j REJECT --reject-with icmp-port-unreachable
-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "kube-system/kube-dns:dns-tcp has no endpoints" -m tcp --dport 53 -j REJECT --reject-with icmp-port-unreachable
COMMIT
END

# default/web: pod, listens on 80/TCP
ip -n default.web -batch - <<'END'
link set lo up
link set eth0 up
address add 10.244.0.10/24 dev eth0 noprefixroute
route add 10.244.0.0/24 dev eth0 proto kernel scope link src 10.244.0.10
route add default via 10.244.0.1 dev eth0
route add 10.244.0.0/16 via 10.244.0.1 dev eth0
END
