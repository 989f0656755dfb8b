import { formatAddress } from '../../network/address/address.ts';
import { formatRoute } from '../../network/linux/format.ts';
import type { Route } from '../../network/linux/route.ts';
import type { Omissions } from '../export/omissions.ts';
import type { Lab, LabMachine } from '../lab.ts';
import { birdConfig, sessionName } from './config.ts';
import { STAND_IN } from './stand-in.ts';

/** Seconds for all sessions to come up and all routes to come about. */
const PATIENCE = 20;

/** Who writes a route of the table main of a machine: the script, or BIRD where there is one. */
export function isBirds(lab: Lab, machine: LabMachine, route: Route): boolean {
  return speaks(lab, machine) && route.protocol === 'bird' && !isTunnelled(machine, route);
}

/** Calico's BIRD writes it, and that of the lab cannot: it stands there with a number that no BIRD takes for its own. */
export function isStandIn(lab: Lab, machine: LabMachine, route: Route): boolean {
  return speaks(lab, machine) && route.protocol === 'bird' && isTunnelled(machine, route);
}

export const standInText = (text: string): string => text.replace('proto bird', `proto ${STAND_IN}`);

const speaks = ({ birds }: Lab, { namespace }: LabMachine) => birds.has(namespace.key);

function isTunnelled({ namespace }: LabMachine, { device }: Route): boolean {
  return device !== undefined && namespace.devices.get(device)?.kind === 'ipip';
}

/**
 * The part of a script that has BGP spoken: a BIRD in each speaker's namespace, then every table held against the model's.
 * Without BIRD 2 the routes that it would have written are written as they are.
 */
export function bgpSection(lab: Lab, omissions: Omissions): string {
  const speakers = lab.machines.filter((machine) => speaks(lab, machine));
  if (speakers.length === 0) return '';
  const named = speakers.map(({ netns }) => netns).join(' ');
  return [
    FUNCTIONS,
    ...speakers.map((machine) => speakerLines(lab, machine, omissions)),
    `bgp_settle ${named}`,
    `bgp_compare ${named}`,
  ].join('\n');
}

function speakerLines(lab: Lab, machine: LabMachine, omissions: Omissions): string {
  const config = lab.birds.get(machine.namespace.key)!;
  const { netns } = machine;
  const sessions = config.sessions.filter(({ answered }) => answered).map((one) => ` ${sessionName(one)}`);
  return [
    `# ${netns} speaks BGP as ${formatAddress(config.routerId)}: the routes that it learns, and what it is told.`,
    `bgp_routes ${netns} <<'END'\n${routeLines(lab, machine, omissions).join('')}END`,
    `bgp_speak ${netns}${sessions.join('')} <<'END'\n${birdConfig(config)}END`,
  ].join('\n');
}

function routeLines(lab: Lab, machine: LabMachine, omissions: Omissions): readonly string[] {
  const { namespace, devices } = machine;
  const written = namespace.main.all().filter((route) => isBirds(lab, machine, route));
  const usable = written.filter(({ device }) => device === undefined || !omissions.has(machine, device));
  return usable.map((route) => {
    const device = route.device === undefined ? undefined : (devices.get(route.device) ?? route.device);
    return `${formatRoute({ ...route, device })}\n`;
  });
}

/**
 * `bgp_established` and `bgp_differences` look at one machine; `bgp_settle` waits until all sessions are up and nothing
 * differs any more, and `bgp_compare` tells what still does, on standard error. The processes end when the script fails.
 */
const FUNCTIONS = String.raw`# Calico's BGP, by BIRD 2 where there is one
bird=$(PATH="$PATH:/usr/sbin:/sbin" command -v bird || true)
[ "\${KNET_LAB_BIRD:-}" = no ] || ! "\${bird:-false}" --version 2>&1 | grep -q 'version 2\.' && bird=
bgp=$(mktemp -d /run/bgp.XXXXXX)
birds=()
trap '[ $? = 0 ] || [ "\${#birds[@]}" = 0 ] || kill "\${birds[@]}" 2>/dev/null' EXIT
bgp_routes() {
  cat >"$bgp/$1.routes"
  [ -n "$bird" ] || sed 's/^/route append /' "$bgp/$1.routes" | ip -n "$1" -batch -
}
bgp_speak() {
  cat >"$bgp/$1.conf"
  printf '%s\n' "\${@:2}" | grep . >"$bgp/$1.sessions" || true
  [ -n "$bird" ] || return 0
  "$bird" -p -c "$bgp/$1.conf"
  in_ns "$1" "$bird" -f -c "$bgp/$1.conf" -s "$bgp/$1.ctl" -P "$bgp/$1.pid" </dev/null >"$bgp/$1.log" 2>&1 &
  birds+=($!)
}
bgp_established() {
  local up
  up=$("\${bird}c" -s "$bgp/$1.ctl" show protocols 2>/dev/null | sed -n 's/^\([^ ]*\) .* Established *$/\1/p')
  ! grep -vxFf <(echo "$up") "$bgp/$1.sessions" >/dev/null
}
bgp_differences() {
  diff <(sort "$bgp/$1.routes") <(ip -n "$1" -4 route show table main | grep ' proto bird' | sed 's/ *$//' | sort) |
    sed -n 's/^< /only in the model: /p; s/^> /only in the kernel: /p'
}
bgp_settled() {
  local one
  for one; do bgp_established "$one" && [ -z "$(bgp_differences "$one")" ] || return 1; done
}
bgp_settle() {
  [ -n "$bird" ] || return 0
  local end=$((SECONDS + PATIENCE))
  until bgp_settled "$@"; do [ $SECONDS -lt $end ] || return 0; sleep 0.2; done
  # What comes late comes within the next scan of the kernel's table.
  sleep 1.2
}
bgp_compare() {
  local one
  [ -n "$bird" ] || { echo 'bgp: no BIRD 2 here, static routes stand in its place' >&2; return 0; }
  for one; do
    echo "bgp $one: $(wc -l <"$bgp/$one.routes") routes by BIRD" >&2
    bgp_differences "$one" | sed "s/^/bgp $one: /" >&2 || true
  done
}`
  .replaceAll('\\$', '$')
  .replace('PATIENCE', `${PATIENCE}`);
