import { input } from './input.ts';
import { output } from './output.ts';
import { receive } from './receive.ts';
import { crossSegment } from './segment.ts';
import { transmit } from './transmit.ts';
import type { End, Move, Walk } from './walk.ts';

/** More moves than 255 routers need; only switches that send frames round in circles come here. */
const LIMIT = 10_000;

/**
 * Carries a packet until its way is over. There is no list of steps for anything: what a machine's state says decides
 * each time what comes next.
 */
export function carry(walk: Walk, first: Move): End {
  let move = first;
  for (let count = 0; count < LIMIT; count++) {
    if (move.kind === 'end') return explained(walk, move);
    move = next(walk, move);
  }
  return { kind: 'end', disposition: 'LOOP', reason: 'the frame goes round in circles between switches' };
}

function next(walk: Walk, move: Exclude<Move, End>): Move {
  switch (move.kind) {
    case 'output':
      return output(walk, move.namespace, move.packet);
    case 'transmit':
      return transmit(walk, move);
    case 'receive':
      return receive(walk, move);
    case 'segment':
      return crossSegment(walk, move.segment, move.from, move.frame);
    case 'input':
      return input(walk, move);
  }
}

/** A packet that dies after some kernel has refused the route it needed dies of that. */
function explained(walk: Walk, end: End): End {
  const [refused] = walk.refused;
  if (
    !refused ||
    end.disposition === 'DELIVERED' ||
    end.disposition === 'EXITS_NETWORK' ||
    end.disposition === 'INSUFFICIENT_INFO'
  )
    return end;
  return { ...end, code: end.code ?? refused.code, reason: `${end.reason}; ${refused.text}` };
}
