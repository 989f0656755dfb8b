import { locate as locateBox } from '../../analysis/diagram/locate.ts';
import type { Feature } from '../feature.ts';
import { LOCATE, type LocateParams, type LocateResult } from '../protocol.ts';

export const locate: Feature = {
  capabilities: {},
  register({ connection, answer, spelled }) {
    connection.onRequest(
      LOCATE,
      ({ uri, id }: LocateParams, token): Promise<LocateResult> =>
        answer<LocateResult>('locate', null, uri, token, (model) => {
          const place = locateBox(model, id);
          return place ? { ...place, uri: spelled(place.uri) } : null;
        }),
    );
  },
};
