import { UriUtils } from 'langium';
import { boxAt } from '../../analysis/diagram/boxes-at.ts';
import { boxCard } from '../../analysis/diagram/card.ts';
import { locate as locateBox } from '../../analysis/diagram/locate.ts';
import type { Feature } from '../feature.ts';
import {
  BOXES_AT,
  type BoxesAtParams,
  type BoxesAtResult,
  CARD,
  type CardParams,
  type CardResult,
  LOCATE,
  type LocateParams,
  type LocateResult,
} from '../protocol.ts';

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
    connection.onRequest(
      CARD,
      ({ uri, id }: CardParams, token): Promise<CardResult> =>
        answer<CardResult>('card', null, uri, token, (model) => boxCard(model, id) ?? null),
    );
    connection.onRequest(
      BOXES_AT,
      ({ uri, places }: BoxesAtParams, token): Promise<BoxesAtResult> =>
        answer<BoxesAtResult>('boxesAt', [], uri, token, (model) =>
          places.map((place) => boxAt(model, UriUtils.normalize(place.uri), place.position) ?? null),
        ),
    );
  },
};
