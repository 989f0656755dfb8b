import type { Point, Rectangle } from '../graph.ts';

/** A box with all that is in it, arranged; coordinates from its own top left corner, CSS pixels. */
export interface Packed {
  readonly width: number;
  readonly height: number;
  /** The box itself and everything in it, by id. */
  readonly boxes: ReadonlyMap<string, Rectangle>;
  /** How a line gets from the left border to a box's left side, and from its right side to the right border. */
  readonly lanes: ReadonlyMap<string, Lanes>;
}

export interface Lanes {
  readonly left: Lane;
  readonly right: Lane;
}

/** Waypoints from left to right. Between two of one height a line runs straight, else it swings over in an S. */
export type Lane = readonly Point[];

export const shifted = <P extends Point>(at: P, by: Point): P => ({ ...at, x: at.x + by.x, y: at.y + by.y });

/** The same, somewhere else. */
export const movedLane = (lane: Lane, by: Point): Lane => lane.map((point) => shifted(point, by));
