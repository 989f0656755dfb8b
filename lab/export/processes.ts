import { formatAddress } from '../../network/address/address.ts';
import { formatPrefix } from '../../network/address/prefix.ts';
import type { TunOwner } from '../../network/linux/device-process.ts';
import type { Lab, LabMachine } from '../lab.ts';
import type { Omissions } from './omissions.ts';

/**
 * A process in flanneld's place: what it reads from the TUN it sends to the node whose range holds the destination, and
 * the other way round; it lowers the TTL each time and drops without a word what has none left. It is the lab's own; the
 * kernel is asked about everything around it.
 */
const FORWARDER = String.raw`
import fcntl, ipaddress, os, select, socket, struct, sys
name, local, port, own, life = sys.argv[1:6]
table = [(ipaddress.ip_network(prefix), remote) for prefix, remote in (word.split('=') for word in sys.argv[6:])]
tun = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tun, 0x400454ca, struct.pack('16sH22x', name.encode(), 0x1001))
wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
wire.bind((local, int(port)))

def checksum(data):
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data[:len(data) & ~1])) + (data[-1] << 8 if len(data) & 1 else 0)
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff

def header(ttl, length, source, destination):
    empty = struct.pack('!BBHHHBBH4s4s', 0x45, 0, length, 0, 0, ttl, 1, 0, source, destination)
    return empty[:10] + struct.pack('!H', checksum(empty)) + empty[12:]

def lowered(packet):
    if packet[8] <= 1:
        return None
    size = (packet[0] & 15) * 4
    head = packet[:8] + bytes([packet[8] - 1]) + packet[9:10] + b'\0\0' + packet[12:size]
    return head[:10] + struct.pack('!H', checksum(head)) + head[12:] + packet[size:]

def unreachable(packet):
    body = struct.pack('!BBHI', 3, 0, 0, 0) + packet[:(packet[0] & 15) * 4 + 8]
    body = body[:2] + struct.pack('!H', checksum(body)) + body[4:]
    os.write(tun, header(int(life), 20 + len(body), socket.inet_aton(own), packet[12:16]) + body)

def from_tun():
    packet = os.read(tun, 65535)
    if packet[0] >> 4 != 4:
        return
    destination = ipaddress.ip_address(packet[16:20])
    remote = next((remote for network, remote in table if destination in network), None)
    if remote is None and packet[9] != 1:
        unreachable(packet)
    sent = remote and lowered(packet)
    if sent:
        wire.sendto(sent, (remote, int(port)))

def from_wire():
    packet = lowered(wire.recv(65535))
    if packet:
        os.write(tun, packet)

while True:
    for fd in select.select([tun, wire], [], [])[0]:
        try:
            from_tun() if fd == tun else from_wire()
        except OSError:
            pass
`;

/** The text that starts these processes; nothing where no machine has any. */
export function processSection(lab: Lab, omissions: Omissions): string {
  const starts = lab.machines.flatMap((machine) => startLines(lab, machine, omissions));
  if (starts.length === 0) return '';
  return [
    '# In the place of flanneld. A TUN has a carrier once a process has opened it.',
    `forwarder=$(cat <<'END'${FORWARDER}END\n)`,
    'forward() {',
    '  in_ns "$1" python3 -c "$forwarder" "$' + '{@:2}" </dev/null &',
    '  until ip -n "$1" link show "$2" | grep -q LOWER_UP; do kill -0 $! && sleep 0.02; done',
    '}',
    ...starts,
  ].join('\n');
}

function startLines(lab: Lab, machine: LabMachine, omissions: Omissions): readonly string[] {
  return [...machine.namespace.devices.values()].flatMap((device) => {
    if (device.kind !== 'tun' || !device.owner || omissions.has(machine, device.name)) return [];
    const { local, port, tunAddress, errorTtl } = device.owner;
    const words = [formatAddress(local), port, formatAddress(tunAddress), errorTtl, ...tableOf(lab, device.owner)];
    return [`forward ${machine.netns} ${machine.devices.get(device.name)} ${words.join(' ')}`];
  });
}

/** The process's table can only be asked: for each range that a node has. */
function tableOf({ ranges }: Lab, owner: TunOwner): readonly string[] {
  return ranges.flatMap((range) => {
    const found = owner.lookup(range.first);
    return found ? [`${formatPrefix(range)}=${formatAddress(found.remote)}`] : [];
  });
}
