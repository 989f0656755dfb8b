import type { Line, Piece } from './lines.ts';

/** Puts two pieces, and whatever stands with either, in one column. */
export function align(a: Piece, b: Piece): void {
  const [stop, other] = [stopOf(a), stopOf(b)];
  if (stop === other) return;
  for (const member of other.members) {
    member.stop = stop;
    stop.members.push(member);
  }
}

function stopOf(piece: Piece): NonNullable<Piece['stop']> {
  piece.stop ??= { column: 0, members: [piece] };
  return piece.stop;
}

/** A bound for a text that is aligned in circles, which {@link align} is never asked for. */
const MAX_ROUNDS = 100;

/** The columns of all pieces: each as far to the left as its line and those it is aligned with allow. */
export function setColumns(lines: readonly Line[]): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let moved = false;
    for (const line of lines) if (setLine(line)) moved = true;
    if (!moved) return;
  }
}

/** True when a stop moved, so that lines before this one have to follow. */
function setLine({ pieces }: Line): boolean {
  let moved = false;
  let end = 0;
  for (const piece of pieces) {
    piece.column = Math.max(end + piece.gap, piece.stop?.column ?? 0);
    if (piece.stop && piece.column > piece.stop.column) {
      piece.stop.column = piece.column;
      moved = true;
    }
    end = endOf(piece);
  }
  return moved;
}

/** The column behind a piece; a comment of several lines ends where its last line ends in the source. */
export function endOf({ token, column }: Piece): number {
  const lastBreak = token.text.lastIndexOf('\n');
  return lastBreak < 0 ? column + token.text.length : token.text.length - lastBreak - 1;
}
