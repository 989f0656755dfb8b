/** What every script begins with. */
export function prelude(title: string): string {
  return `#!/usr/bin/env bash
# The state that knet models of ${title}: a network namespace for each machine, and one for each
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
in_ns() { nsenter --net="/run/netns/$1" "\${@:2}"; }
# sysctls MACHINE NAME=VALUE… sets them; a slash for each dot, since names of devices have dots. A switch that this
# kernel does not have is off.
sysctls() {
  in_ns "$1" bash -c '
    for one; do
      path=/proc/sys/\${one%%=*} value=\${one#*=}
      [ ! -e "$path" ] && [ "$value" = 0 ] || echo "$value" >"$path"
    done' sysctls "\${@:2}"
}
`;
}
