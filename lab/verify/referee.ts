/**
 * What sends, listens and captures, inside the lab's namespaces. It is Python because that has raw and AF_PACKET sockets
 * and can call setns: a socket stays in the namespace that it was made in, so one process is everywhere. It knows nothing
 * of what is expected but how many frames are worth waiting for.
 *
 * Reads one line of JSON (a `Job`), then one (a `JobProbe`) for each probe, and answers each by a line (an `Answer`) before
 * it reads the next: what is sent next may depend on what was seen. SOCK_DGRAM at AF_PACKET gives packets
 * without a link header, alike for Ethernet, TUN and loopback; no socket here makes a device promiscuous.
 */
export const REFEREE = String.raw`
import ctypes, glob, json, select, socket, struct, subprocess, sys, time

libc = ctypes.CDLL(None, use_errno=True)
IP_MTU_DISCOVER, IP_PKTINFO, PACKET_OUTGOING, SO_RCVBUFFORCE = 10, 8, 4, 33
job = json.loads(sys.stdin.readline())
poll = select.epoll()
captures, echoes, keep = {}, {}, []

def enter(netns):
    with open('/run/netns/' + netns) as file:
        if libc.setns(file.fileno(), 0x40000000) != 0:
            raise OSError(ctypes.get_errno(), 'setns ' + netns)

def write(path, text):
    try:
        with open(path, 'w') as file:
            file.write(text)
    except OSError:
        pass

for netns in job['netns']:
    enter(netns)
    # A question that nobody answers is given up after three tries; they need not take seconds.
    for path in glob.glob('/proc/sys/net/ipv4/neigh/*/retrans_time_ms'):
        write(path, '100')
    # What is known of a neighbour stays known for as long as this takes.
    for path in glob.glob('/proc/sys/net/ipv4/neigh/*/base_reachable_time_ms'):
        write(path, '3600000')
    capture = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    try:
        capture.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 4 << 20)
    except PermissionError:
        # In a user namespace the machine's limit holds, which is enough for one probe at a time.
        capture.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    capture.setblocking(False)
    captures[capture.fileno()] = (netns, capture)
    poll.register(capture, select.EPOLLIN)

for netns, protocol, port in job['listeners']:
    enter(netns)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == 'TCP' else socket.SOCK_DGRAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('', port))
    keep.append(listener)
    if protocol == 'TCP':
        listener.listen(64)
    else:
        listener.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        listener.setblocking(False)
        echoes[listener.fileno()] = listener
        poll.register(listener, select.EPOLLIN)

for netns, bridge, address in job['acquaintances']:
    enter(netns)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as greeting:
        try:
            greeting.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, bridge.encode())
            greeting.sendto(b'knet', (address, 9))
        except OSError:
            pass

def echo(listener):
    # The answer comes from the very address that was asked, and its first byte is turned, to be told from the question.
    data, control, _, sender = listener.recvmsg(65535, 256)
    info = next((value for level, kind, value in control if kind == IP_PKTINFO), None)
    if info is None or not data:
        return
    asked = struct.pack('=i4s4s', 0, info[8:12], b'\0\0\0\0')
    try:
        listener.sendmsg([bytes([data[0] ^ 0x20]) + data[1:]], [(socket.IPPROTO_IP, IP_PKTINFO, asked)], 0, sender)
    except OSError:
        pass

def read(fileno):
    netns, capture = captures[fileno]
    found = []
    while True:
        try:
            data, (device, kind, direction, _, _) = capture.recvfrom(65535)
        except BlockingIOError:
            return found
        except OSError:
            continue
        if kind == 0x0800:
            found.append([netns, device, 'out' if direction == PACKET_OUTGOING else 'in', data])

def collect(seconds):
    frames = []
    for fileno, _ in poll.poll(seconds):
        if fileno in captures:
            frames += read(fileno)
        elif fileno in echoes:
            echo(echoes[fileno])
    return frames

def send(probe):
    enter(probe['netns'])
    kind = {'ICMP': socket.IPPROTO_ICMP, 'TCP': socket.IPPROTO_TCP}.get(probe['protocol'])
    if kind is None:
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.bind(('', probe['sourcePort']))
    else:
        sender = socket.socket(socket.AF_INET, socket.SOCK_RAW, kind)
    # IP_PMTUDISC_DO sets DF, IP_PMTUDISC_DONT leaves it and cuts what is too big.
    sender.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, 2 if probe['dontFragment'] else 0)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, probe['ttl'])
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 0)
    try:
        sender.sendto(bytes.fromhex(probe['bytes']), (probe['destination'], probe['destinationPort']))
        return sender, None
    except OSError as error:
        return sender, error.strerror

def forget():
    # What one probe taught a machine must not change the next one's way: an ICMP error, or whom a client was sent to.
    for netns in job['netns']:
        enter(netns)
        write('/proc/sys/net/ipv4/route/flush', '1')
        for path in glob.glob('/proc/net/xt_recent/*'):
            write(path, '/')
    for netns, family, table, name in job['memories']:
        enter(netns)
        subprocess.run(['nft', 'flush', 'set', family, table, name], check=False, stdout=subprocess.DEVNULL)

for line in iter(sys.stdin.readline, ''):
    probe = json.loads(line)
    time.sleep(probe['after'])
    while collect(0):
        pass
    sender, error = send(probe)
    frames, marks = [], [bytes.fromhex(mark) for mark in probe['marks']]
    start = time.monotonic()
    last = start
    while True:
        new = collect(0.01)
        now = time.monotonic()
        if new:
            frames += new
            last = now
        count = sum(1 for frame in frames if any(mark in frame[3] for mark in marks))
        quiet = now - last
        if now - start > probe['patience'] and quiet > 0.02:
            break
        # What might be a way half gone is waited for a little longer.
        enough = 0.03 if count >= max(probe['frames']) else 0.15
        if (count in probe['frames'] or enough < 0.1) and quiet > enough and now - start > probe['least']:
            break
    sender.close()
    shown = [[netns, device, direction, data.hex()] for netns, device, direction, data in frames]
    print(json.dumps({'index': probe['index'], 'error': error, 'frames': shown}), flush=True)
    forget()
`;
