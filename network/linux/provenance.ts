/**
 * Where the declaration stands that made a piece of state. Opaque: a machine hands it on and never looks into it. It has
 * the shape of a topology's origin, which this folder does not know.
 */
export interface Provenance {
  readonly reader: 'knet' | 'yaml' | 'none';
}
