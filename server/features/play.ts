import { play as playback } from '../../analysis/play/asked.ts';
import type { Feature } from '../feature.ts';
import { PLAY, type Playback, type PlayParams, type PlayReply, type Stage } from '../protocol.ts';

export const play: Feature = {
  capabilities: {},
  register({ connection, answer, spelled }) {
    connection.onRequest(
      PLAY,
      ({ uri, question, open = [], closed = [] }: PlayParams, token): Promise<PlayReply> =>
        answer<PlayReply>('play', null, uri, token, async (model) => {
          const folding = { open: new Set(open), closed: new Set(closed) };
          const played = await playback(model, question, folding, () => token.isCancellationRequested);
          if (typeof played === 'string') return { problem: played };
          return played ? { playback: asSpelled(played, spelled) } : null;
        }),
    );
  },
};

function asSpelled(playback: Playback, spelled: (uri: string) => string): Playback {
  const stageOf = (stage: Stage): Stage =>
    stage.origin ? { ...stage, origin: { ...stage.origin, uri: spelled(stage.origin.uri) } } : stage;
  const branches = playback.branches.map((branch) => ({ ...branch, stages: branch.stages.map(stageOf) }));
  return { ...playback, branches };
}
